import { eachSampled, SAMPLED, SAMPLE_LIMITS, SampledHits, type DayHit } from '../../packed/hits.ts';
import { DayValues } from '../../packed/values.ts';
import { AddedSlices, DAY_LIMITS, sliceOf, thresholdOf, Visitors } from '../../packed/visitors.ts';
import type { Session } from '../database.ts';
import { SlicedDays, type PackedSlice, type SliceFormat } from './sliced-days.ts';
import type { Tables } from './tables.ts';

/** Who clicked which link in which quarter of a day. */
function visitorFormat({ day_visitors, day_samples }: Tables, limits = DAY_LIMITS): SliceFormat {
	return { slices: day_visitors, samples: day_samples, limits, least: 0, merge: mergedVisitors };
}

/** Makes one run of several. */
export function mergedVisitors(runs: readonly Uint8Array[]): PackedSlice {
	const merged = new Visitors();
	for (const run of runs) merged.merge(run);
	return merged.packed();
}

/** Hits by a sample of a day's visitors. */
function sampleFormat({ sampled_hits, hit_samples }: Tables): SliceFormat {
	return { slices: sampled_hits, samples: hit_samples, limits: SAMPLE_LIMITS, least: SAMPLED, merge: mergedHits };
}

function mergedHits(runs: readonly Uint8Array[]): PackedSlice {
	const merged = new SampledHits();
	for (const run of runs) eachSampled(run, (link, hit) => { merged.add(link, hit); });
	return merged.packed();
}

/** Clicks by their values. */
function valueFormat({ day_values }: Tables): SliceFormat {
	return { slices: day_values, limits: { entries: Infinity, runs: DAY_LIMITS.runs }, merge: mergedValues };
}

/** Makes one run of several. */
export function mergedValues(runs: readonly Uint8Array[]): PackedSlice {
	const merged = new ClickValues();
	for (const run of runs) merged.values.add(run);
	return merged.packed();
}

/** What clicks have, of all links together. */
class ClickValues {
	readonly values = new DayValues();

	packed(): PackedSlice {
		return { entries: 0, bytes: this.values.bytes() };
	}
}

/** Writes down who clicked which links on a day, and with what. One for each writer: it knows what it has written. */
export class DayVisitors {
	readonly #visitors: SlicedDays;
	readonly #hits: SlicedDays;
	readonly #values: SlicedDays;
	readonly #addedVisitors = new AddedSlices(() => new Visitors());
	readonly #addedHits = new AddedSlices(() => new SampledHits());
	readonly #addedValues = new AddedSlices(() => new ClickValues());

	constructor(tables: Tables, limits = DAY_LIMITS) {
		this.#visitors = new SlicedDays(visitorFormat(tables, limits));
		this.#hits = new SlicedDays(sampleFormat(tables));
		this.#values = new SlicedDays(valueFormat(tables));
	}

	/** @param visitor as `sampleNumber` gives it; with this link and quarter never added before */
	add(day: number, visitor: number, link: number, quarter: number): void {
		this.#addedVisitors.of(day, sliceOf(visitor)).add(visitor, link, quarter);
	}

	/** Adds a click by a person. */
	addHit(day: number, link: number, hit: DayHit): void {
		if (hit.visitor < SAMPLED_BELOW) this.#addedHits.of(day, sliceOf(hit.visitor)).add(link, hit);
		const { values } = this.#addedValues.of(day, 0);
		for (let column = 0; column < hit.values.length; column++) values.count(column, hit.values[column] as number);
	}

	/** How many entries are to be written. */
	get waiting(): number {
		return this.#addedVisitors.waiting + this.#addedHits.waiting;
	}

	/** Writes what was added. */
	async write(session: Session): Promise<void> {
		await this.#visitors.write(session, this.#addedVisitors);
		await this.#hits.write(session, this.#addedHits);
		await this.#values.write(session, this.#addedValues);
	}
}

const SAMPLED_BELOW = thresholdOf(SAMPLED);
