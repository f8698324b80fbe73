import { REPORT_LIMITS, type Interval } from '../../../contract/analytics.ts';
import { QUARTER_MS } from '../storage/analytics.ts';
import type { TimeRange } from '../storage/storage.ts';
import { nextStart, startOf } from './calendar.ts';
import { invalid } from './range.ts';
import { formatLocal } from './time-zone.ts';

/** A time series before it is counted. */
export interface Buckets {
	/** Where each begins, in local time. */
	starts: string[];
	/** One more than there are buckets. Between the first and the last, all are whole quarters of an hour. */
	edges: number[];
}

/** What the open ends of a range are taken for, in whole quarters of an hour. */
export interface OpenEnds {
	from: number;
	to: number;
}

/** When the quarter of an hour ends that a time is in. */
export function endOfQuarter(time: number): number {
	return (Math.floor(time / QUARTER_MS) + 1) * QUARTER_MS;
}

/** Milliseconds that an interval has at least. */
const SHORTEST: Record<Interval, number> = { hour: 1_800_000, day: 82_800_000, week: 601_200_000, month: 2_415_600_000 };

/**
 * Every interval of a range, those without clicks too. The first and the last are counted as far as they are in the range.
 *
 * @param open undefined where there is no hit
 * @param name the parameter that asks for it
 * @throws ProblemError `invalid_request` where they would be too many
 */
export function bucketsOf(interval: Interval, range: TimeRange, timezone: string, open: OpenEnds | undefined, name = 'interval'): Buckets {
	const first = range.from ?? open?.from;
	if (first === undefined) return { starts: [], edges: [] };
	const end = range.to ?? Math.max(open?.to ?? first, endOfQuarter(first));
	const buckets: Buckets = { starts: [], edges: [first] };
	const tooMany = () => invalid(name, `${name}=${interval} would give more than ${String(REPORT_LIMITS.buckets)} points. Ask for a shorter range or a longer interval.`);
	if (end - first > (REPORT_LIMITS.buckets + 1) * SHORTEST[interval] * 2.5) throw tooMany();
	for (let start = startOf(interval, first, timezone); start < end; ) {
		const next = nextStart(interval, start, timezone);
		// Zones of long ago were off by seconds.
		const edge = next < end ? Math.min(Math.round(next / QUARTER_MS) * QUARTER_MS, end) : end;
		if (edge > (buckets.edges.at(-1) as number)) {
			buckets.starts.push(formatLocal(start, timezone));
			buckets.edges.push(edge);
		}
		if (buckets.starts.length > REPORT_LIMITS.buckets) throw tooMany();
		start = next;
	}
	return buckets;
}
