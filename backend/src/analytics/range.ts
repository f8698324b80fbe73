import type { ReportRange } from '../../../contract/analytics.ts';
import { invalidRequest } from '../http/problem.ts';
import type { QuarterRange } from '../storage/storage.ts';
import { formatTime, LATEST, parseTime } from '../times.ts';
import { QUARTER_MS } from '../storage/analytics.ts';
import { dayBounds, isTimeZone } from './time-zone.ts';

/** How a caller asks for a range. */
export interface RangeQuery {
	start_date?: string;
	end_date?: string;
	date?: string;
	timezone?: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The range of a report. A date is a whole day in the time zone (`end_date` included); a date-time is itself.
 * Edges are rounded outwards to the quarter of an hour.
 *
 * @throws ProblemError `invalid_request`
 */
export function readRange(query: RangeQuery): { quarters: QuarterRange; range: ReportRange } {
	const timezone = query.timezone ?? 'UTC';
	if (!isTimeZone(timezone)) throw invalid('timezone', `timezone must be an IANA name such as Europe/Berlin; it is "${timezone}".`);
	if (query.date !== undefined && (query.start_date ?? query.end_date) !== undefined) {
		throw invalid('date', 'date is one whole day; give it alone, or start_date and end_date.');
	}
	const start = edge('start_date', query.date ?? query.start_date, timezone, 'start', query.date && 'date');
	const end = edge('end_date', query.date ?? query.end_date, timezone, 'end', query.date && 'date');
	if (start !== null && end !== null && start >= end) throw invalid('end_date', 'end_date must not be earlier than start_date.');
	const quarters = { from: start === null ? null : Math.floor(start / QUARTER_MS), to: end === null ? null : Math.ceil(end / QUARTER_MS) };
	const at = (quarter: number | null) => formatTime(quarter === null ? null : quarter * QUARTER_MS);
	return { quarters, range: { start: at(quarters.from), end: at(quarters.to), timezone, granularity: QUARTER_MS / 1000 } };
}

function edge(name: string, text: string | undefined, timezone: string, side: 'start' | 'end', alias?: string): number | null {
	if (text === undefined) return null;
	const time = parseTime(text);
	if (time === undefined) {
		const field = alias ?? name;
		throw invalid(field, `${field} must be a date such as 2027-01-31 or an ISO 8601 time; it is "${text}".`);
	}
	const at = DATE.test(text) ? dayBounds(text, timezone)[side] : time;
	// Nobody has clicked before 1970, nor will after what a time in the answer can say.
	return Math.min(Math.max(at, 0), LATEST - (LATEST % QUARTER_MS));
}

function invalid(name: string, message: string) {
	return invalidRequest([{ pointer: `?${name}`, code: 'invalid', message }]);
}
