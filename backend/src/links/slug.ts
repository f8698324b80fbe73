import { randomInt } from 'node:crypto';
import { LINK_LIMITS, RESERVED_SLUGS, SLUG_PATTERN } from '../../../contract/link.ts';

/** Letters and digits that nobody mistakes for another: no `0 O 1 l I`, and no vowels, so that no word comes out. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ';

/** 49^7 = 6.8 * 10^11 slugs: at ten million links, one try in 70,000 meets a taken one. */
const LENGTH = 7;

const RESERVED: ReadonlySet<string> = new Set(RESERVED_SLUGS);

/** A random slug. Whether it is taken is the caller's to find out. */
export function randomSlug(): string {
	let slug = '';
	while (slug.length < LENGTH) slug += ALPHABET.charAt(randomInt(ALPHABET.length));
	return slug;
}

/** What is wrong with a slug; undefined where nothing is. */
export function slugProblem(slug: string): string | undefined {
	if (!SLUG_PATTERN.test(slug)) {
		return `slug must be 1 to ${String(LINK_LIMITS.slug)} ASCII letters, digits, "-" and "_", and not begin with "_".`;
	}
	if (isReserved(slug)) return `slug must not be "${slug}": the server uses that path itself. Choose another.`;
	return undefined;
}

/** Whether a first path segment belongs to the server. */
export function isReserved(segment: string): boolean {
	return RESERVED.has(segment);
}

/** `spring-sale`, 2 → `spring-sale-2`, cropped so that it stays a slug. */
export function numberedSlug(slug: string, number: number): string {
	const suffix = `-${String(number)}`;
	return slug.slice(0, LINK_LIMITS.slug - suffix.length) + suffix;
}
