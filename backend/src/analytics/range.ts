import type { Period, ReportRange } from '../../../contract/analytics.ts';
import { invalidRequest, type ProblemError } from '../http/problem.ts';
import type { TimeRange } from '../storage/storage.ts';
import { formatTime, LATEST, parseTime } from '../times.ts';
import { daysBefore, namedDays, PRESETS, type Days } from './presets.ts';
import { DAY, dayOf, isTimeZone, startOfDay } from './time-zone.ts';

/** How a caller asks for a range. */
export interface RangeQuery {
	start_date?: string;
	end_date?: string;
	date?: string;
	period?: Period;
	timezone?: string;
}

/** A range in both its forms: as it is counted and as it is told. */
export interface ReportPeriod {
	times: TimeRange;
	range: ReportRange;
}

/** A range, and the one to compare it with; undefined where it has no beginning. */
export interface ReportPeriods extends ReportPeriod {
	previous: ReportPeriod | undefined;
}

const MINUTE = 60_000;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The range of a report. A date is a whole day in the time zone (`end_date` included); a date-time is itself.
 * Until now is until the end of this minute: within it, equal questions have equal answers.
 *
 * @throws ProblemError `invalid_request`
 */
export function readRange(query: RangeQuery, now = Date.now()): ReportPeriods {
	const { date, start_date, end_date, period, timezone = 'UTC' } = query;
	if (!isTimeZone(timezone)) throw invalid('timezone', `timezone must be an IANA name such as Europe/Berlin; it is "${timezone}".`);
	if (period !== undefined && (date ?? start_date ?? end_date) !== undefined) throw invalid('period', 'period is a range by itself; give it alone, or start_date and end_date.');
	if (date !== undefined && (start_date ?? end_date) !== undefined) throw invalid('date', 'date is one whole day; give it alone, or start_date and end_date.');
	const today = dayOf(now, timezone);
	const until = (Math.floor(now / MINUTE) + 1) * MINUTE;
	if (period === '24h') return between(until - DAY, until, timezone);
	if (period !== undefined && period !== 'all') return ofDays(PRESETS[period](today), timezone);
	const start = edge(date === undefined ? 'start_date' : 'date', date ?? start_date);
	const end = edge(date === undefined ? 'end_date' : 'date', date ?? end_date);
	if (start?.day !== undefined && end?.day !== undefined) {
		if (start.day > end.day) throw backwards();
		return ofDays(namedDays(start.day, end.day + 1), timezone);
	}
	const from = start && (start.day === undefined ? start.time : startOfDay(start.day, timezone));
	const to = end && (end.day === undefined ? end.time : startOfDay(end.day + 1, timezone));
	if (from !== undefined && to !== undefined && from >= to) throw backwards();
	if (from === undefined) return { ...periodOf(null, to ?? null, timezone), previous: undefined };
	// Until now: what came before is as long as today makes it.
	if (to === undefined) return { ...periodOf(from, null, timezone), previous: start?.day !== undefined && start.day <= today ? ofDays(namedDays(start.day, today + 1), timezone).previous : before(from, Math.max(until, from), timezone) };
	return between(from, to, timezone);
}

/** What a caller means by a date or a time. Undefined where there is none. */
function edge(name: string, text: string | undefined): { day: number; time?: undefined } | { time: number; day?: undefined } | undefined {
	if (text === undefined) return undefined;
	const time = parseTime(text);
	if (time === undefined) throw invalid(name, `${name} must be a date such as 2027-01-31 or an ISO 8601 time; it is "${text}".`);
	return DATE.test(text) ? { day: time / DAY } : { time };
}

function ofDays(days: Days, timezone: string): ReportPeriods {
	const told = ({ from, to }: Days) => periodOf(startOfDay(from, timezone), startOfDay(to, timezone), timezone);
	return { ...told(days), previous: told(daysBefore(days)) };
}

function between(from: number, to: number, timezone: string): ReportPeriods {
	return { ...periodOf(from, to, timezone), previous: before(from, to, timezone) };
}

/** As long as this one, and ending where it begins. */
function before(from: number, to: number, timezone: string): ReportPeriod {
	return periodOf(from - (to - from), from, timezone);
}

function periodOf(from: number | null, to: number | null, timezone: string): ReportPeriod {
	const times = { from: clamped(from), to: clamped(to) };
	return { times, range: { start: formatTime(times.from), end: formatTime(times.to), timezone, granularity: 0 } };
}

/** Nobody has clicked before 1970, nor will after what a time in the answer can say. */
function clamped(time: number | null): number | null {
	return time === null ? null : Math.min(Math.max(time, 0), LATEST);
}

function backwards(): ProblemError {
	return invalid('end_date', 'end_date must not be earlier than start_date.');
}

/** A parameter that cannot be used. */
export function invalid(name: string, message: string): ProblemError {
	return invalidRequest([{ pointer: `?${name}`, code: 'invalid', message }]);
}
