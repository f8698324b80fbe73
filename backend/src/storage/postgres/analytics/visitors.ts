import { adaptively, LIMITS, type Distinct, type VisitorLimits } from '../../packed/estimates.ts';
import { DAY_MS, KINDS, QUARTERS } from '../../packed/link-day.ts';
import { NumberSet } from '../../packed/number-set.ts';
import { cut, daysOf, type Days, type Span } from '../../packed/span.ts';
import { eachVisitor, SLICES, thresholdOf } from '../../packed/visitors.ts';
import { readHits } from './read-hits.ts';
import { hitsOfRest } from './rests.ts';
import type { Selection } from './selection.ts';
import { received, sent } from './transfer.ts';
import type { View } from './view.ts';

const HUMAN = KINDS.indexOf('human');

/** Of fewer clicks than on SQLite, each is looked at whatever else there is: a statement takes a tenth of a millisecond, many rows take long. */
export const POSTGRES_LIMITS: VisitorLimits = { ...LIMITS, few: 1000 };

/** What takes how long to read, in microseconds: a row of hits, a hit in it, an entry of a day's visitors. */
const COST = { row: 8, hit: 0.4, entry: 0.08 };

/** Entries that are read with one statement, roughly: some 3 MB. */
const ENTRIES = 300_000;

/** A range, and how many clicks by people there are in it. */
export interface ClickedRange extends Span {
	clicks: number;
}

/** What there is of a day. */
interface DaySample {
	day: number;
	/** How often its visitors were halved. */
	halvings: number;
	/** Different visitors, links and quarters taken together, of all links. */
	entries: number;
}

/** Counts different visitors over several links, in each of some ranges, which follow each other. */
export async function distinctVisitors(view: View, selection: Selection, ranges: readonly ClickedRange[], limits = POSTGRES_LIMITS): Promise<Distinct[]> {
	const samples = await samplesOf(view, { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) });
	const found: Array<Distinct | undefined> = [];
	for (const range of ranges) found.push(range.clicks === 0 ? { visitors: 0, estimated: false } : await outOfSamples(view, selection, { range, samples: within(samples, daysOf(range)) }, limits));
	// Those that are left are looked at click by click, neighbours together: a day of a link is read once then.
	for (let first = 0; first < ranges.length; first++) {
		if (found[first]) continue;
		let end = first + 1;
		while (end < ranges.length && !found[end]) end++;
		const exact = await outOfHits(view, selection, ranges.slice(first, end));
		found.splice(first, exact.length, ...exact.map((visitors) => ({ visitors, estimated: false })));
	}
	return found as Distinct[];
}

/** Undefined where clicks have to be looked at one by one. */
async function outOfSamples(view: View, selection: Selection, { range, samples }: { range: ClickedRange; samples: readonly DaySample[] }, limits: VisitorLimits): Promise<Distinct | undefined> {
	const { clicks } = range;
	if (clicks <= limits.few) return undefined;
	const least = Math.max(0, ...samples.map(({ halvings }) => halvings));
	const entries = samples.reduce((sum, sample) => sum + sample.entries, 0);
	const rows = Math.min(clicks, selection.numbers.length * samples.length) + clicks / 50;
	// Those of all links are read: for a few of many links, that is more.
	if (clicks <= limits.lookedAt && rows * COST.row + clicks * COST.hit < entries * COST.entry) return undefined;
	const visitors = new SampledVisitors(view, selection, { range, samples });
	return adaptively(clicks, least, limits, (halvings) => visitors.left(halvings));
}

/** Different visitors of links, of whom more and more are looked at. */
class SampledVisitors {
	readonly #view: View;
	readonly #selection: Selection;
	readonly #range: ClickedRange;
	readonly #samples: readonly DaySample[];
	readonly #seen = new NumberSet();
	/** From which slice on they have been read. */
	#read = SLICES + 1;

	constructor(view: View, selection: Selection, { range, samples }: { range: ClickedRange; samples: readonly DaySample[] }) {
		this.#view = view;
		this.#selection = selection;
		this.#range = range;
		this.#samples = samples;
	}

	/** How many are left after so many halvings: no more than the time before. */
	async left(halvings: number): Promise<number> {
		const { connection, tables } = this.#view;
		const places = this.#selection.places();
		const { whole, rests } = cut(this.#range);
		for (const { first, last } of chunks(this.#samples, halvings)) {
			const rows = await connection.all(`SELECT day, ${sent('packed')} AS packed FROM ${tables.day_visitors} WHERE day BETWEEN $1 AND $2 AND slice >= $3 AND slice < $4`, first, last, halvings, this.#read);
			for (const row of rows) {
				const start = (row['day'] as number) * QUARTERS;
				const [from, to] = [whole.from - start, whole.to - start];
				eachVisitor(received(row['packed']), (visitor, link, quarter) => {
					if (quarter >= from && quarter < to && (places[link] ?? 0) !== 0) this.#seen.add(visitor);
				});
			}
		}
		this.#read = halvings;
		const threshold = thresholdOf(halvings);
		for (const rest of rests) for (const { kind, visitor } of await hitsOfRest(this.#view, this.#selection, rest)) if (kind === HUMAN && visitor < threshold) this.#seen.add(visitor);
		return this.#seen.size;
	}
}

/** How many different visitors clicked the links in each of some ranges that follow each other. */
async function outOfHits(view: View, selection: Selection, ranges: readonly ClickedRange[]): Promise<number[]> {
	const seen = ranges.map(() => new NumberSet());
	const [from, to] = [(ranges[0] as ClickedRange).from, (ranges.at(-1) as ClickedRange).to];
	const hits = ranges.reduce((sum, { clicks }) => sum + clicks, 0);
	await readHits(view, { numbers: selection.numbers, from, to, hits, values: 'none' }, (_, day, { kind, time, visitor }) => {
		if (kind === HUMAN) seen[rangeAt(ranges, day * DAY_MS + time)]?.add(visitor);
	});
	return seen.map(({ size }) => size);
}

/** Index of the range that a time is in. */
function rangeAt(ranges: readonly ClickedRange[], time: number): number {
	let [low, high] = [0, ranges.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (time < (ranges[middle] as ClickedRange).to) high = middle;
		else low = middle + 1;
	}
	return low;
}

async function samplesOf({ connection, tables }: View, span: Span): Promise<DaySample[]> {
	const { first, last } = daysOf(span);
	return (await connection.all(`SELECT day, halvings, entries FROM ${tables.day_samples} WHERE day BETWEEN $1 AND $2 ORDER BY day`, first, last)) as unknown as DaySample[];
}

function within(samples: readonly DaySample[], { first, last }: Days): DaySample[] {
	return samples.filter(({ day }) => day >= first && day <= last);
}

/** Days that are read together. */
function* chunks(samples: readonly DaySample[], halvings: number): Generator<Days> {
	let [chunk, entries] = [undefined as Days | undefined, 0];
	for (const sample of samples) {
		const left = sample.entries / 2 ** (halvings - Math.min(halvings, sample.halvings));
		if (chunk && entries + left > ENTRIES) {
			yield chunk;
			[chunk, entries] = [undefined, 0];
		}
		chunk = { first: chunk?.first ?? sample.day, last: sample.day };
		entries += left;
	}
	if (chunk) yield chunk;
}
