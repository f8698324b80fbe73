import type { ClickKind } from '../../../../contract/event.ts';
import { QUARTER_MS } from '../analytics.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/** Quarters of an hour of a day. */
export const QUARTERS = 96;

/** Milliseconds of a day, UTC. */
export const DAY_MS = QUARTERS * QUARTER_MS;

/** What the numbers of a quarter are, in their order: each kind of hit, and visitors who had never clicked this link before. */
export const KINDS = ['human', 'bot', 'prefetch', 'head'] as const satisfies readonly ClickKind[];
const FRESH = KINDS.length;
const NUMBERS = KINDS.length + 1;

/** A gap in quarters is below this: 2,800 years. */
const GAP_LIMIT = 2 ** 27;

const writer = new VarintWriter();

/**
 * One day (UTC) of one link. Beside the hits of each quarter it knows of every visitor's first click in a quarter when that visitor had
 * clicked this link before, in quarters ago. Visitors of a range are those whose click before was before it: so the different visitors
 * of any range, and of each part of it, are sums.
 */
export class LinkDay {
	/** By quarter of the day: {@link NUMBERS} each. */
	readonly #quarters = new Map<number, number[]>();
	/** By quarter of the day and gap, how many visitors. */
	readonly #returns = new Map<number, number>();

	static from(quarters: Uint8Array, returns: Uint8Array): LinkDay {
		const day = new LinkDay();
		eachQuarter(quarters, (quarter, ...numbers) => { day.#quarters.set(quarter, numbers); });
		eachReturn(returns, (quarter, gap, visitors) => { day.#returns.set(quarter * GAP_LIMIT + gap, visitors); });
		return day;
	}

	count(quarter: number, kind: ClickKind): void {
		this.#add(quarter, KINDS.indexOf(kind), 1);
	}

	/** A visitor's first click in a quarter. @param gap quarters since the one before; undefined for a new visitor */
	sighted(quarter: number, gap: number | undefined, by = 1): void {
		if (gap === undefined) {
			this.#add(quarter, FRESH, by);
			return;
		}
		const key = quarter * GAP_LIMIT + gap;
		const visitors = (this.#returns.get(key) ?? 0) + by;
		if (visitors === 0) this.#returns.delete(key);
		else this.#returns.set(key, visitors);
	}

	/** Hits of each kind, in the order of {@link KINDS}, and new visitors. */
	totals(): number[] {
		const totals = new Array<number>(NUMBERS).fill(0);
		for (const numbers of this.#quarters.values()) numbers.forEach((number, which) => { totals[which] = (totals[which] ?? 0) + number; });
		return totals;
	}

	/** How many visitors came who had clicked this link on an earlier day, by quarters from then to the beginning of this day. */
	earlier(): Array<[gap: number, visitors: number]> {
		const earlier = new Map<number, number>();
		for (const [key, visitors] of this.#returns) {
			const gap = (key % GAP_LIMIT) - Math.floor(key / GAP_LIMIT);
			if (gap > 0) earlier.set(gap, (earlier.get(gap) ?? 0) + visitors);
		}
		return sorted(earlier);
	}

	quarters(): Uint8Array {
		for (const [quarter, numbers] of sorted(this.#quarters)) {
			writer.write(quarter);
			for (const number of numbers) writer.write(number);
		}
		return writer.take();
	}

	returns(): Uint8Array {
		for (const [key, visitors] of sorted(this.#returns)) {
			writer.write(Math.floor(key / GAP_LIMIT));
			writer.write(key % GAP_LIMIT);
			writer.write(visitors);
		}
		return writer.take();
	}

	#add(quarter: number, number: number, by: number): void {
		let numbers = this.#quarters.get(quarter);
		if (!numbers) this.#quarters.set(quarter, (numbers = new Array<number>(NUMBERS).fill(0)));
		numbers[number] = (numbers[number] ?? 0) + by;
	}
}

const sorted = <T>(map: Map<number, T>) => [...map].sort(([a], [b]) => a - b);

/** Reads the quarters of a day, without making one. */
export function eachQuarter(bytes: Uint8Array, look: (quarter: number, human: number, bot: number, prefetch: number, head: number, fresh: number) => void): void {
	for (const reader = new VarintReader(bytes); !reader.done; ) look(reader.read(), reader.read(), reader.read(), reader.read(), reader.read(), reader.read());
}

/** Reads the returns of a day: how many visitors came in a quarter, so many quarters after their last click before. */
export function eachReturn(bytes: Uint8Array, look: (quarter: number, gap: number, visitors: number) => void): void {
	for (const reader = new VarintReader(bytes); !reader.done; ) look(reader.read(), reader.read(), reader.read());
}
