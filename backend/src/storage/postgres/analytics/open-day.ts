import { eachHit, packHit, type DayHit } from '../../packed/hits.ts';
import { KINDS, LinkDay } from '../../packed/link-day.ts';
import { DayValues } from '../../packed/values.ts';
import { VarintWriter } from '../../packed/varint.ts';
import { QUARTER_MS } from '../../analytics.ts';

/** Bytes after which hits become a run: some 50 of them. The row is written anew with every few hits, and has to stay short. */
const RUN_BYTES = 1500;

/** What `link_days` says of a day. */
export interface DayRow {
	quarters: Uint8Array;
	returns: Uint8Array;
	runs: number;
	counts: Uint8Array | null;
	tail: Uint8Array;
}

/** A row of `hit_runs`. */
export interface Run {
	run: number;
	first: number;
	last: number;
	hits: Uint8Array;
}

/** A link's day, taken apart, to which hits are added. */
export class OpenDay {
	readonly day: LinkDay;
	readonly values: DayValues;
	#runs: number;
	readonly #tail = new VarintWriter();
	#position = 0;
	#first = Infinity;
	#last = -Infinity;
	/** What has come about since it was last written. */
	#closed: Run[] = [];
	#counts: Uint8Array | null = null;

	constructor(row?: DayRow) {
		this.day = row ? LinkDay.from(row.quarters, row.returns) : new LinkDay();
		this.values = row?.counts ? DayValues.from(row.counts) : new DayValues();
		this.#runs = row?.runs ?? 0;
		if (!row) return;
		eachHit(row.tail, (hit) => {
			this.#value(hit);
			this.#seen(hit);
		});
		this.#tail.append(row.tail);
	}

	/** Counts a hit. Whether its visitor was sighted, `day` has to be told. */
	add(hit: DayHit): void {
		this.day.count(Math.floor(hit.time / QUARTER_MS), KINDS[hit.kind] ?? 'human');
		this.#value(hit);
		this.#tail.append(packHit(hit, this.#position));
		this.#seen(hit);
		if (this.#tail.length < RUN_BYTES) return;
		this.#closed.push({ run: this.#runs++, first: this.#first, last: this.#last, hits: this.#tail.take() });
		this.#counts = this.values.bytes();
		[this.#position, this.#first, this.#last] = [0, Infinity, -Infinity];
	}

	/** What is to be written now: runs that are full, and the row; its counts are null where they are as they were. */
	changes(): { runs: Run[]; row: DayRow } {
		const [runs, counts] = [this.#closed, this.#counts];
		[this.#closed, this.#counts] = [[], null];
		return { runs, row: { quarters: this.day.quarters(), returns: this.day.returns(), runs: this.#runs, counts, tail: this.#tail.written() } };
	}

	#seen({ position, time }: DayHit): void {
		this.#position = position;
		this.#first = Math.min(this.#first, time);
		this.#last = Math.max(this.#last, time);
	}

	#value({ kind, values }: DayHit): void {
		if (KINDS[kind] !== 'human') return;
		for (let column = 0; column < values.length; column++) this.values.count(column, values[column] as number);
	}
}
