import { randomInt } from 'node:crypto';
import { LINK_LIMITS, RESERVED_SLUGS, SLUG_PATTERN } from '../../../contract/link.ts';

/** Letters and digits that nobody mistakes for another: no `0 O 1 l I`. Without vowels, and `3` and `4`, which pass for some: no word comes out. */
const ALPHABET = '256789bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ';

/** Characters of a random slug while there is room. 45^7 = 3.7 * 10^11: at ten million links, one in 37,000 is taken. */
export const RANDOM_LENGTH = 7;

/** What is read as an offence without its vowels. */
const OFFENSIVE = /88|bdsm|btch|cck|cnt|dck|fck|fgg|fgt|fkn|ftz|hh|htlr|jzz|kkk|ngg|ngr|nz|prn|pss|rpst|rtrd|sht|slt|ss|sx|tts|twt|wchs|whr|wnk|wtf|xxx/;

/** Letters that digits pass for. */
const RESEMBLES: Readonly<Record<string, string>> = { 2: 'z', 5: 's', 6: 'g', 7: 't', 9: 'g' };

const RESERVED: ReadonlySet<string> = new Set(RESERVED_SLUGS);

/** A random slug that offends nobody. Whether it is taken is the caller's to find out. */
export function randomSlug(length = RANDOM_LENGTH): string {
	for (;;) {
		let slug = '';
		while (slug.length < length) slug += ALPHABET.charAt(randomInt(ALPHABET.length));
		if (!isOffensive(slug)) return slug;
	}
}

/** Whether an offence can be read anywhere in a slug without vowels, digits taken for the letters that they resemble. */
export function isOffensive(slug: string): boolean {
	return OFFENSIVE.test(slug.toLowerCase().replaceAll(/[25679]/g, (digit) => RESEMBLES[digit] ?? digit));
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
