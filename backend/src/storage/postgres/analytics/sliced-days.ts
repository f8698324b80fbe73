import { SLICES, type AddedSlices, type DayLimits } from '../../packed/visitors.ts';
import type { Session } from '../database.ts';
import { Blobs } from './blobs.ts';

/** Days that are remembered: clicks come on one, mostly. */
const REMEMBERED = 64;

/** What there is of a slice. */
interface Slice {
	runs: number;
	last: number;
	entries: number;
}

interface Day {
	halvings: number;
	entries: number;
	slices: Map<number, Slice>;
}

interface NewRun extends PackedSlice {
	day: number;
	slice: number;
	run: number;
}

/** A packed slice, or a run of one. */
export interface PackedSlice {
	entries: number;
	bytes: Uint8Array;
}

/** What slices hold, and where they are kept. */
export interface SliceFormat {
	slices: string;
	/** The table of what is left of each day; none where there is room for all. */
	samples?: string;
	limits: DayLimits;
	/** How often visitors are halved at least. */
	least?: number;
	/** Makes one of all runs of a slice. */
	merge(runs: readonly Uint8Array[]): PackedSlice;
}

/** Writes slices of days by visitors: as many of them as there is room for. One for each writer: it knows what it has written. */
export class SlicedDays {
	readonly #format: SliceFormat;
	readonly #days = new Map<number, Day>();

	constructor(format: SliceFormat) {
		this.#format = format;
	}

	/** Writes what was added. */
	async write(session: Session, added: AddedSlices<{ packed(): PackedSlice }>): Promise<void> {
		if (added.days.size === 0) return;
		await this.#look(session, [...added.days.keys()]);
		const runs: NewRun[] = [];
		const dropped: Array<{ day: number; slice: number }> = [];
		for (const [number, slices] of added.days) {
			const day = this.#days.get(number) as Day;
			for (const [slice, one] of slices) if (slice >= day.halvings) runs.push(append(day, number, slice, one.packed()));
			while (day.entries > this.#format.limits.entries && day.halvings < SLICES) {
				dropped.push({ day: number, slice: day.halvings });
				day.entries -= day.slices.get(day.halvings)?.entries ?? 0;
				day.slices.delete(day.halvings++);
			}
		}
		await this.#drop(session, dropped);
		await this.#insert(session, runs.filter(({ day, slice }) => slice >= (this.#days.get(day) as Day).halvings));
		for (const { day, slice } of runs) if ((this.#days.get(day)?.slices.get(slice)?.runs ?? 0) > this.#format.limits.runs) await this.#merge(session, day, slice);
		await this.#writeSamples(session, [...added.days.keys()]);
		added.clear();
	}

	async #writeSamples(session: Session, days: readonly number[]): Promise<void> {
		if (this.#format.samples === undefined) return;
		const samples = days.map((day) => this.#days.get(day) as Day);
		await session.run(
			`INSERT INTO ${this.#format.samples} (day, halvings, entries) SELECT * FROM unnest($1::integer[], $2::smallint[], $3::integer[])
			ON CONFLICT (day) DO UPDATE SET halvings = excluded.halvings, entries = excluded.entries`,
			days, samples.map(({ halvings }) => halvings), samples.map(({ entries }) => entries),
		);
	}

	/** Looks up what there is of days. */
	async #look(session: Session, days: readonly number[]): Promise<void> {
		if (this.#days.size > REMEMBERED) this.#days.clear();
		const unknown = days.filter((day) => !this.#days.has(day));
		if (unknown.length === 0) return;
		for (const day of unknown) this.#days.set(day, { halvings: this.#format.least ?? 0, entries: 0, slices: new Map() });
		if (this.#format.samples !== undefined) {
			for (const row of await session.all(`SELECT day, halvings, entries FROM ${this.#format.samples} WHERE day = ANY($1::integer[])`, unknown)) {
				Object.assign(this.#days.get(row['day'] as number) as Day, { halvings: row['halvings'], entries: row['entries'] });
			}
		}
		const slices = await session.all(
			`SELECT day, slice, count(*) AS runs, max(run) AS last, sum(entries) AS entries FROM ${this.#format.slices} WHERE day = ANY($1::integer[]) GROUP BY day, slice`,
			unknown,
		);
		for (const { day, slice, runs, last, entries } of slices) this.#days.get(day as number)?.slices.set(slice as number, { runs: runs as number, last: last as number, entries: entries as number });
	}

	/** Makes one run of all that a slice has. */
	async #merge(session: Session, day: number, slice: number): Promise<void> {
		const rows = await session.all(`SELECT packed FROM ${this.#format.slices} WHERE day = $1 AND slice = $2 ORDER BY run`, day, slice);
		const { entries, bytes } = this.#format.merge(rows.map(({ packed }) => packed as Buffer));
		await this.#drop(session, [{ day, slice }]);
		await this.#insert(session, [{ day, slice, run: 0, entries, bytes }]);
		this.#days.get(day)?.slices.set(slice, { runs: 1, last: 0, entries });
	}

	async #drop(session: Session, slices: ReadonlyArray<{ day: number; slice: number }>): Promise<void> {
		if (slices.length === 0) return;
		await session.run(
			`DELETE FROM ${this.#format.slices} v USING unnest($1::integer[], $2::smallint[]) AS u (day, slice) WHERE v.day = u.day AND v.slice = u.slice`,
			slices.map(({ day }) => day), slices.map(({ slice }) => slice),
		);
	}

	async #insert(session: Session, runs: readonly NewRun[]): Promise<void> {
		if (runs.length === 0) return;
		const blobs = new Blobs();
		await session.run(
			`INSERT INTO ${this.#format.slices} (day, slice, run, entries, packed) SELECT u.day, u.slice, u.run, u.entries, substring($6::bytea FROM u.at FOR u.size)
			FROM unnest($1::integer[], $2::smallint[], $3::integer[], $4::integer[], $5::integer[], $7::integer[]) AS u (day, slice, run, entries, size, at)`,
			...insertion(runs, blobs),
		);
	}
}

function append(day: Day, number: number, slice: number, { entries, bytes }: PackedSlice): NewRun {
	const known = day.slices.get(slice) ?? { runs: 0, last: -1, entries: 0 };
	day.slices.set(slice, { runs: known.runs + 1, last: known.last + 1, entries: known.entries + entries });
	day.entries += entries;
	return { day: number, slice, run: known.last + 1, entries, bytes };
}

function insertion(runs: readonly NewRun[], blobs: Blobs): [number[], number[], number[], number[], number[], Buffer, number[]] {
	const at = runs.map(({ bytes }) => blobs.add(bytes));
	return [runs.map(({ day }) => day), runs.map(({ slice }) => slice), runs.map(({ run }) => run), runs.map(({ entries }) => entries), runs.map(({ bytes }) => bytes.length), blobs.all(), at];
}
