import { QUARTER_MS } from '../../analytics.ts';
import { DAY_MS } from '../../packed/link-day.ts';
import type { Cut } from '../../packed/span.ts';
import type { Database } from '../database.ts';

/** Rests, as SQL and its parameter: a day and the times on it, in milliseconds of the day. */
export const RESTS = `rests(day, low, high) AS MATERIALIZED (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2))`;

/** The parameter of {@link RESTS}. */
export function restsOf({ rests }: Pick<Cut, 'rests'>): string {
	return JSON.stringify(rests.map(({ from, to }) => {
		const day = Math.floor(from / DAY_MS);
		return [day, from - day * DAY_MS, to - day * DAY_MS];
	}));
}

/** Hits by link and kind, each counted once where their day is read. @param visitors how visitors are counted, as SQL */
const countOf = (visitors: string) => `WITH ${RESTS} SELECT l.key AS place, h.kind, count(*) AS hits, ${visitors} AS visitors
	FROM json_each(?1) l CROSS JOIN rests r CROSS JOIN hits h ON h.link_id = l.value AND h.day = r.day AND h.time >= r.low AND h.time < r.high GROUP BY 1, 2`;

/** Whether a visitor has not clicked the same link in the whole quarters: each day of the link is looked up. */
const NOT_THERE = `NOT EXISTS (
	SELECT 1 FROM link_days d CROSS JOIN hits w ON w.link_id = d.link_id AND w.day = d.day AND w.kind = 0 AND w.visitor = h.visitor
	WHERE d.link_id = l.value AND d.day BETWEEN ?3 AND ?5 AND (d.day > ?3 OR w.time >= ?4) AND (d.day < ?5 OR w.time < ?6))`;

const [HITS, VISITORS] = [countOf('0'), countOf(`count(DISTINCT CASE WHEN h.kind = 0 AND ${NOT_THERE} THEN h.visitor END)`)];

/** What is at the edges of a range. @param add is told where in the list a link is, a kind's place among all, and how many hits there are */
export function addRests(database: Database, linkIds: readonly number[], range: Cut, add: (place: number, kind: number, hits: number) => void): void {
	if (range.rests.length === 0) return;
	for (const row of database.all(HITS, JSON.stringify(linkIds), restsOf(range))) add(row['place'] as number, row['kind'] as number, row['hits'] as number);
}

/** The same with visitors of the link who were not there in the whole quarters: with those of these, they are the range's. */
export function addRestsAndVisitors(database: Database, linkIds: readonly number[], range: Cut, add: (place: number, kind: number, hits: number, visitors: number) => void): void {
	if (range.rests.length === 0) return;
	const [from, to] = [range.whole.from * QUARTER_MS, range.whole.to * QUARTER_MS];
	const [first, last] = [Math.floor(from / DAY_MS), Math.floor((to - 1) / DAY_MS)];
	for (const row of database.all(VISITORS, JSON.stringify(linkIds), restsOf(range), first, from - first * DAY_MS, last, to - last * DAY_MS)) {
		add(row['place'] as number, row['kind'] as number, row['hits'] as number, row['visitors'] as number);
	}
}
