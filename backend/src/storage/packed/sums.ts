import type { Totals } from '../analytics.ts';
import type { WholeDay } from './day-links.ts';
import { eachQuarter, eachReturn, KINDS, QUARTERS } from './link-day.ts';
import type { Days } from './span.ts';

/** A link's day: the numbers of the whole day, and what its parts are made of. */
export type LinkDayRow = Record<'day' | 'human' | 'bot' | 'prefetch' | 'head' | 'fresh', number> & Record<'quarters' | 'returns', Uint8Array>;

export const nothing = (): Totals => ({ human: 0, bot: 0, prefetch: 0, head: 0, visitors: 0 });

/** Adds hits of one kind, given by its place in {@link KINDS}. */
export function addHits(totals: Totals, kind: number, hits: number, visitors = 0): void {
	totals[KINDS[kind] ?? 'human'] += hits;
	totals.visitors += visitors;
}

/** Totals that have hits, by link. @param totals as links are listed */
export function hitOnes(linkIds: readonly number[], totals: ReadonlyArray<readonly Totals[]>): Map<number, Totals> {
	return new Map(totals.flatMap(([total], place) => (total && total.human + total.bot + total.prefetch + total.head > 0 ? [[linkIds[place] as number, total]] : [])));
}

/** How days between edges, in quarters, are read: whole ones out of days of all links, those through which an edge goes link by link. */
export interface DayPlan {
	all: Days;
	/** Days in which a range begins or ends, those that follow each other together. */
	cut: Days[];
	isCut(day: number): boolean;
}

export function planDays(edges: readonly number[]): DayPlan {
	const all = { first: Math.floor((edges[0] as number) / QUARTERS), last: Math.floor(((edges.at(-1) as number) - 1) / QUARTERS) };
	const cut = new Set(edges.filter((edge) => edge % QUARTERS !== 0).map((edge) => Math.floor(edge / QUARTERS)));
	return { all, cut: runsOf([...cut].filter((day) => day >= all.first && day <= all.last)), isCut: (day) => cut.has(day) };
}

/** Days that follow each other, as their first and last. */
function runsOf(days: number[]): Days[] {
	const runs: Days[] = [];
	for (const day of days.sort((a, b) => a - b)) {
		const run = runs.at(-1);
		if (run && run.last === day - 1) run.last = day;
		else runs.push({ first: day, last: day });
	}
	return runs;
}

/** How a day that no edge goes through is added. @param into totals of the ranges between edges, by a link's place in the list */
export function wholeDay(day: number, edges: readonly number[], into: (place: number) => readonly Totals[]): WholeDay {
	const range = rangeOf(edges, day * QUARTERS);
	return {
		from: edges[range] as number,
		add: (place, human, bot, prefetch, head, visitors) => { addNumbers(into(place)[range] as Totals, human, bot, prefetch, head, visitors); },
	};
}

/** Reports do this a hundred thousand times: numbers in an array would take half of the time. */
function addNumbers(totals: Totals, human: number, bot: number, prefetch: number, head: number, visitors: number): void {
	totals.human += human;
	totals.bot += bot;
	totals.prefetch += prefetch;
	totals.head += head;
	totals.visitors += visitors;
}

/** Adds a day of a link to the ranges between edges that it falls into. Visitors who had clicked before count where that was before the range. */
export function addDay(row: LinkDayRow, edges: readonly number[], into: readonly Totals[]): void {
	const start = row.day * QUARTERS;
	let at = rangeOf(edges, Math.max(start, edges[0] as number));
	const whole = start >= (edges[at] as number) && start + QUARTERS <= (edges[at + 1] as number);
	if (whole) {
		addNumbers(into[at] as Totals, row.human, row.bot, row.prefetch, row.head, row.fresh);
	} else {
		eachQuarter(row.quarters, (quarter, human, bot, prefetch, head, fresh) => {
			const totals = find(start + quarter);
			if (totals) addNumbers(totals, human, bot, prefetch, head, fresh);
		});
	}
	at = rangeOf(edges, Math.max(start, edges[0] as number));
	eachReturn(row.returns, (quarter, gap, visitors) => {
		const totals = find(start + quarter);
		if (totals && start + quarter - gap < (edges[at] as number)) totals.visitors += visitors;
	});

	/** Quarters come in their order. */
	function find(quarter: number): Totals | undefined {
		if (quarter < (edges[at] as number)) return undefined;
		while (at < into.length && quarter >= (edges[at + 1] as number)) at++;
		return into[at];
	}
}

/** Index of the last edge that is not after a quarter. */
function rangeOf(edges: readonly number[], quarter: number): number {
	let [low, high] = [0, edges.length - 2];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((edges[middle] as number) <= quarter) low = middle;
		else high = middle - 1;
	}
	return low;
}
