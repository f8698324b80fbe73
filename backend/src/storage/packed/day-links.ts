import { QUARTERS, type LinkDay } from './link-day.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/** Links of a row: those whose numbers are the same but for the lowest bits. */
export const PART = 128;

const writer = new VarintWriter();

/** One day of links whose numbers begin alike: what whole days need of each. By the lowest bits of the link's number. */
export type DayPart = Map<number, Uint8Array>;

/** Takes a row apart. */
export function dayPartFrom(bytes: Uint8Array): DayPart {
	const records: DayPart = new Map();
	for (const reader = new VarintReader(bytes); !reader.done; ) {
		const offset = reader.read();
		const start = reader.at;
		skipRecord(reader);
		records.set(offset, bytes.subarray(start, reader.at));
	}
	return records;
}

export function dayPartBytes(records: DayPart): Uint8Array {
	for (const [offset, record] of [...records].sort(([a], [b]) => a - b)) {
		writer.write(offset);
		writer.append(record);
	}
	return writer.take();
}

/** Hits by kind, new visitors, then how many visitors who had clicked the link on an earlier day there were, by how long before the day that was. */
export function recordOf(day: LinkDay): Uint8Array {
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

/** Where links are in a selection, by their number: their place plus one; 0, or nothing, for links that are not selected. */
export type Places = Int32Array;

/** A row of a day. */
export interface DayLinksRow {
	day: number;
	part: number;
	links: Uint8Array;
}

/** A whole day of a range. */
export interface WholeDay {
	/** The quarter in which the range begins: visitors who had clicked the link in it before this day are counted there. */
	from: number;
	/** Is told the numbers of each selected link, and where in the selection it is. */
	add(place: number, human: number, bot: number, prefetch: number, head: number, visitors: number): void;
}

/** Reads a row's numbers of selected links. */
export function eachSelected({ day, part, links }: DayLinksRow, places: Places, { from, add }: WholeDay): void {
	const length = day * QUARTERS - from;
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
		add(place - 1, human, bot, prefetch, head, visitors);
	}
}

/** Whether one of the selected links is in a row. */
export function hasSelected({ part, links }: Omit<DayLinksRow, 'day'>, places: Places): boolean {
	for (const reader = new VarintReader(links); !reader.done; ) {
		if ((places[part * PART + reader.read()] ?? 0) !== 0) return true;
		skipRecord(reader);
	}
	return false;
}

/** A day of one link takes as long to read as so many links of a day of all. */
const DEARER = 40;

/** Whether days of so many links are read sooner one by one than out of days of all links. */
export function areFew(links: number, all: number): boolean {
	return links * DEARER < all;
}
