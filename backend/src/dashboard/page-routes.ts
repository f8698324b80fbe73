import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/app.ts';
import { ProblemError } from '../http/problem.ts';
import { fileOf, formFor, readDashboard, type BuiltFile } from './files.ts';

/** Nothing from elsewhere, nothing inline, in nobody's frame. Charts and QR codes are drawn in the page and downloaded from `blob:` URLs. */
const POLICY = [
	`default-src 'none'`,
	`script-src 'self'`,
	`style-src 'self'`,
	`img-src 'self' data: blob:`,
	`connect-src 'self'`,
	`font-src 'self'`,
	`form-action 'self'`,
	`base-uri 'none'`,
	`frame-ancestors 'none'`,
].join('; ');

/** Headers of everything here; older browsers know `X-Frame-Options` only. */
const HEADERS = {
	'content-security-policy': POLICY,
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=()',
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'x-robots-tag': 'noindex',
};

/** What somebody sees who runs the sources without having built them. */
const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Linkmill</title><main><h1>The dashboard has not been built</h1><p>Run <code>npm run build:dashboard</code>, and start the server again. Short links and the API work without it; the API is described at <a href="/docs">/docs</a>.</p></main></html>`;

const HTML = 'text/html; charset=utf-8';

/** What a person can choose, beside what their system has. */
const THEMES = ['light', 'dark'] as const;

/** `GET /`, which is the whole dashboard, and the files that it consists of. */
export function pageRoutes(app: App): void {
	const built = readDashboard();
	const pages = built && new Map([undefined, ...THEMES].map((theme) => [theme as string | undefined, fileOf(themed(built.page, theme), HTML)]));

	app.get('/', { schema: { hide: true } }, (request, reply) => {
		const page = pages?.get(/(?:^|;\s*)linkmill_theme=(light|dark)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1]);
		if (!page) return reply.code(503).headers(HEADERS).header('cache-control', 'no-store').type(HTML).send(NOT_BUILT);
		return sendFile(page, request, reply, { 'cache-control': 'no-cache', vary: 'Accept-Encoding, Cookie' });
	});
	app.get<{ Params: { name: string } }>('/_/assets/:name', { schema: { hide: true } }, (request, reply) => {
		const asset = built?.assets.get(request.params.name);
		// A page of the version before may still be open.
		if (!asset) throw new ProblemError('not_found', 'This file belongs to another version of the dashboard. Reload the page.');
		return sendFile(asset, request, reply, { 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' });
	});
}

/** The page says which colours it has before any script runs. */
function themed(page: string, theme: string | undefined): string {
	return theme === undefined ? page : page.replace('<html', `<html data-theme="${theme}"`);
}

function sendFile(file: BuiltFile, request: FastifyRequest, reply: FastifyReply, headers: Record<string, string>): FastifyReply {
	const etag = `W/"${file.etag}"`;
	void reply.headers({ ...HEADERS, ...headers, etag });
	if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
	const { coding, bytes } = formFor(file, request.headers['accept-encoding']);
	if (coding) void reply.header('content-encoding', coding);
	return reply.type(file.type).send(bytes);
}
