import { eachSampled, SAMPLED, SAMPLE_LIMITS, SampledHits, type DayHit } from '../../packed/hits.ts';
import { AddedSlices, DAY_LIMITS, thresholdOf, Visitors } from '../../packed/visitors.ts';
import type { Session } from '../database.ts';
import { SlicedDays, type PackedSlice, type SliceFormat } from './sliced-days.ts';
import type { Tables } from './tables.ts';

/** Who clicked which link in which quarter of a day. */
export function visitorFormat({ day_visitors, day_samples }: Tables, limits = DAY_LIMITS): SliceFormat {
	return { slices: day_visitors, samples: day_samples, limits, least: 0, merge: mergedVisitors };
}

function mergedVisitors(runs: readonly Uint8Array[]): PackedSlice {
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

/** Writes down who clicked which links on a day, and with what. One for each writer: it knows what it has written. */
export class DayVisitors {
	readonly #visitors: SlicedDays;
	readonly #hits: SlicedDays;
	readonly #addedVisitors = new AddedSlices(() => new Visitors());
	readonly #addedHits = new AddedSlices(() => new SampledHits());

	constructor(tables: Tables, limits = DAY_LIMITS) {
		this.#visitors = new SlicedDays(visitorFormat(tables, limits));
		this.#hits = new SlicedDays(sampleFormat(tables));
	}

	/** @param visitor as `sampleNumber` gives it; with this link and quarter never added before */
	add(day: number, visitor: number, link: number, quarter: number): void {
		this.#addedVisitors.of(day, visitor).add(visitor, link, quarter);
	}

	/** Adds a click by a person. */
	addHit(day: number, link: number, hit: DayHit): void {
		if (hit.visitor < SAMPLED_BELOW) this.#addedHits.of(day, hit.visitor).add(link, hit);
	}

	/** How many entries are to be written. */
	get waiting(): number {
		return this.#addedVisitors.waiting + this.#addedHits.waiting;
	}

	/** Writes what was added. */
	async write(session: Session): Promise<void> {
		await this.#visitors.write(session, this.#addedVisitors);
		await this.#hits.write(session, this.#addedHits);
	}
}

const SAMPLED_BELOW = thresholdOf(SAMPLED);
