import { LRUCache } from 'lru-cache';

/** Headers whose language is remembered: a browser's is one of some thousands. */
const known = new LRUCache<string, { language: string | null }>({ max: 5000 });

/** A range of languages (RFC 9110, section 12.5.4), of which the first subtag and the weight are looked at. */
const RANGE = /^([a-z]{2,3})(?:-[a-z0-9]{1,8})*(?:\s*;\s*q=([01](?:\.\d{0,3})?))?$/i;

/**
 * The language that a visitor likes best, as `Accept-Language` tells: the first one, without country and script, such as `de`;
 * older codes as their newer ones (`iw` is `he`). Null where it tells none.
 */
export function languageOf(header: string): string | null {
	if (header === '') return null;
	const remembered = known.get(header);
	if (remembered) return remembered.language;
	const language = firstOf(header);
	known.set(header, { language });
	return language;
}

function firstOf(header: string): string | null {
	for (const part of header.split(',')) {
		const [, tag, weight] = RANGE.exec(part.trim()) ?? [];
		if (tag !== undefined && Number(weight ?? 1) > 0) return Intl.getCanonicalLocales(tag)[0] ?? null;
	}
	return null;
}
