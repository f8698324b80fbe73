import { slugProblem } from '../links/slug.ts';

/** A slug without the slashes that stand around it in a path. */
export function withoutSlashes(text: string): string {
	// Counted, for an expression that ends in `/+$` takes a minute for a million slashes in the middle.
	let [start, end] = [0, text.length];
	while (text[start] === '/') start++;
	while (end > start && text[end - 1] === '/') end--;
	return text.slice(start, end);
}

/**
 * The path of a short URL, without slashes around it and with its escapes decoded. A URL without a scheme (`bit.ly/abc`)
 * has one too, and a text without a slash is one.
 */
export function pathOf(text: string): string {
	const path = /^https?:\/\//i.test(text) ? URL.parse(text)?.pathname : text.replace(/^[^/]*\/(?=.)/, '').split(/[?#]/)[0];
	const bare = withoutSlashes(path ?? text);
	try {
		return decodeURIComponent(bare);
	} catch {
		return bare;
	}
}

/** The last segment of a short URL's path: what is before it is where the other shortener was installed. */
export function lastSegment(text: string): string {
	return pathOf(text).split('/').at(-1) ?? '';
}

/** The host of a short URL, in lower case; empty where the text is none. */
export function hostOf(text: string): string {
	return /^(?:https?:\/\/)?([^/:?#]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
}

/** What is wrong with a slug from elsewhere, in a sentence that says what to do. */
export function importedSlugProblem(slug: string): string | undefined {
	if (slug.includes('/')) return `slug "${slug}" has a slash in it, and a slug here is one segment of the path. Give the link another one, such as "${slug.replaceAll('/', '-')}".`;
	if (/[^\u0021-\u007e]/.test(slug)) return `slug "${slug}" has other characters than ASCII letters, digits, "-" and "_". Give the link another one.`;
	const problem = slugProblem(slug);
	return problem === undefined ? undefined : `${problem} It is "${slug}".`;
}
