import type { ServerResponse } from 'node:http';
import { LINK_LIMITS } from '../../../contract/link.ts';

interface Page {
	status: number;
	title: string;
	text: string;
	/** Whether it asks for the password; `error` where the one before was not taken. */
	form?: 'first' | 'error';
	/** Seconds after which to come back, where they are always the same. */
	retryAfter?: number;
}

/** Why a visitor gets a page instead of a redirect. */
const PAGES = {
	missing: { status: 404, title: 'Link not found', text: 'There is no link at this address. Check it for a typing error, or ask the person who sent it.' },
	expired: { status: 410, title: 'Link has expired', text: 'This link is no longer in use. Ask the person who sent it for a new one.' },
	exhausted: { status: 410, title: 'Link has been used', text: 'This link could be used a limited number of times, and has been. Ask the person who sent it for a new one.' },
	unavailable: { status: 503, title: 'Not available at the moment', text: 'Please try again in a few seconds.', retryAfter: 5 },
	tooManyMisses: { status: 429, title: 'Too many wrong addresses', text: 'From your network, many links were asked for that do not exist. Wait a minute, then check the address of the one that you want.' },
	password: { status: 200, title: 'Password needed', text: 'This link is protected. Enter the password that you got with it.', form: 'first' },
	wrongPassword: { status: 403, title: 'Password needed', text: 'This is not the password. Check capital letters and spaces, and try again.', form: 'error' },
	busy: { status: 503, title: 'Password needed', text: 'Several passwords are being checked right now. Wait a moment, and try again.', form: 'error', retryAfter: 2 },
	tooManyTries: { status: 429, title: 'Too many tries', text: 'Too many passwords were tried. Come back in a few minutes, with the password that you got with the link.' },
	tooLong: { status: 413, title: 'Password needed', text: 'This is longer than any password. Try again.', form: 'error' },
	notAForm: { status: 415, title: 'Password needed', text: 'Send the password with this form.', form: 'error' },
} as const satisfies Record<string, Page>;
export type PageName = keyof typeof PAGES;

/**
 * Nothing on these pages comes from the visitor or the link, so nothing can be smuggled into them or leak out. A form may lead to
 * any web address besides its own: Chrome and Safari hold the redirect that answers it to `form-action` too.
 */
const headersOf = ({ form }: Page) => ({
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'private, no-store',
	'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action ${form ? "'self' https: http:" : "'none'"}`,
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex',
});

const STYLE =
	':root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.75rem;line-height:1.2}';

const FORM_STYLE =
	'label{display:block;margin-bottom:.25rem;font-weight:600}input,button{font:inherit;padding:.5rem .75rem;border:1px solid;border-radius:.375rem;box-sizing:border-box}input{width:100%;margin-bottom:1rem}:focus-visible{outline:3px solid #1a56db;outline-offset:2px}[role=alert]{border-left:.25rem solid #d33;padding-left:.75rem}@media(prefers-color-scheme:dark){:focus-visible{outline-color:#8ab4ff}}';

/** It has no `action`, so it posts to where the visitor is, with the query that they came with. */
function formOf(form: 'first' | 'error'): string {
	const invalid = form === 'error' ? ' aria-invalid="true"' : '';
	return `<form method="post"><label for="password">Password</label><input id="password" name="password" type="password" required autofocus autocomplete="off" maxlength="${String(LINK_LIMITS.password)}" aria-describedby="note"${invalid}><button>Continue</button></form>`;
}

function bodyOf({ title, text, form }: Page): Buffer {
	const note = form ? `<p id="note"${form === 'error' ? ' role="alert"' : ''}>${text}</p>${formOf(form)}` : `<p>${text}</p>`;
	return Buffer.from(
		`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${form === 'error' ? `Error: ${title}` : title}</title><style>${STYLE}${form ? FORM_STYLE : ''}</style><main><h1>${title}</h1>${note}</main></html>`,
	);
}

const READY = new Map(Object.entries<Page>(PAGES).map(([name, page]) => [name, { ...page, headers: headersOf(page), body: bodyOf(page) }]));

/** Answers with one of the pages. A visitor whose connection is gone gets none. */
export function sendPage(response: ServerResponse, name: PageName, method: string | undefined, wait?: number): void {
	const page = READY.get(name);
	if (!page || response.destroyed || response.headersSent) return;
	const { status, headers, body, retryAfter = wait } = page;
	response.writeHead(status, { ...headers, 'content-length': body.length, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) });
	response.end(method === 'HEAD' ? undefined : body);
}
