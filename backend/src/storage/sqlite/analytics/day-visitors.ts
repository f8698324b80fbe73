import { VarintReader, VarintWriter } from './varint.ts';
import type { Database } from '../database.ts';

/** Bits of a visitor's number: the highest of those that the id has, as many as a number can count. */
const BITS = 52;

/** Visitors are not halved more often: 400 million clicks a day. */
const SLICES = 12;

/** When a day is too large. */
export interface DayLimits {
	/** Entries that it has at most: of more, half the visitors are left out. The other half is a fair sample. */
	entries: number;
	/** Runs of a slice that are made one. */
	runs: number;
}

const LIMITS: DayLimits = { entries: 96_000, runs: 32 };

const writer = new VarintWriter();

/** By the number of a visitor, what that visitor clicked: pairs of a link's number and a quarter of the day. */
type Visitors = Map<number, number[]>;

/** Writes down who clicked which links on a day. */
export class DayVisitors {
	readonly #database: Database;
	readonly #visitors: string;
	readonly #samples: string;
	readonly #limits: DayLimits;
	/** By day, then by slice. */
	readonly #added = new Map<number, Map<number, Visitors>>();
	#waiting = 0;

	constructor(database: Database, prefix: string, limits = LIMITS) {
		this.#database = database;
		this.#visitors = `${prefix}day_visitors`;
		this.#samples = `${prefix}day_samples`;
		this.#limits = limits;
	}

	/** @param visitor as {@link sampleNumber} gives it; with this link and quarter never added before */
	add(day: number, visitor: number, link: number, quarter: number): void {
		const slices = entry(this.#added, day, () => new Map<number, Visitors>());
		entry(entry(slices, sliceOf(visitor), () => new Map<number, number[]>()), visitor, () => []).push(link, quarter);
		this.#waiting++;
	}

	/** How many entries are to be written. */
	get waiting(): number {
		return this.#waiting;
	}

	/** Writes what was added. */
	write(): void {
		for (const [day, slices] of this.#added) this.#write(day, slices);
		this.forget();
	}

	/** Drops what was added. */
	forget(): void {
		this.#added.clear();
		this.#waiting = 0;
	}

	/** Makes one run of each slice: then rows say the same whatever the order in which clicks came. */
	settle(): void {
		for (const row of this.#database.all(`SELECT DISTINCT day, slice FROM ${this.#visitors}`)) this.#merge(row['day'] as number, row['slice'] as number);
	}

	#write(day: number, slices: ReadonlyMap<number, Visitors>): void {
		const sample = (this.#database.get(`SELECT halvings, entries FROM ${this.#samples} WHERE day = ?`, day) ?? { halvings: 0, entries: 0 }) as { halvings: number; entries: number };
		for (const [slice, visitors] of slices) if (slice >= sample.halvings) sample.entries += this.#append(day, slice, visitors);
		while (sample.entries > this.#limits.entries && sample.halvings < SLICES) {
			const left = this.#database.get(`SELECT coalesce(sum(entries), 0) AS entries FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, sample.halvings);
			this.#database.run(`DELETE FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, sample.halvings);
			sample.entries -= left?.['entries'] as number;
			sample.halvings++;
		}
		this.#database.run(`INSERT OR REPLACE INTO ${this.#samples} (day, halvings, entries) VALUES (?, ?, ?)`, day, sample.halvings, sample.entries);
	}

	/** @returns how many entries these are */
	#append(day: number, slice: number, visitors: Visitors): number {
		const last = this.#database.get(`SELECT count(*) AS runs, coalesce(max(run), -1) AS run FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, slice) as { runs: number; run: number };
		const entries = this.#insert(day, slice, last.run + 1, visitors);
		if (last.runs >= this.#limits.runs) this.#merge(day, slice);
		return entries;
	}

	#merge(day: number, slice: number): void {
		const merged: Visitors = new Map();
		for (const row of this.#database.all(`SELECT visitors FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, slice)) {
			eachVisitor(row['visitors'] as unknown as Uint8Array, (visitor, link, quarter) => { entry(merged, visitor, () => []).push(link, quarter); });
		}
		this.#database.run(`DELETE FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, slice);
		this.#insert(day, slice, 0, merged);
	}

	#insert(day: number, slice: number, run: number, visitors: Visitors): number {
		const { entries, bytes } = packed(visitors);
		this.#database.run(`INSERT INTO ${this.#visitors} (day, slice, run, entries, visitors) VALUES (?, ?, ?, ?, ?)`, day, slice, run, entries, bytes);
		return entries;
	}
}

/** A visitor's id as a number below 2^52. */
export function sampleNumber(digits: string): number {
	return Number.parseInt(digits.slice(0, BITS / 4), 16);
}

/** The digits of an id, as `hits` holds it. */
export function visitorText(visitor: bigint): string {
	return BigInt.asUintN(64, visitor).toString(16).padStart(16, '0');
}

/** How often a visitor is left when the higher half of all numbers is left out, and then again: the zeros that the number begins with. */
export function sliceOf(visitor: number): number {
	return Math.min(Math.clz32(Math.floor(visitor / 2 ** (BITS - 32))), SLICES);
}

/** Reads a run: each visitor with a link and a quarter of the day. */
export function eachVisitor(bytes: Uint8Array, look: (visitor: number, link: number, quarter: number) => void): void {
	let visitor = 0;
	for (const reader = new VarintReader(bytes); !reader.done; ) {
		visitor += reader.readLarge();
		for (let left = reader.read(); left > 0; left--) look(visitor, reader.read(), reader.read());
	}
}

/** In the order of their numbers, each as the difference from the one before; in that of links and quarters, each pair. */
function packed(visitors: Visitors): { entries: number; bytes: Uint8Array } {
	let [entries, before] = [0, 0];
	for (const visitor of Float64Array.from(visitors.keys()).sort()) {
		const clicked = inOrder(visitors.get(visitor) as number[]);
		writer.writeLarge(visitor - before);
		writer.write(clicked.length / 2);
		for (const number of clicked) writer.write(number);
		entries += clicked.length / 2;
		before = visitor;
	}
	return { entries, bytes: writer.take() };
}

/** Mostly there is one pair. */
function inOrder(pairs: number[]): number[] {
	if (pairs.length === 2) return pairs;
	const each = Array.from({ length: pairs.length / 2 }, (_, index) => [pairs[2 * index], pairs[2 * index + 1]] as [number, number]);
	return each.sort(([link, quarter], [otherLink, otherQuarter]) => link - otherLink || quarter - otherQuarter).flat();
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}
