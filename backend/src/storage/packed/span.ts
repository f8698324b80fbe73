import { QUARTER_MS, type TimeRange } from '../analytics.ts';
import { DAY_MS } from './link-day.ts';

/** From one time to another, in milliseconds since 1970. */
export interface Span {
	from: number;
	to: number;
}

/** A range as it is counted: whole quarters of an hour out of what is added up, what is left at its edges out of hits. */
export interface Cut {
	/** In quarters since 1970; as long as nothing where the range has no whole quarter. */
	whole: Span;
	/** Parts of quarters: none, one or two. */
	rests: Span[];
}

/** Days since 1970, both included. */
export interface Days {
	first: number;
	last: number;
}

/** Times before and after every hit, whole quarters: the years 1684 and 2255. */
const [EARLIEST, LATEST] = [-10_000_000 * QUARTER_MS, 10_000_000 * QUARTER_MS];

/** A year: longer ranges may be longer than what there is. */
const LONG = 366 * DAY_MS;

/** A range whose ends are there, open ones far away. */
export function closed({ from, to }: TimeRange): Span {
	return { from: from ?? EARLIEST, to: to ?? LATEST };
}

/** Whether it is worth while to find out in which part of a range there is something. */
export function isLong({ from, to }: Span): boolean {
	return to - from >= LONG;
}

/** The part of a range that lies in these days; a millisecond at least. */
export function within({ from, to }: Span, { first, last }: Days): Span {
	const start = Math.min(Math.max(from, first * DAY_MS), to - 1);
	return { from: start, to: Math.max(Math.min(to, (last + 1) * DAY_MS), start + 1) };
}

/** The days that a range touches. */
export function daysOf({ from, to }: Span): Days {
	return { first: Math.floor(from / DAY_MS), last: Math.floor((to - 1) / DAY_MS) };
}

/** Cuts a range at the first quarter of an hour that begins in it, and at the last one. */
export function cut({ from, to }: Span): Cut {
	const [first, last] = [Math.ceil(from / QUARTER_MS), Math.floor(to / QUARTER_MS)];
	if (first > last) return { whole: { from: first, to: first }, rests: [{ from, to }] };
	const rests = [{ from, to: first * QUARTER_MS }, { from: last * QUARTER_MS, to }];
	return { whole: { from: first, to: last }, rests: rests.filter((rest) => rest.from < rest.to) };
}

/** Cuts a range at the first day that begins in it, and at the last one. Undefined where it has no whole day. */
export function cutAtDays({ from, to }: Span): { whole: Days | undefined; rests: Span[] } {
	const [first, last] = [Math.ceil(from / DAY_MS), Math.floor(to / DAY_MS) - 1];
	const whole = first <= last ? { first, last } : undefined;
	const rests = whole ? [{ from, to: first * DAY_MS }, { from: (last + 1) * DAY_MS, to }] : [{ from, to: Math.min(first * DAY_MS, to) }, { from: Math.max(first * DAY_MS, from), to }];
	return { whole, rests: rests.filter((rest) => rest.from < rest.to) };
}
