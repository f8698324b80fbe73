import { areFew } from '../../packed/day-links.ts';
import { cut, type Days, type Span } from '../../packed/span.ts';
import { addDay, addHits, hitOnes, nothing, planDays, wholeDay, type LinkDayRow } from '../../packed/sums.ts';
import type { Totals } from '../../storage.ts';
import { readDayLinks } from './day-links.ts';
import { addRests, addRestsAndVisitors } from './edges.ts';
import { highestLinkNumber, selectedLinks } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** Days of links, one by one: the numbers of the whole day, and what its parts are made of. */
const DAYS = `SELECT l.key AS place, d.day, d.human, d.bot, d.prefetch, d.head, d.fresh, d.quarters, d.returns
	FROM json_each(?) l CROSS JOIN link_days d ON d.link_id = l.value AND d.day BETWEEN ? AND ?`;

/** Numbers of each link that was hit. */
export function totalsByLink(database: Database, linkIds: readonly number[], range: Span): Map<number, Totals> {
	const totals = linkIds.map(() => [nothing()]);
	const { whole, rests } = cut(range);
	sumDays(database, linkIds, [whole.from, whole.to], (place) => totals[place] as Totals[]);
	addRestsAndVisitors(database, linkIds, { whole, rests }, (place, ...numbers) => { addHits(totals[place]?.[0] as Totals, ...numbers); });
	return hitOnes(linkIds, totals);
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

/**
 * Adds up days between edges in quarters. Of many links, those that are whole days of a range are read of all links together.
 *
 * @param into where to add what is a link's, given its place in the list: a total for each range between two edges
 */
function sumDays(database: Database, linkIds: readonly number[], edges: readonly number[], into: (place: number) => readonly Totals[]): void {
	const plan = planDays(edges);
	if (areFew(linkIds.length, highestLinkNumber(database))) {
		addLinkDays(database, linkIds, { ...plan.all, edges }, into);
		return;
	}
	readDayLinks(database, selectedLinks(database, linkIds), plan.all, (day) => (plan.isCut(day) ? undefined : wholeDay(day, edges, into)));
	for (const days of plan.cut) addLinkDays(database, linkIds, { ...days, edges }, into);
}

function addLinkDays(database: Database, linkIds: readonly number[], { first, last, edges }: Days & { edges: readonly number[] }, into: (place: number) => readonly Totals[]): void {
	const rows = database.statement(DAYS).iterate(JSON.stringify(linkIds), first, last) as unknown as IterableIterator<LinkDayRow & { place: number }>;
	for (const row of rows) addDay(row, edges, into(row.place));
}
