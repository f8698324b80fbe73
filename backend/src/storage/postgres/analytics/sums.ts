import { areFew, eachSelected, type DayLinksRow } from '../../packed/day-links.ts';
import { cut, type Days, type Span } from '../../packed/span.ts';
import { addDay, addHits, hitOnes, nothing, planDays, wholeDay, type LinkDayRow } from '../../packed/sums.ts';
import type { Totals } from '../../storage.ts';
import { addRests } from './rests.ts';
import type { Selection } from './selection.ts';
import { received, sent } from './transfer.ts';
import { once, type View } from './view.ts';

/** Where to add what is a link's, given its place in the selection: a total for each range between two edges. */
type Into = (place: number) => readonly Totals[];

/** Numbers of each link that was hit. */
export async function totalsByLink(view: View, selection: Selection, range: Span): Promise<Map<number, Totals>> {
	const totals = selection.linkIds.map(() => [nothing()]);
	const { whole, rests } = cut(range);
	await sumDays(view, selection, [whole.from, whole.to], (place) => totals[place] as Totals[]);
	await addRests(view, selection, { whole, rests }, { visitors: true }, (place, ...numbers) => { addHits(totals[place]?.[0] as Totals, ...numbers); });
	return hitOnes(selection.linkIds, totals);
}

/** Numbers of each of the ranges between two edges, of which only the first and the last may be within a quarter. Visitors are those of one link: of several, they do not add up. */
export async function totalsBetween(view: View, selection: Selection, edges: readonly number[]): Promise<Totals[]> {
	const totals = edges.slice(1).map(nothing);
	const cuts = totals.map((_, index) => cut({ from: edges[index] as number, to: edges[index + 1] as number }));
	await sumDays(view, selection, [...cuts.map(({ whole }) => whole.from), cuts.at(-1)?.whole.to ?? 0], () => totals);
	for (const [index, range] of cuts.entries()) {
		const bucket = totals[index] as Totals;
		await addRests(view, selection, range, { visitors: selection.linkIds.length === 1 }, (_, ...numbers) => { addHits(bucket, ...numbers); });
	}
	return totals;
}

/** Adds up days between edges in quarters. Of many links, those that are whole days of a range are read of all links together. */
async function sumDays(view: View, selection: Selection, edges: readonly number[], into: Into): Promise<void> {
	if (selection.numbers.length === 0) return;
	const plan = planDays(edges);
	if (areFew(selection.linkIds.length, view.links)) {
		await addLinkDays(view, selection, { ...plan.all, edges }, into);
		return;
	}
	for (const row of await dayLinks(view, plan.all)) if (!plan.isCut(row.day)) eachSelected(row, selection.places(), wholeDay(row.day, edges, into));
	for (const days of plan.cut) await addLinkDays(view, selection, { ...days, edges }, into);
}

function dayLinks(view: View, { first, last }: Days): Promise<DayLinksRow[]> {
	return once(view, `day_links ${String(first)} ${String(last)}`, async () => {
		const rows = await view.connection.all(`SELECT day, part, ${sent('links')} AS links FROM ${view.tables.day_links} WHERE day BETWEEN $1 AND $2`, first, last);
		return rows.map((row) => ({ day: row['day'] as number, part: row['part'] as number, links: received(row['links']) }));
	});
}

async function addLinkDays(view: View, selection: Selection, { first, last, edges }: Days & { edges: readonly number[] }, into: Into): Promise<void> {
	for (const row of await linkDays(view, selection, { first, last })) addDay(row, edges, into(selection.placeOf.get(row.link) as number));
}

function linkDays(view: View, selection: Selection, { first, last }: Days): Promise<Array<LinkDayRow & { link: number }>> {
	const ask = () => view.connection.all(
		`SELECT link, day, human, bot, prefetch, head, fresh, quarters, returns FROM ${view.tables.link_days} WHERE link = ANY($1::integer[]) AND day BETWEEN $2 AND $3`,
		selection.numbers, first, last,
	) as Promise<unknown>;
	return once(selection, `link_days ${String(first)} ${String(last)}`, ask as () => Promise<Array<LinkDayRow & { link: number }>>);
}
