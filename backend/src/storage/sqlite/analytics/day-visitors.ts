import { AddedSlices, DAY_LIMITS, sliceOf, SLICES, Visitors } from '../../packed/visitors.ts';
import type { Database } from '../database.ts';

/** Writes down who clicked which links on a day. */
export class DayVisitors {
	readonly #database: Database;
	readonly #visitors: string;
	readonly #samples: string;
	readonly #limits: typeof DAY_LIMITS;
	readonly #added = new AddedSlices(() => new Visitors());

	constructor(database: Database, prefix: string, limits = DAY_LIMITS) {
		this.#database = database;
		this.#visitors = `${prefix}day_visitors`;
		this.#samples = `${prefix}day_samples`;
		this.#limits = limits;
	}

	/** @param visitor as `sampleNumber` gives it; with this link and quarter never added before */
	add(day: number, visitor: number, link: number, quarter: number): void {
		this.#added.of(day, sliceOf(visitor)).add(visitor, link, quarter);
	}

	/** How many entries are to be written. */
	get waiting(): number {
		return this.#added.waiting;
	}

	/** Writes what was added. */
	write(): void {
		for (const [day, slices] of this.#added.days) this.#write(day, slices);
		this.forget();
	}

	/** Drops what was added. */
	forget(): void {
		this.#added.clear();
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
		const merged = new Visitors();
		for (const row of this.#database.all(`SELECT visitors FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, slice)) merged.merge(row['visitors'] as unknown as Uint8Array);
		this.#database.run(`DELETE FROM ${this.#visitors} WHERE day = ? AND slice = ?`, day, slice);
		this.#insert(day, slice, 0, merged);
	}

	#insert(day: number, slice: number, run: number, visitors: Visitors): number {
		const { entries, bytes } = visitors.packed();
		this.#database.run(`INSERT INTO ${this.#visitors} (day, slice, run, entries, visitors) VALUES (?, ?, ?, ?, ?)`, day, slice, run, entries, bytes);
		return entries;
	}
}

/** The digits of an id, as `hits` holds it. */
export function visitorText(visitor: bigint): string {
	return BigInt.asUintN(64, visitor).toString(16).padStart(16, '0');
}
