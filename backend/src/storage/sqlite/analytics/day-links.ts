import { dayPartBytes, dayPartFrom, eachSelected, hasSelected, PART, recordOf, type DayLinksRow, type DayPart, type WholeDay } from '../../packed/day-links.ts';
import type { LinkDay } from '../../packed/link-day.ts';
import type { Days } from '../../packed/span.ts';
import type { SelectedLinks } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** A day of a link, to be written among those of the others. */
export interface ChangedDay {
	number: number;
	day: number;
	content: LinkDay;
}

/** Writes days of links in the place of what there was of them. */
export function writeDayLinks(database: Database, prefix: string, changed: Iterable<ChangedDay>): void {
	const parts = new Map<string, { day: number; part: number; records: DayPart }>();
	for (const { number, day, content } of changed) {
		const part = Math.floor(number / PART);
		const key = `${String(day)} ${String(part)}`;
		let open = parts.get(key);
		if (!open) parts.set(key, (open = { day, part, records: readPart(database, prefix, day, part) }));
		open.records.set(number % PART, recordOf(content));
	}
	const replace = database.statement(`INSERT OR REPLACE INTO ${prefix}day_links (day, part, links) VALUES (?, ?, ?)`);
	for (const { day, part, records } of parts.values()) replace.run(day, part, dayPartBytes(records));
}

function readPart(database: Database, prefix: string, day: number, part: number): DayPart {
	const row = database.get(`SELECT links FROM ${prefix}day_links WHERE day = ? AND part = ?`, day, part) as { links: Uint8Array } | undefined;
	return row ? dayPartFrom(row.links) : new Map<number, Uint8Array>();
}

/**
 * Reads days of selected links.
 *
 * @param open what to do with a day; undefined to leave it out
 */
export function readDayLinks(database: Database, { places }: SelectedLinks, { first, last }: Days, open: (day: number) => WholeDay | undefined): void {
	const rows = database.statement('SELECT day, part, links FROM day_links WHERE day BETWEEN ? AND ? ORDER BY day').iterate(first, last);
	for (const row of rows as unknown as IterableIterator<DayLinksRow>) {
		const whole = open(row.day);
		if (whole) eachSelected(row, places, whole);
	}
}

/** The first day, or the last, on which one of the links was hit. */
export function firstDay(database: Database, { places }: SelectedLinks, order: 'ASC' | 'DESC'): number | undefined {
	const rows = database.statement(`SELECT day, part, links FROM day_links ORDER BY day ${order}`).iterate();
	for (const row of rows as unknown as IterableIterator<DayLinksRow>) if (hasSelected(row, places)) return row.day;
	return undefined;
}
