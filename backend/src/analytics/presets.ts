import type { Period } from '../../../contract/analytics.ts';
import { addMonths, firstOfMonth, mondayOf, monthOf } from './calendar.ts';

/** How the period before one is found: so many days earlier, or so many months. */
export type Shift = { days: number } | { months: number };

/** A range of whole days, both in days since 1970: `to` is the day after the last. */
export interface Days {
	from: number;
	to: number;
	/** From this to the period to compare with. */
	shift: Shift;
}

/** What each name stands for on a day. `24h` and `all` are no days: `range.ts` knows them. */
export const PRESETS: Record<Exclude<Period, '24h' | 'all'>, (today: number) => Days> = {
	'7d': lastDays(7),
	'30d': lastDays(30),
	'90d': lastDays(90),
	'12m': (today) => ({ from: firstOfMonth(monthOf(today) - 11), to: today + 1, shift: { months: 12 } }),
	today: lastDays(1),
	yesterday: (today) => ({ from: today - 1, to: today, shift: { days: 1 } }),
	wtd: (today) => ({ from: mondayOf(today), to: today + 1, shift: { days: 7 } }),
	last_week: (today) => ({ from: mondayOf(today) - 7, to: mondayOf(today), shift: { days: 7 } }),
	mtd: (today) => ({ from: firstOfMonth(monthOf(today)), to: today + 1, shift: { months: 1 } }),
	last_month: (today) => ({ from: firstOfMonth(monthOf(today) - 1), to: firstOfMonth(monthOf(today)), shift: { months: 1 } }),
	ytd: (today) => ({ from: firstOfMonth(Math.floor(monthOf(today) / 12) * 12), to: today + 1, shift: { months: 12 } }),
};

function lastDays(days: number): (today: number) => Days {
	return (today) => ({ from: today - days + 1, to: today + 1, shift: { days } });
}

/** Days that a caller names: whole months are compared with as many months before, all others with as many days. */
export function namedDays(from: number, to: number): Days {
	const months = monthOf(to) - monthOf(from);
	const whole = months > 0 && firstOfMonth(monthOf(from)) === from && firstOfMonth(monthOf(to)) === to;
	return { from, to, shift: whole ? { months } : { days: to - from } };
}

/** The days to compare with. Of a month that is shorter than the one after it, there are fewer. */
export function daysBefore({ from, to, shift }: Days): Days {
	if ('days' in shift) return { from: from - shift.days, to: to - shift.days, shift };
	const before = (day: number) => addMonths(day, -shift.months);
	return { from: before(from), to: firstOfMonth(monthOf(to)) === to ? before(to) : before(to - 1) + 1, shift };
}
