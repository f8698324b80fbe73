import type { Totals } from '../../storage.ts';
import { readDayLinks } from './day-links.ts';
import { addRests, addRestsAndVisitors, cut, type Span } from './edges.ts';
import { eachQuarter, eachReturn, KINDS, QUARTERS } from './link-day.ts';
import { areFew, selectedLinks } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** Days of links, one by one: the numbers of the whole day, and what its parts are made of. */
const DAYS = `SELECT l.key AS place, d.day, d.human, d.bot, d.prefetch, d.head, d.fresh, d.quarters, d.returns
	FROM json_each(?) l CROSS JOIN link_days d ON d.link_id = l.value AND d.day BETWEEN ? AND ?`;

type DayRow = Record<'place' | 'day' | 'human' | 'bot' | 'prefetch' | 'head' | 'fresh', number> & Record<'quarters' | 'returns', Uint8Array>;

/** Numbers of each link that was hit. */
export function totalsByLink(database: Database, linkIds: readonly number[], range: Span): Map<number, Totals> {
	const totals = linkIds.map(() => [nothing()]);
	const { whole, rests } = cut(range);
	sumDays(database, linkIds, [whole.from, whole.to], (place) => totals[place] as Totals[]);
	addRestsAndVisitors(database, linkIds, { whole, rests }, (place, ...numbers) => { addHits(totals[place]?.[0] as Totals, ...numbers); });
	return new Map(totals.flatMap(([total], place) => (total && total.human + total.bot + total.prefetch + total.head > 0 ? [[linkIds[place] as number, total]] : [])));
}

/** Numbers of each of the ranges between two edges, of which only the first and the last may be within a quarter. Visitors are those of one link: of several, they do not add up. */
export function totalsBetween(database: Database, linkIds: readonly number[], edges: readonly number[]): Totals[] {
	const totals = edges.slice(1).map(nothing);
	const cuts = totals.map((_, index) => cut({ from: edges[index] as number, to: edges[index + 1] as number }));
	sumDays(database, linkIds, [...cuts.map(({ whole }) => whole.from), cuts.at(-1)?.whole.to ?? 0], () => totals);
	for (const [index, range] of cuts.entries()) {
		const bucket = totals[index] as Totals;
		(linkIds.length === 1 ? addRestsAndVisitors : addRests)(database, linkIds, range, (_, ...numbers) => { addHits(bucket, ...numbers); });
	}
	return totals;
}

function addHits(totals: Totals, kind: number, hits: number, visitors = 0): void {
	totals[KINDS[kind] ?? 'human'] += hits;
	totals.visitors += visitors;
}

/**
 * Adds up days between edges in quarters. Of many links, those that are whole days of a range are read of all links together.
 *
 * @param into where to add what is a link's, given its place in the list: a total for each range between two edges
 */
function sumDays(database: Database, linkIds: readonly number[], edges: readonly number[], into: (place: number) => readonly Totals[]): void {
	const [first, last] = [Math.floor((edges[0] as number) / QUARTERS), Math.floor(((edges.at(-1) as number) - 1) / QUARTERS)];
	if (areFew(database, linkIds)) {
		addLinkDays(database, linkIds, { first, last, edges }, into);
		return;
	}
	const cut = new Set(edges.filter((edge) => edge % QUARTERS !== 0).map((edge) => Math.floor(edge / QUARTERS)));
	readDayLinks(database, selectedLinks(database, linkIds), { first, last }, (day) => {
		if (cut.has(day)) return undefined;
		const range = rangeOf(edges, day * QUARTERS);
		const add = (place: number, ...numbers: Numbers) => { addNumbers(into(place - 1)[range] as Totals, ...numbers); };
		return { from: edges[range] as number, add };
	});
	for (const [from, to] of runsOf([...cut].filter((day) => day >= first && day <= last))) addLinkDays(database, linkIds, { first: from, last: to, edges }, into);
}

function addLinkDays(database: Database, linkIds: readonly number[], { first, last, edges }: { first: number; last: number; edges: readonly number[] }, into: (place: number) => readonly Totals[]): void {
	const rows = database.statement(DAYS).iterate(JSON.stringify(linkIds), first, last) as unknown as IterableIterator<DayRow>;
	for (const row of rows) addDay(row, edges, into(row.place));
}

/** Days that follow each other, as their first and last. */
function runsOf(days: number[]): Array<[number, number]> {
	const runs: Array<[number, number]> = [];
	for (const day of days.sort((a, b) => a - b)) {
		const run = runs.at(-1);
		if (run && run[1] === day - 1) run[1] = day;
		else runs.push([day, day]);
	}
	return runs;
}

export const nothing = (): Totals => ({ human: 0, bot: 0, prefetch: 0, head: 0, visitors: 0 });

type Numbers = [human: number, bot: number, prefetch: number, head: number, visitors: number];

function addNumbers(totals: Totals, ...[human, bot, prefetch, head, visitors]: Numbers): void {
	totals.human += human;
	totals.bot += bot;
	totals.prefetch += prefetch;
	totals.head += head;
	totals.visitors += visitors;
}

/** Adds a day of a link to the ranges between edges that it falls into. Visitors who had clicked before count where that was before the range. */
function addDay(row: DayRow, edges: readonly number[], into: readonly Totals[]): void {
	const start = row.day * QUARTERS;
	let at = rangeOf(edges, Math.max(start, edges[0] as number));
	const whole = start >= (edges[at] as number) && start + QUARTERS <= (edges[at + 1] as number);
	if (whole) {
		addNumbers(into[at] as Totals, row.human, row.bot, row.prefetch, row.head, row.fresh);
	} else {
		eachQuarter(row.quarters, (quarter, ...numbers) => {
			const totals = find(start + quarter);
			if (totals) addNumbers(totals, ...numbers);
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
