import { QUARTERS } from '../../packed/link-day.ts';
import { NumberSet } from '../../packed/number-set.ts';
import { cut, daysOf, type Cut, type Span } from '../../packed/span.ts';
import { eachVisitor, sampleNumber } from '../../packed/visitors.ts';
import { visitorText } from './day-visitors.ts';
import { RESTS, restsOf } from './edges.ts';
import type { SelectedLinks } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** What there is of the days of a range. */
export interface SampleSize {
	/** How often visitors were halved on the day on which they were most often. */
	halvings: number;
	/** Different visitors, links and quarters taken together, of all links. */
	entries: number;
}

export function sampleSize(database: Database, span: Span): SampleSize {
	const { first, last } = daysOf(span);
	return database.get('SELECT coalesce(max(halvings), 0) AS halvings, coalesce(sum(entries), 0) AS entries FROM day_samples WHERE day BETWEEN ? AND ?', first, last) as unknown as SampleSize;
}

/** Visitors who are looked at. */
export interface Sample {
	/** How often all are halved: these are left. */
	halvings: number;
	/** Clicks that they have, roughly. */
	clicks: number;
}

/** How many different visitors of a sample clicked selected links. */
export function sampledVisitors(database: Database, selected: SelectedLinks, span: Span, { halvings, clicks }: Sample): number {
	const { places } = selected;
	const range = cut(span);
	const { first, last } = daysOf(span);
	const seen = new NumberSet(clicks);
	const runs = database.statement('SELECT s.day, v.visitors FROM day_samples s CROSS JOIN day_visitors v ON v.day = s.day AND v.slice >= ? WHERE s.day BETWEEN ? AND ?');
	for (const { day, visitors } of runs.iterate(halvings, first, last) as unknown as IterableIterator<{ day: number; visitors: Uint8Array }>) {
		const [from, to] = [range.whole.from - day * QUARTERS, range.whole.to - day * QUARTERS];
		eachVisitor(visitors, (visitor, link, quarter) => {
			if (quarter >= from && quarter < to && (places[link] ?? 0) !== 0) seen.add(visitor);
		});
	}
	if (range.rests.length > 0) addEdges(database, selected.linkIds, { range, halvings }, seen);
	return seen.size;
}

/** Visitors at the edges, of those who are left. */
function addEdges(database: Database, linkIds: readonly number[], { range, halvings }: { range: Cut; halvings: number }, seen: NumberSet): void {
	// Ids are kept as numbers with a sign: of the lower half of all, none has one.
	const left = halvings === 0 ? '' : `AND h.visitor >= 0 AND h.visitor < ${String(2n ** BigInt(64 - halvings))}`;
	const statement = database.unkept(`WITH ${RESTS} SELECT DISTINCT h.visitor FROM json_each(?1) l CROSS JOIN rests r
		CROSS JOIN hits h ON h.link_id = l.value AND h.day = r.day AND h.kind = 0 AND h.time >= r.low AND h.time < r.high ${left}`);
	statement.setReadBigInts(true);
	for (const row of statement.iterate(JSON.stringify(linkIds), restsOf(range))) seen.add(sampleNumber(visitorText(row['visitor'] as bigint)));
}
