import { LINK_LIMITS, RESERVED_SLUGS, SLUG_PATTERN } from '../../../../../contract/link.ts';
import type { LinkForm } from './form.ts';

/** What is wrong, by the JSON Pointer of its field, as in an answer of the API. */
export type Problems = Record<string, string>;

// Control characters, spaces (also the wide ones) and backslashes, as the API has it.
// eslint-disable-next-line no-control-regex -- finding them is what this is for
const FORBIDDEN = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\\]/;

/**
 * What the API would not accept, so that it is said while somebody writes. The API has the last word: what is not found here, it says.
 *
 * @param ownHost host of the short links, to which none may lead
 */
export function problemsOf(form: LinkForm, ownHost: string | undefined): Problems {
	const problems: Problems = {};
	const check = (pointer: string, problem: string | undefined) => { if (problem !== undefined) problems[pointer] = problem; };
	const url = (text: string) => urlProblem(text.trim(), ownHost);

	check('/destination', form.destination.trim() === '' ? 'Say where the link leads, such as https://example.com/page.' : url(form.destination));
	if (form.slug.trim() !== '') check('/slug', slugProblem(form.slug.trim()));
	check('/tags', form.tags.length > LINK_LIMITS.tags ? `At most ${String(LINK_LIMITS.tags)} tags.` : undefined);
	if (form.fallback_url.trim() !== '') check('/fallback_url', url(form.fallback_url));
	if (form.starts_at !== '' && form.expires_at !== '' && form.starts_at >= form.expires_at) check('/expires_at', 'The end must be later than the start.');
	if (form.max_clicks.trim() !== '') check('/max_clicks', numberProblem(form.max_clicks, 1, LINK_LIMITS.maxClicks));
	check('/metadata', metadataProblem(form.metadata));
	checkVariants(form, url, check);
	return problems;
}

function checkVariants({ variants }: LinkForm, url: (text: string) => string | undefined, check: (pointer: string, problem: string | undefined) => void): void {
	const names = new Set<string>();
	for (const [index, { destination, weight, name: given }] of variants.entries()) {
		const name = given.trim() || String.fromCharCode('A'.charCodeAt(0) + index);
		check(`/variants/${String(index)}/destination`, destination.trim() === '' ? 'Say where this variant leads.' : url(destination));
		check(`/variants/${String(index)}/weight`, numberProblem(weight, 0, LINK_LIMITS.weight));
		check(`/variants/${String(index)}/name`, names.has(name) ? `There is another “${name}”.` : undefined);
		names.add(name);
	}
	if (variants.length > 0 && variants.every(({ weight }) => Number(weight) === 0)) check('/variants', 'At least one needs a weight above 0.');
}

/** What is wrong with an address that visitors are to be sent to. */
export function urlProblem(text: string, ownHost: string | undefined): string | undefined {
	if (text.length > LINK_LIMITS.url) return `At most ${LINK_LIMITS.url.toLocaleString('en')} characters.`;
	if (!/^https?:\/\//i.test(text)) return 'An absolute address is needed, which begins with https:// or http://.';
	if (FORBIDDEN.test(text)) return 'No spaces, control characters or backslashes; percent-encode them (a space is %20).';
	const url = URL.parse(text);
	if (!url?.hostname) return 'This has no valid host, such as example.com.';
	if (url.username || url.password) return 'No user name or password may stand in it.';
	if (url.host === ownHost) return 'It must not lead back to this shortener; give the final address.';
	return undefined;
}

/** What is wrong with a slug. */
export function slugProblem(slug: string): string | undefined {
	if (!SLUG_PATTERN.test(slug)) return `1 to ${String(LINK_LIMITS.slug)} ASCII letters, digits, “-” and “_”; “_” not first.`;
	return (RESERVED_SLUGS as readonly string[]).includes(slug) ? `The server uses “${slug}” itself. Choose another.` : undefined;
}

function numberProblem(text: string, least: number, most: number): string | undefined {
	const number = Number(text);
	const fits = text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most;
	return fits ? undefined : `A whole number from ${String(least)} to ${most.toLocaleString('en')}.`;
}

function metadataProblem(text: string): string | undefined {
	if (text.trim() === '') return undefined;
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'An object is needed: {"user_id": "42"}.';
		return new TextEncoder().encode(JSON.stringify(value)).length > LINK_LIMITS.metadata ? 'At most 16 kB as JSON.' : undefined;
	} catch (error) {
		return `This is no JSON: ${(error as SyntaxError).message}`;
	}
}
