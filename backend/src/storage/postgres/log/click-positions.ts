import type { ClickCriteria } from '../../storage.ts';
import { all, between, numbered, sql, type Sql } from '../lists/sql.ts';
import { DERIVED_COLUMNS, EVENT_COLUMNS } from './rows.ts';

/** Links up to which their clicks are looked up in the index, one link after the other. */
const INDEXED_LINKS = 1000;

/** Links up to which the database looks for them; of more, it gives the clicks of all. */
export const FEW_LINKS = 100_000;

/** Which part of a day is looked at, and how many clicks are wanted. */
export interface Stretch {
	day: string;
	first: number;
	last: number;
	descending: boolean;
	limit: number;
}

/** The query for clicks within a stretch, with what is derived from them, in order. */
export function clicksWithin(criteria: ClickCriteria, { day, first, last, descending, limit }: Stretch): { text: string; values: Sql['values'] } {
	const { linkIds, kinds, since, until } = criteria;
	const conditions = [
		sql(`events.day = ?::date AND events.type = 'link.clicked' AND events.position BETWEEN ? AND ?`, day, first, last),
		between('events.occurred_at', since, until),
		...(kinds ? [sql('enrichments.kind = ANY (?::text[])', kinds)] : []),
	];
	// Said twice, so that it is not worked out for the whole day.
	const derived = sql('LEFT JOIN enrichments ON enrichments.day = ?::date AND enrichments.position = events.position AND enrichments.position BETWEEN ? AND ?', day, first, last);
	const order = sql(`ORDER BY position ${descending ? 'DESC' : ''} LIMIT ?`, limit);
	const select = (also: readonly Sql[]) => inOrder(sql(`SELECT ${EVENT_COLUMNS}, ${DERIVED_COLUMNS} FROM events`), derived, sql('WHERE'), all([...conditions, ...also]), order);
	if (linkIds && linkIds.size <= INDEXED_LINKS) {
		const ofLink = select([sql('events.link_id = link.id')]);
		return finished(inOrder(sql('SELECT click.* FROM unnest(?::bigint[]) AS link (id) CROSS JOIN LATERAL (', [...linkIds]), ofLink, sql(') AS click'), order));
	}
	return finished(select(linkIds && linkIds.size <= FEW_LINKS ? [sql('events.link_id = ANY (?::bigint[])', [...linkIds])] : []));
}

function inOrder(...pieces: Sql[]): Sql {
	return { text: pieces.map(({ text }) => text).join(' '), values: pieces.flatMap(({ values }) => values) };
}

function finished(query: Sql): { text: string; values: Sql['values'] } {
	return { text: numbered(query), values: query.values };
}
