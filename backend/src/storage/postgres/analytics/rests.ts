import { KINDS } from '../../packed/link-day.ts';
import type { Cut, Span } from '../../packed/span.ts';
import { readHits } from './read-hits.ts';
import type { Selection } from './selection.ts';
import { once, type View } from './view.ts';

const HUMAN = KINDS.indexOf('human');

/**
 * Adds what is at the edges of a range, hit by hit.
 *
 * @param options whether visitors of each link are counted who were not there in the whole quarters: with those of these, they are the range's
 * @param add is told where in the selection a link is, a kind's place among all, how many hits there are, and how many such visitors
 */
export async function addRests(view: View, selection: Selection, { whole, rests }: Cut, { visitors }: { visitors: boolean }, add: (place: number, kind: number, hits: number, visitors: number) => void): Promise<void> {
	const found = new Map<number, { hits: number[]; visitors: Set<number> }>();
	for (const rest of rests) {
		for (const { link, kind, visitor } of await hitsOfRest(view, selection, rest)) {
			let own = found.get(link);
			if (!own) found.set(link, (own = { hits: KINDS.map(() => 0), visitors: new Set() }));
			own.hits[kind] = (own.hits[kind] ?? 0) + 1;
			if (visitors && kind === HUMAN) own.visitors.add(visitor);
		}
	}
	const fresh = visitors ? await countUnseen(view, Array.from(found, ([link, own]) => [link, own.visitors]), whole) : new Map<number, number>();
	for (const [link, { hits }] of found) {
		for (const [kind, count] of hits.entries()) if (count > 0) add(selection.placeOf.get(link) as number, kind, count, kind === HUMAN ? (fresh.get(link) ?? 0) : 0);
	}
}

/** A hit in a part of a quarter of an hour. */
interface RestHit {
	/** The link's number. */
	link: number;
	kind: number;
	visitor: number;
}

/** Hits of a part of a quarter of an hour. */
export function hitsOfRest(view: View, selection: Selection, { from, to }: Span): Promise<RestHit[]> {
	return once(selection, `rest ${String(from)} ${String(to)}`, async () => {
		const hits: RestHit[] = [];
		await readHits(view, { numbers: selection.numbers, from, to, hits: selection.numbers.length, values: 'none' }, (link, _, { kind, visitor }) => hits.push({ link, kind, visitor }));
		return hits;
	});
}

/** How many of the visitors of links have not clicked the same link between two quarters. */
async function countUnseen({ connection, tables }: View, links: ReadonlyArray<[link: number, visitors: ReadonlySet<number>]>, { from, to }: { from: number; to: number }): Promise<Map<number, number>> {
	const asked = links.flatMap(([link, visitors]) => Array.from(visitors, (visitor) => [link, visitor] as const));
	const counts = new Map(links.map(([link, visitors]) => [link, visitors.size]));
	if (asked.length === 0 || from === to) return counts;
	const seen = await connection.all(
		`SELECT u.link, count(*) AS seen FROM unnest($1::integer[], $2::bigint[]) AS u (link, visitor)
		WHERE EXISTS (SELECT 1 FROM ${tables.sightings} s WHERE s.link = u.link AND s.visitor = u.visitor AND s.quarter >= $3 AND s.quarter < $4) GROUP BY 1`,
		asked.map(([link]) => link), asked.map(([, visitor]) => visitor), from, to,
	);
	for (const row of seen) counts.set(row['link'] as number, (counts.get(row['link'] as number) ?? 0) - (row['seen'] as number));
	return counts;
}
