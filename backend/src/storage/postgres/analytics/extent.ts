import { QUARTER_MS } from '../../analytics.ts';
import { areFew, hasSelected, type DayLinksRow } from '../../packed/day-links.ts';
import { DAY_MS, eachQuarter } from '../../packed/link-day.ts';
import type { Days, Span } from '../../packed/span.ts';
import type { Selection } from './selection.ts';
import type { View } from './view.ts';

/** Rows that are looked through in one go. */
const ROWS = 100;

/** The days of the first and the last hit; undefined where there is none. */
export async function daysOfHits(view: View, selection: Selection): Promise<Days | undefined> {
	const { connection, tables } = view;
	const { numbers } = selection;
	if (numbers.length === 0) return undefined;
	if (numbers.length === view.links) {
		return (await connection.get(`SELECT min(day) AS first, max(day) AS last FROM ${tables.day_links}`)) as unknown as Days;
	}
	if (areFew(selection.linkIds.length, view.links)) {
		return (await connection.get(
			`SELECT min(d.first) AS first, max(d.last) AS last FROM unnest($1::integer[]) AS u (link)
			CROSS JOIN LATERAL (SELECT min(day) AS first, max(day) AS last FROM ${tables.link_days} WHERE link = u.link) d`,
			numbers,
		)) as unknown as Days;
	}
	const [first, last] = [await firstDay(view, selection, 'ASC'), await firstDay(view, selection, 'DESC')];
	return first === undefined || last === undefined ? undefined : { first, last };
}

/** The first day, or the last, on which one of the links was hit. */
async function firstDay({ connection, tables }: View, selection: Selection, order: 'ASC' | 'DESC'): Promise<number | undefined> {
	const [beyond, beginning] = order === 'ASC' ? ['>', -(2 ** 31)] : ['<', 2 ** 31 - 1];
	let after = [beginning, beginning];
	for (;;) {
		const rows = await connection.all(`SELECT day, part, links FROM ${tables.day_links} WHERE (day, part) ${beyond} ($1, $2) ORDER BY day ${order}, part ${order} LIMIT ${String(ROWS)}`, ...after);
		for (const row of rows as unknown as DayLinksRow[]) {
			if (hasSelected(row, selection.places())) return row.day;
			after = [row.day, row.part];
		}
		if (rows.length < ROWS) return undefined;
	}
}

/** From the beginning of the first one's quarter of an hour to the end of the last one's. */
export async function spanOfHits(view: View, selection: Selection): Promise<Span | undefined> {
	const days = await daysOfHits(view, selection);
	if (!days) return undefined;
	const span = { from: Infinity, to: -Infinity };
	const rows = await view.connection.all(`SELECT day, quarters FROM ${view.tables.link_days} WHERE link = ANY($1::integer[]) AND day = ANY($2::integer[])`, selection.numbers, [...new Set([days.first, days.last])]);
	for (const row of rows) {
		eachQuarter(row['quarters'] as Buffer, (quarter) => {
			const start = (row['day'] as number) * DAY_MS + quarter * QUARTER_MS;
			span.from = Math.min(span.from, start);
			span.to = Math.max(span.to, start + QUARTER_MS);
		});
	}
	return span;
}
