import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { HitSignal } from '../storage/storage.ts';

/** A header that no browser sends of its own accord: whoever sends it says that they are a program. */
interface HeaderRule {
	name: `header:${string}`;
	header: string;
	who: string;
	source: string;
}

/**
 * Headers by which programs with a browser's user agent make themselves known. That headers of browsers are missing says nothing: proxies,
 * old browsers and those that guard privacy leave them out, and browsers send `Sec-Fetch-*` over https alone.
 */
export const HEADER_RULES: readonly HeaderRule[] = [
	{ name: 'header:signature-agent', header: 'signature-agent', who: 'Agents that sign what they send (Web Bot Auth), such as ChatGPT agent', source: 'https://datatracker.ietf.org/doc/draft-meunier-web-bot-auth-architecture/' },
	{ name: 'header:from', header: 'from', who: 'Robots that name who runs them', source: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.1.2' },
];

/** Headers in which browsers say that nobody has clicked yet. */
export const PREFETCH_HEADERS = {
	'sec-purpose': { who: 'Chromium, Firefox, Safari: prefetch and prerender', source: 'https://fetch.spec.whatwg.org/#sec-purpose-header' },
	'purpose': { who: 'Older Chromium and Safari', source: 'https://fetch.spec.whatwg.org/#sec-purpose-header' },
	'x-purpose': { who: 'Safari (Top Sites), the Facebook app', source: 'https://www.facebook.com/business/help/1514372351922333' },
	'x-moz': { who: 'Older Firefox', source: 'https://developer.mozilla.org/en-US/docs/Glossary/Prefetch' },
} as const;

const PREFETCH_NAMES = Object.keys(PREFETCH_HEADERS);

/** What a request says of itself by its method and headers; null where it says nothing. */
export function signalOf({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): HitSignal | null {
	for (const { name, header } of HEADER_RULES) if (headers[header]) return name;
	if (method === 'HEAD') return 'head';
	return isPrefetch(headers) ? 'prefetch' : null;
}

function isPrefetch(headers: IncomingHttpHeaders): boolean {
	for (const name of PREFETCH_NAMES) {
		const purpose = headers[name];
		if (purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose))) return true;
	}
	return false;
}
