const DAY = 86_400_000;

/** Whether the name is one that the IANA time zone database knows. */
export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** Beginning and end of a calendar day in a time zone, as milliseconds since 1970. Days of 23 and 25 hours are such days. */
export function dayBounds(date: string, timezone: string): { start: number; end: number } {
	const midnight = Date.parse(`${date}T00:00:00Z`);
	return { start: instantOf(midnight, timezone), end: instantOf(midnight + DAY, timezone) };
}

/** The instant at which the clocks of a time zone show `wall` (given as if it were UTC). */
function instantOf(wall: number, timezone: string): number {
	// The offset at the first guess may be that of the other side of a change of clocks; the second is right.
	const guess = wall - offsetAt(wall, timezone);
	return wall - offsetAt(guess, timezone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which a time zone is ahead of UTC at an instant. */
function offsetAt(instant: number, timezone: string): number {
	let format = formats.get(timezone);
	if (!format) {
		const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
		format = new Intl.DateTimeFormat('en', { timeZone: timezone, hourCycle: 'h23', ...numeric });
		formats.set(timezone, format);
	}
	const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)])) as Record<Intl.DateTimeFormatPartTypes, number>;
	return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(instant / 1000) * 1000;
}
