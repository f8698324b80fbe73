import { LRUCache } from 'lru-cache';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Clocks are never changed twice within it. */
const WEEK = 7 * DAY;

/** Whether the name is one that the IANA time zone database knows. */
export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** The first instant of a calendar day in a time zone. @param day days since 1970, of the calendar there */
export function startOfDay(day: number, timezone: string): number {
	const wall = day * DAY;
	const [before, after] = [wall - offsetAt(wall - DAY, timezone), wall - offsetAt(wall + DAY, timezone)];
	// Clocks that are changed at midnight skip it, in which case the day begins when they are, or come to it twice.
	return [before, after].find((instant) => instant + offsetAt(instant, timezone) === wall) ?? before;
}

/** The calendar day in a time zone, in days since 1970. */
export function dayOf(instant: number, timezone: string): number {
	return Math.floor((instant + offsetAt(instant, timezone)) / DAY);
}

/** When the hour of the clocks ends that an instant falls into: at the full one, or earlier where clocks are changed by less. */
export function endOfHour(instant: number, timezone: string): number {
	const wall = instant + offsetAt(instant, timezone);
	return instant + HOUR - (((wall % HOUR) + HOUR) % HOUR);
}

/** When that hour began. */
export function startOfHour(instant: number, timezone: string): number {
	const wall = instant + offsetAt(instant, timezone);
	const start = instant - (((wall % HOUR) + HOUR) % HOUR);
	return endOfHour(start, timezone) > instant ? start : endOfHour(start, timezone);
}

/** Local time with its offset: `2027-03-28T00:00:00+01:00`. */
export function formatLocal(instant: number, timezone: string): string {
	const offset = offsetAt(instant, timezone);
	const minutes = Math.abs(Math.round(offset / 60_000));
	const two = (number: number) => String(number).padStart(2, '0');
	return `${new Date(instant + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const offsets = new LRUCache<string, number>({ max: 20_000 });

/** Milliseconds by which a time zone is ahead of UTC at an instant. */
export function offsetAt(instant: number, timezone: string): number {
	if (timezone === 'UTC') return 0;
	const week = Math.floor(instant / WEEK) * WEEK;
	const offset = remembered(week, timezone);
	// Asking takes microseconds, and a year has 52 weeks but 8,766 hours.
	return offset === remembered(week + WEEK, timezone) ? offset : remembered(Math.floor(instant / 60_000) * 60_000, timezone);
}

function remembered(instant: number, timezone: string): number {
	const key = `${timezone} ${String(instant)}`;
	const known = offsets.get(key);
	if (known !== undefined) return known;
	const offset = askedOffset(instant, timezone);
	offsets.set(key, offset);
	return offset;
}

const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 100 });

function askedOffset(instant: number, timezone: string): number {
	let format = formats.get(timezone);
	if (!format) {
		const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
		format = new Intl.DateTimeFormat('en', { timeZone: timezone, hourCycle: 'h23', calendar: 'gregory', ...numeric });
		formats.set(timezone, format);
	}
	const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)])) as Record<Intl.DateTimeFormatPartTypes, number>;
	return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(instant / 1000) * 1000;
}
