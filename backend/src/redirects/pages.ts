import type { ServerResponse } from 'node:http';

/** Why a visitor gets a page instead of a redirect. */
export const PAGES = {
	missing: { status: 404, title: 'Link not found', text: 'There is no link at this address. Check it for a typing error, or ask the person who sent it.' },
	expired: { status: 410, title: 'Link has expired', text: 'This link is no longer in use. Ask the person who sent it for a new one.' },
	unavailable: { status: 503, title: 'Not available at the moment', text: 'Please try again in a few seconds.' },
} as const;
export type PageName = keyof typeof PAGES;

/** Nothing on these pages comes from the visitor, so nothing can be smuggled into them. */
const HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'private, no-store',
	'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex',
};

const STYLE =
	':root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.75rem;line-height:1.2}';

const BODIES = Object.fromEntries(
	Object.entries(PAGES).map(([name, { title, text }]) => [
		name,
		Buffer.from(
			`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style><h1>${title}</h1><p>${text}</p></html>`,
		),
	]),
) as Record<PageName, Buffer>;

/** Answers with one of the pages. */
export function sendPage(response: ServerResponse, name: PageName, method: string | undefined): void {
	const body = BODIES[name];
	response.writeHead(PAGES[name].status, { ...HEADERS, 'content-length': body.length, ...(name === 'unavailable' && { 'retry-after': '5' }) });
	response.end(method === 'HEAD' ? undefined : body);
}
