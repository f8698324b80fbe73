import { hash } from 'node:crypto';
import { VarintReader, VarintWriter } from './varint.ts';

/** Bits of a visitor's number: the highest of those that the id has, as many as a number can count. */
const BITS = 52;

/** Visitors are not halved more often: 400 million clicks a day. */
export const SLICES = 12;

/** When a day's visitors are too many. */
export interface DayLimits {
	/** Entries that a day has at most: of more, half the visitors are left out. The other half is a fair sample. */
	entries: number;
	/** Runs of a slice that are made one. */
	runs: number;
}

export const DAY_LIMITS: DayLimits = { entries: 96_000, runs: 32 };

const writer = new VarintWriter();

const HEX = /^[0-9a-f]{16}$/;

/** A visitor's id, which is 64 bits, as hexadecimal digits; of any other text, as many of its hash. */
export function visitorDigits(id: string): string {
	return HEX.test(id) ? id : hash('sha256', id).slice(0, 16);
}

/** The digits of an id as a number below 2^52. */
export function sampleNumber(digits: string): number {
	return Number.parseInt(digits.slice(0, BITS / 4), 16);
}

/** How often a visitor is left when the higher half of all numbers is left out, and then again: the zeros that the number begins with. */
export function sliceOf(visitor: number): number {
	return Math.min(Math.clz32(Math.floor(visitor / 2 ** (BITS - 32))), SLICES);
}

/** Visitors below this number are left after so many halvings. */
export function thresholdOf(halvings: number): number {
	return 2 ** (BITS - halvings);
}

/** Who clicked which link in which quarter of a day. */
export class Visitors {
	/** By the number of a visitor, pairs of a link's number and a quarter of the day. */
	readonly #clicked = new Map<number, number[]>();

	add(visitor: number, link: number, quarter: number): void {
		const clicked = this.#clicked.get(visitor);
		if (clicked) clicked.push(link, quarter);
		else this.#clicked.set(visitor, [link, quarter]);
	}

	/** Adds a run. */
	merge(bytes: Uint8Array): void {
		eachVisitor(bytes, (visitor, link, quarter) => { this.add(visitor, link, quarter); });
	}

	/** As a run: in the order of their numbers, each as the difference from the one before; in that of links and quarters, each pair. */
	packed(): { entries: number; bytes: Uint8Array } {
		let [entries, before] = [0, 0];
		for (const visitor of Float64Array.from(this.#clicked.keys()).sort()) {
			const clicked = inOrder(this.#clicked.get(visitor) as number[]);
			writer.writeLarge(visitor - before);
			writer.write(clicked.length / 2);
			for (const number of clicked) writer.write(number);
			entries += clicked.length / 2;
			before = visitor;
		}
		return { entries, bytes: writer.take() };
	}
}

/** Reads a run: each visitor with a link and a quarter of the day. */
export function eachVisitor(bytes: Uint8Array, look: (visitor: number, link: number, quarter: number) => void): void {
	let visitor = 0;
	for (const reader = new VarintReader(bytes); !reader.done; ) {
		visitor += reader.readLarge();
		for (let left = reader.read(); left > 0; left--) look(visitor, reader.read(), reader.read());
	}
}

/** Mostly there is one pair. */
function inOrder(pairs: number[]): number[] {
	if (pairs.length === 2) return pairs;
	const each = Array.from({ length: pairs.length / 2 }, (_, index) => [pairs[2 * index], pairs[2 * index + 1]] as [number, number]);
	return each.sort(([link, quarter], [otherLink, otherQuarter]) => link - otherLink || quarter - otherQuarter).flat();
}

/** What waits to be written of days, by day, then by slice. */
export class AddedSlices<Slice> {
	readonly days = new Map<number, Map<number, Slice>>();
	/** How many entries there are. */
	waiting = 0;
	readonly #make: () => Slice;

	constructor(make: () => Slice) {
		this.#make = make;
	}

	/** What an entry is to be added to. */
	of(day: number, slice: number): Slice {
		this.waiting++;
		return entry(entry(this.days, day, () => new Map<number, Slice>()), slice, this.#make);
	}

	/** Drops what was added. */
	clear(): void {
		this.days.clear();
		this.waiting = 0;
	}
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}
