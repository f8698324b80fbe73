import { parseTime } from '../times.ts';

/** A text, trimmed; numbers too, for JSON has them where a table has text. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim() || undefined;
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** `Oct 26, 2020 5:20 PM` or `26 October 2020`, with or without `UTC`: no zone is read as UTC. */
const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*';
const MONTH_BY_NAME = new RegExp(`^(?:[a-z]{3,9}, )?(?:\\d{1,2} ${MONTH}|${MONTH} \\d{1,2}),? \\d{4}(?:,? \\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]m)?)?(?: (?:UTC|GMT))?$`, 'i');

/** Seconds since 1970 have ten digits from 2001 to 2286, milliseconds thirteen. */
const UNIX_SECONDS = /^\d{10}$/;
const UNIX_MILLISECONDS = /^\d{13}$/;

/**
 * Milliseconds since 1970: of an ISO 8601 time, Unix time in seconds or milliseconds, or a date with the month by name.
 * Undefined for anything else: whether 04/05/2026 is in April or in May, nobody can tell.
 */
export function asTime(value: unknown): number | undefined {
	const text = asText(value);
	if (text === undefined) return undefined;
	if (UNIX_SECONDS.test(text)) return Number(text) * 1000;
	if (UNIX_MILLISECONDS.test(text)) return Number(text);
	if (MONTH_BY_NAME.test(text)) {
		const time = Date.parse(`${text.replace(/ (?:UTC|GMT)$/i, '')} UTC`);
		return Number.isNaN(time) ? undefined : time;
	}
	return parseTime(text.replace(/ (UTC|GMT)$/i, 'Z').replace(/ (?=[+-]\d{2}:?\d{2}$)/, ''));
}

/** A number of something: `1234`, `1,234`. */
export function asCount(value: unknown): number | undefined {
	const text = asText(value);
	if (text === undefined || !/^(?:\d+|\d{1,3}(?:,\d{3})+)$/.test(text)) return undefined;
	const count = Number(text.replaceAll(',', ''));
	return Number.isSafeInteger(count) ? count : undefined;
}

const FLAGS = new Map([...['true', 'yes', 'y', '1', 'on'].map((text) => [text, true] as const), ...['false', 'no', 'n', '0', 'off'].map((text) => [text, false] as const)]);

export function asFlag(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	return FLAGS.get(asText(value)?.toLowerCase() ?? '');
}

/** A list, of texts or of objects with a name; or a text: JSON, or names between separators. */
export function asTags(value: unknown, separators: RegExp): string[] {
	const list = Array.isArray(value) ? value : (asJson(value, Array.isArray) ?? asText(value)?.split(separators) ?? []);
	return list.flatMap((tag: unknown) => asText(tag) ?? asText((tag as { name?: unknown } | null)?.name) ?? []);
}

/** JSON, as itself or in a text, if it is of the kind asked for. */
export function asJson<T>(value: unknown, is: (value: unknown) => value is T): T | undefined {
	if (is(value)) return value;
	// Most texts are no JSON, and to hear that from the parser costs ten times the rest of a row.
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
	try {
		const parsed: unknown = JSON.parse(value);
		return is(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
