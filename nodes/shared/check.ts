import { DateTime } from 'luxon';
import { LINK_LIMITS, RESERVED_SLUGS, SLUG_PATTERN } from '../../contract/link';

/**
 * What can be wrong with a value is known here without asking the server. Each check gives a sentence
 * that completes "Destination: …", or undefined when the value is good.
 */
type Check = (value: string) => string | undefined;

/** The contract's rule for destinations and fallback URLs. */
export const urlProblem: Check = (value) => {
	if (value === '') return 'is empty; it needs an http or https URL';
	if (value.length > LINK_LIMITS.url) return `is longer than ${LINK_LIMITS.url} characters`;
	const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
	if (!/^https?:\/\/[^/?#]/i.test(value)) return `"${shown}" is not an absolute http or https URL`;
	if (/[\s\p{Cc}\\]/u.test(value)) return `"${shown}" has a space, a backslash or a control character in it`;
	const url = URL.canParse(value) ? new URL(value) : undefined;
	if (!url) return `"${shown}" is not a valid URL`;
	if (url.username || url.password) return 'holds a user name or password, which a short link must not give away';
	return undefined;
};

/** The contract's rule for slugs. */
export const slugProblem: Check = (value) => {
	if (!SLUG_PATTERN.test(value)) {
		return `"${value.slice(0, 80)}" must be 1 to ${LINK_LIMITS.slug} letters, digits, "-" or "_", and not start with "_"`;
	}
	const reserved: readonly string[] = RESERVED_SLUGS;
	return reserved.includes(value) ? `"${value}" is reserved for Linkmill itself` : undefined;
};

/** A limit on the number of characters. */
export const lengthProblem =
	(longest: number): Check =>
	(value) =>
		value.length > longest ? `is longer than ${longest} characters` : undefined;

/** The contract's limits on tags. */
export function tagsProblem(tags: string[]): string | undefined {
	if (tags.length > LINK_LIMITS.tags) return `has more than ${LINK_LIMITS.tags} tags`;
	return tags.some((tag) => tag.length > LINK_LIMITS.tag) ? `has a tag longer than ${LINK_LIMITS.tag} characters` : undefined;
}

/** An instant as the API takes it; a time without a zone is one in the workflow's zone. Undefined if it is none. */
export function instant(value: unknown, zone: string): string | undefined {
	const time =
		value instanceof Date
			? DateTime.fromJSDate(value)
			: typeof value === 'string'
				? DateTime.fromISO(value.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), { zone, setZone: true })
				: DateTime.invalid('not a time');
	return time.isValid ? time.toUTC().toISO() : undefined;
}
