/** The log by days (UTC), as all storages keep it and drop it. */
import type { PurgeLimits } from './events.ts';

const DAY_MS = 86_400_000;

/** A day of the log. The newest may be empty yet; of two that begin alike the earlier is. */
export interface LogDay {
	/** `YYYY-MM-DD` */
	day: string;
	/** No event in it has a lower position, and none of an earlier day a higher one. */
	first: number;
}

/** Day of a time. */
export function dayOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}

/** First millisecond after a day. */
export function endOf(day: string): number {
	return Date.parse(day) + DAY_MS;
}

/** Index of the day that holds `position`, or would hold it; -1 where all begin later. */
export function dayIndex(days: readonly LogDay[], position: number): number {
	return days.findLastIndex(({ first }) => first <= position);
}

/** What a purge drops: from the oldest on, as long as nobody needs them; never the newest, where the log goes on. */
export function daysToDrop<Day extends LogDay>(days: readonly Day[], { before, readUpTo }: PurgeLimits): Day[] {
	const kept = days.findIndex((day, index) => {
		const next = days[index + 1];
		return !next || endOf(day.day) > before || next.first - 1 > readUpTo;
	});
	return days.slice(0, Math.max(kept, 0));
}

/**
 * The position before which first clicks are those of visitors who have other ids since a time. Undefined where nobody knows, because the
 * log begins later: then they may be those of visitors who come again; and where not everything before it is counted, because what is
 * read again after a crash must give the same answers.
 */
export function forgottenBefore(days: readonly LogDay[], time: number, readUpTo: number): number | undefined {
	const day = dayOf(time);
	const position = days.find((one) => one.day >= day)?.first;
	const isKnown = position !== undefined && (days[0] as LogDay).day <= day;
	return isKnown && position - 1 <= readUpTo ? position : undefined;
}
