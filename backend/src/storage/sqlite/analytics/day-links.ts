import { QUARTERS, type LinkDay } from './link-day.ts';
import type { SelectedLinks } from './link-numbers.ts';
import { VarintReader, VarintWriter } from './varint.ts';
import type { Database } from '../database.ts';

/** Links of a row: those whose numbers are the same but for the lowest bits. */
const PART = 128;

const writer = new VarintWriter();

/** A day of a link, to be written among those of the others. */
export interface ChangedDay {
	number: number;
	day: number;
	content: LinkDay;
}

/** Writes days of links in the place of what there was of them. */
export function writeDayLinks(database: Database, prefix: string, changed: Iterable<ChangedDay>): void {
	const parts = new Map<string, { day: number; part: number; records: Map<number, Uint8Array> }>();
	for (const { number, day, content } of changed) {
		const part = Math.floor(number / PART);
		const key = `${String(day)} ${String(part)}`;
		let open = parts.get(key);
		if (!open) parts.set(key, (open = { day, part, records: readPart(database, prefix, day, part) }));
		open.records.set(number % PART, recordOf(content));
	}
	const replace = database.statement(`INSERT OR REPLACE INTO ${prefix}day_links (day, part, links) VALUES (?, ?, ?)`);
	for (const { day, part, records } of parts.values()) {
		for (const [offset, record] of [...records].sort(([a], [b]) => a - b)) {
			writer.write(offset);
			writer.append(record);
		}
		replace.run(day, part, writer.take());
	}
}

function readPart(database: Database, prefix: string, day: number, part: number): Map<number, Uint8Array> {
	const row = database.get(`SELECT links FROM ${prefix}day_links WHERE day = ? AND part = ?`, day, part) as { links: Uint8Array } | undefined;
	const records = new Map<number, Uint8Array>();
	if (!row) return records;
	for (const reader = new VarintReader(row.links); !reader.done; ) {
		const offset = reader.read();
		const start = reader.at;
		skipRecord(reader);
		records.set(offset, row.links.subarray(start, reader.at));
	}
	return records;
}

/** Hits by kind, new visitors, then how many visitors who had clicked the link on an earlier day there were, by how long before the day that was. */
function recordOf(day: LinkDay): Uint8Array {
	const earlier = day.earlier();
	for (const number of day.totals()) writer.write(number);
	writer.write(earlier.length);
	for (const [gap, visitors] of earlier) {
		writer.write(gap);
		writer.write(visitors);
	}
	return writer.take();
}

function skipRecord(reader: VarintReader): void {
	for (let numbers = 5; numbers > 0; numbers--) reader.read();
	for (let left = 2 * reader.read(); left > 0; left--) reader.read();
}

/** A whole day of a range. */
export interface WholeDay {
	/** The quarter in which the range begins: visitors who had clicked the link in it before this day are counted there. */
	from: number;
	/** Is told the numbers of each selected link, and where in the selection it is. */
	add(place: number, human: number, bot: number, prefetch: number, head: number, visitors: number): void;
}

/**
 * Reads days of selected links.
 *
 * @param open what to do with a day; undefined to leave it out
 */
export function readDayLinks(database: Database, { places }: SelectedLinks, { first, last }: { first: number; last: number }, open: (day: number) => WholeDay | undefined): void {
	const rows = database.statement('SELECT day, part, links FROM day_links WHERE day BETWEEN ? AND ? ORDER BY day').iterate(first, last);
	for (const { day, part, links } of rows as unknown as IterableIterator<{ day: number; part: number; links: Uint8Array }>) {
		const whole = open(day);
		if (!whole) continue;
		const length = day * QUARTERS - whole.from;
		for (const reader = new VarintReader(links); !reader.done; ) {
			const place = places[part * PART + reader.read()];
			if (place === undefined || place === 0) {
				skipRecord(reader);
				continue;
			}
			const [human, bot, prefetch, head] = [reader.read(), reader.read(), reader.read(), reader.read()];
			let visitors = reader.read();
			for (let left = reader.read(); left > 0; left--) {
				const [gap, came] = [reader.read(), reader.read()];
				if (gap > length) visitors += came;
			}
			whole.add(place, human, bot, prefetch, head, visitors);
		}
	}
}

/** The first day, or the last, on which one of the links was hit. */
export function firstDay(database: Database, { places }: SelectedLinks, order: 'ASC' | 'DESC'): number | undefined {
	const rows = database.statement(`SELECT day, part, links FROM day_links ORDER BY day ${order}`).iterate();
	for (const { day, part, links } of rows as unknown as IterableIterator<{ day: number; part: number; links: Uint8Array }>) {
		for (const reader = new VarintReader(links); !reader.done; ) {
			if ((places[part * PART + reader.read()] ?? 0) !== 0) return day;
			skipRecord(reader);
		}
	}
	return undefined;
}
