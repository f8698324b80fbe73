import type { Answer } from './post.ts';
import { STATUS_CODES } from 'node:http';

/** Characters of an answer that `last_error` shows. */
const EXCERPT = 1000;

/** Bytes of an answer that are kept of an attempt. */
const RESPONSE_BYTES = 1024;

/** What a receiver answered, for `last_error`: status and the beginning of the body, on one line. */
export function tellAnswer({ status, body }: Answer): string {
	const name = STATUS_CODES[status];
	const excerpt = body.slice(0, EXCERPT).toWellFormed().replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '').trim();
	return `answered ${String(status)}${name === undefined ? '' : ` ${name}`}${excerpt === '' ? '' : `: ${excerpt}`}`;
}

/** The beginning of an answer, as it is kept of an attempt. A character that was cut in two is left out. */
export function excerptOf(body: string): string {
	const bytes = Buffer.from(body.slice(0, RESPONSE_BYTES).toWellFormed());
	return new TextDecoder().decode(bytes.subarray(0, RESPONSE_BYTES), { stream: true });
}
