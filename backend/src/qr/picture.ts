import { createHash } from 'node:crypto';
import type { QrFormat, QrOptions } from '../../../contract/qr.ts';
import type { Answer } from '../http/answer.ts';
import { drawPng } from './png.ts';
import { checkSize, readStyle } from './style.ts';
import { drawSvg } from './svg.ts';
import { encode, scannedUrl } from './symbol.ts';

/** A picture of a link's code. */
export interface QrRequest extends QrOptions {
	/** `lnk_…`, `slug:…` or `external:…` */
	link: string;
	format: QrFormat;
	/** The header `If-None-Match`. */
	known: string | undefined;
}

/** What can be asked about codes; drawn beside the redirect thread. */
export interface QrQueries {
	qr(request: QrRequest): Promise<Answer>;
}

const MEDIA_TYPES = { svg: 'image/svg+xml', png: 'image/png' } as const satisfies Record<QrFormat, string>;

/** Counts up when the same options give another picture. */
const DRAWING = 1;

/**
 * The picture, or a 304 where the caller has it.
 *
 * @throws ProblemError `invalid_request`
 */
export function qrPicture({ format, known, link: _, ...options }: QrRequest, { baseUrl, slug }: { baseUrl: string; slug: string }): Answer {
	const pointer = (option: string) => `?${option}`;
	const style = readStyle(options, pointer);
	const text = scannedUrl(`${baseUrl}/${slug}`);
	const etag = `"${createHash('sha256').update(JSON.stringify([DRAWING, text, format, style])).digest('base64url').slice(0, 22)}"`;
	const headers = { etag, 'cache-control': 'private, no-cache' };
	if (isKnown(etag, known)) return { status: 304, headers, body: undefined };
	const symbol = encode(text, style.level);
	checkSize(symbol.modules, style, pointer('size'));
	return {
		status: 200,
		headers: { 'content-type': MEDIA_TYPES[format], 'content-disposition': `inline; filename="${slug}.${format}"`, ...headers },
		body: format === 'png' ? drawPng(symbol, style) : Buffer.from(drawSvg(symbol, style)),
	};
}

/** Whether `If-None-Match` names this ETag (RFC 9110, 13.1.2: compared without `W/`). */
function isKnown(etag: string, known = ''): boolean {
	return known.trim() === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
