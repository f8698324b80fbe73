import type { Interval } from '../../../contract/analytics.ts';
import { DAY, dayOf, endOfHour, startOfDay, startOfHour } from './time-zone.ts';

/** Days since 1970 of the first day of a month. @param month months since 1970 */
export function firstOfMonth(month: number): number {
	return Date.UTC(1970, month, 1) / DAY;
}

/** Months since 1970 of a day. */
export function monthOf(day: number): number {
	const date = new Date(day * DAY);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The Monday of a day's week. 1970 began on a Thursday. */
export function mondayOf(day: number): number {
	return day - ((((day + 3) % 7) + 7) % 7);
}

/** A day so many months later, or the last one of that month where it has no such day. */
export function addMonths(day: number, months: number): number {
	const month = monthOf(day);
	return Math.min(firstOfMonth(month + months) + day - firstOfMonth(month), firstOfMonth(month + months + 1) - 1);
}

/** Where an interval begins and where the next one does. */
const STEPS: Record<Interval, { start(instant: number, timezone: string): number; next(start: number, timezone: string): number }> = {
	hour: { start: startOfHour, next: endOfHour },
	day: byDays((day) => day, (day) => day + 1),
	week: byDays(mondayOf, (day) => day + 7),
	month: byDays((day) => firstOfMonth(monthOf(day)), (day) => firstOfMonth(monthOf(day) + 1)),
};

function byDays(first: (day: number) => number, next: (day: number) => number) {
	return {
		start: (instant: number, timezone: string) => startOfDay(first(dayOf(instant, timezone)), timezone),
		// Clocks may be changed at midnight: the day that a start is meant to be in is that of a moment later.
		next: (start: number, timezone: string) => startOfDay(next(dayOf(start, timezone)), timezone),
	};
}

/** Beginning of the interval that an instant falls into. */
export function startOf(interval: Interval, instant: number, timezone: string): number {
	return STEPS[interval].start(instant, timezone);
}

/** Beginning of the interval after the one that begins at `start`; of days that were skipped there is none. */
export function nextStart(interval: Interval, start: number, timezone: string): number {
	const next = STEPS[interval].next(start, timezone);
	return next > start ? next : nextStart(interval, next + 1, timezone);
}
