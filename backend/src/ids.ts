/** Crockford's base 32, lower case: digits and letters without `i`, `l`, `o`, `u` (https://www.crockford.com/base32.html). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Digits that hold 2^53. Fixed, so that ids sort as strings. */
const LENGTH = 11;

/** What public ids begin with. */
export const ID_PREFIXES = { link: 'lnk', change: 'chg', key: 'key', webhook: 'whk', conversion: 'cnv' } as const;
export type IdKind = keyof typeof ID_PREFIXES;

const PATTERN = /^([a-z]{3})_([0-9a-hjkmnp-tv-z]{11})$/;

/** How an id looks outside: `lnk_0e3k5w9zq1r`. */
export function publicId(kind: IdKind, id: number): string {
	let digits = '';
	for (let rest = id; digits.length < LENGTH; rest = Math.floor(rest / 32)) digits = ALPHABET.charAt(rest % 32) + digits;
	return `${ID_PREFIXES[kind]}_${digits}`;
}

/** The id behind a public one; undefined where it is none of this kind. */
export function parsePublicId(kind: IdKind, text: string): number | undefined {
	const match = PATTERN.exec(text);
	if (match?.[1] !== ID_PREFIXES[kind]) return undefined;
	let id = 0;
	for (const digit of match[2] as string) id = id * 32 + ALPHABET.indexOf(digit);
	return Number.isSafeInteger(id) ? id : undefined;
}
