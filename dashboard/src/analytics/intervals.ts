import { INTERVALS, type Interval, type Period } from '../../../contract/analytics.ts';
import type { DateRange } from '../ui/date-range.tsx';

const DAY_MS = 86_400_000;

/** Days of each range with a name, about; of "all" nobody knows. */
const DAYS: Record<Exclude<Period, 'all'>, number> = { '24h': 1, today: 1, yesterday: 1, wtd: 7, last_week: 7, '7d': 7, mtd: 31, last_month: 31, '30d': 30, '90d': 90, ytd: 366, '12m': 366 };

/** How many days may be shown by each: more points than that say nothing any more. */
const MOST_DAYS: Record<Interval, number> = { hour: 32, day: 800, week: 5000, month: Infinity };

/** How many days there must be for one to say more than a point or two. */
const FEWEST_DAYS: Record<Interval, number> = { hour: 0, day: 2, week: 14, month: 59 };

/** What is shown unless somebody chooses: up to so many days by the hour, by the day, by the week. */
const USUAL: Array<[Interval, number]> = [['hour', 2], ['day', 100], ['week', 800], ['month', Infinity]];

export const INTERVAL_LABELS: Record<Interval, string> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' };

/**
 * How long a range is, in days.
 *
 * @param since when what is looked at began, in milliseconds since 1970: "all time" goes from then to `now`
 */
export function daysOf(range: DateRange, since: number, now = Date.now()): number {
	if ('from' in range) return (Date.parse(range.to) - Date.parse(range.from)) / DAY_MS + 1;
	return range.period === 'all' ? Math.max(1, (now - since) / DAY_MS) : DAYS[range.period];
}

/** The intervals by which so many days can be shown. */
export function intervalsFor(days: number): Interval[] {
	return INTERVALS.filter((interval) => days >= FEWEST_DAYS[interval] && days <= MOST_DAYS[interval]);
}

/** The interval that is asked for, where so many days can be shown by it; else the usual one. */
export function intervalFor(asked: string | null, days: number): Interval {
	return intervalsFor(days).find((interval) => interval === asked) ?? USUAL.find(([, most]) => days <= most)?.[0] ?? 'month';
}

/** Whether there is a period before a range: "all time" has none. */
export function hasBefore(range: DateRange): boolean {
	return !('period' in range && range.period === 'all');
}
