import { LINK_LIMITS } from '../../../contract/link.ts';

/** Longest `Location` value, in characters (all ASCII). */
export const LOCATION_LIMIT = 8192;

// Control characters, spaces (also the wide ones) and backslashes: browsers and URL parsers disagree about them.
// eslint-disable-next-line no-control-regex -- finding them is what this is for
const FORBIDDEN = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\\]/;

/** A URL that visitors may be sent to: its `Location` value, or what is wrong with it. */
export type CheckedUrl = { ok: true; location: string } | { ok: false; message: string };

/**
 * Checks a destination or fallback URL and makes its `Location` value, once: ASCII, host in punycode, other
 * characters percent-encoded as UTF-8 (WHATWG URL), existing escapes untouched.
 *
 * @param name the field, for the sentence
 * @param ownHosts hosts (with port) that are this shortener itself: a link to it would be a loop
 */
export function checkUrl(name: string, text: string, ownHosts: ReadonlySet<string>): CheckedUrl {
	const fail = (message: string): CheckedUrl => ({ ok: false, message: `${name} ${message}` });
	if (text.length > LINK_LIMITS.url) return fail(`must be at most ${LINK_LIMITS.url.toLocaleString('en')} characters.`);
	if (!/^https?:\/\//i.test(text)) return fail(`must be an absolute http or https URL, such as https://example.com/page; it is "${crop(text)}".`);
	if (FORBIDDEN.test(text)) return fail('must not contain spaces, control characters or backslashes; percent-encode them (a space is %20).');
	if (!text.isWellFormed()) return fail('must be well-formed Unicode; it has half of a surrogate pair.');
	const url = URL.parse(text);
	if (!url?.hostname) return fail(`must have a valid host, such as https://example.com/page; it is "${crop(text)}".`);
	if (url.username || url.password) return fail('must not contain a user name or password.');
	if (ownHosts.has(url.host)) return fail('must not point back to this shortener; give the final address.');
	if (url.href.length > LOCATION_LIMIT) return fail(`must be at most ${LOCATION_LIMIT.toLocaleString('en')} characters once percent-encoded.`);
	return { ok: true, location: url.href };
}

/** The hosts under which this shortener is reached, for {@link checkUrl}. */
export function ownHosts(baseUrl: string): ReadonlySet<string> {
	return new Set([new URL(baseUrl).host]);
}

function crop(text: string): string {
	const printable = text.replaceAll(/[^\u0021-\u{10ffff}]/gu, ' ');
	return printable.length > 80 ? `${printable.slice(0, 79)}…` : printable;
}

/** The host of a destination in punycode, where it is not written so already. */
export function asciiHost({ destination, location }: { destination: string; location: string }): string | undefined {
	const host = /^https?:\/\/([^/?#]+)/i.exec(destination)?.[1] ?? '';
	// eslint-disable-next-line no-control-regex -- ASCII is what is asked for
	return /^[\u0000-\u007f]*$/.test(host) ? undefined : new URL(location).host;
}
