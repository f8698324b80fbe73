import type { ClickCriteria } from '../storage.ts';
import type { Database } from './database.ts';
import { indexedPositions, indexedUpTo } from './link-clicks.ts';
import { joined, places, sql, type Sql } from './lists/sql.ts';

/** Links up to which their clicks are looked up in the index, one link after the other. */
const INDEXED_LINKS = 1000;

/** Links up to which the database looks for them, ten million rows a second; of more, it gives the links of all rows, a tenth as fast. */
const FEW_LINKS = 100_000;

/** Clicks of which conditions are looked up at once. */
const BATCH = 1000;

/** Where the index knows more than each twentieth row, going through all rows to see whether conditions hold is faster than looking them up. */
const DENSE = 20;

/** Which positions are looked at, and how many are wanted. */
export interface Span {
	first: number;
	last: number;
	descending: boolean;
	limit: number;
}

/** The positions of clicks within a span of a segment, to which what is derived is attached as `derived`; in order. */
export function clickPositions(database: Database, criteria: ClickCriteria, span: Span): number[] {
	const { linkIds } = criteria;
	const indexed = linkIds && linkIds.size <= INDEXED_LINKS ? indexedUpTo(database) : undefined;
	if (indexed === undefined || indexed < span.first) return lookThrough(database, criteria, span);
	const parts = [
		(limit: number) => lookUp(database, criteria, { ...span, last: Math.min(span.last, indexed), limit }),
		(limit: number) => (indexed < span.last ? lookThrough(database, criteria, { ...span, first: indexed + 1, limit }) : []),
	];
	const found: number[] = [];
	for (const part of span.descending ? parts.reverse() : parts) if (found.length < span.limit) found.push(...part(span.limit - found.length));
	return found;
}

/** By the index of links. */
function lookUp(database: Database, criteria: ClickCriteria, span: Span): number[] {
	const { first, last, descending, limit } = span;
	const positions = indexedPositions(database, JSON.stringify([...(criteria.linkIds ?? [])]), first, last);
	const conditions = conditionsOf(criteria);
	if (conditions.length > 0 && positions.length * DENSE > last - first) return lookThrough(database, criteria, span);
	if (descending) positions.reverse();
	if (conditions.length === 0) return positions.slice(0, limit);
	const found: number[] = [];
	for (let from = 0; from < positions.length && found.length < limit; from += BATCH) {
		const batch = sql('events.position IN (SELECT value FROM json_each(?))', JSON.stringify(positions.slice(from, from + BATCH)));
		for (const row of rows(database, criteria, [batch, ...conditions], descending)) found.push(row['position'] as number);
	}
	return found.slice(0, limit);
}

/** One after the other. */
function lookThrough(database: Database, criteria: ClickCriteria, { first, last, descending, limit }: Span): number[] {
	const { linkIds } = criteria;
	const few = linkIds && linkIds.size <= FEW_LINKS ? [sql('events.link_id IN (SELECT value FROM json_each(?))', JSON.stringify([...linkIds]))] : [];
	const conditions = [sql(`events.position BETWEEN ? AND ? AND events.type = 'link.clicked'`, first, last), ...few, ...conditionsOf(criteria)];
	const found: number[] = [];
	for (const row of rows(database, criteria, conditions, descending)) {
		if (linkIds && few.length === 0 && !linkIds.has(row['link_id'] as number)) continue;
		found.push(row['position'] as number);
		if (found.length === limit) break;
	}
	return found;
}

/** What must hold beside the link. */
function conditionsOf({ kinds, since, until }: ClickCriteria): Sql[] {
	return [
		...(kinds ? [sql(`derived.enrichments.kind IN (${places(kinds)})`, ...kinds)] : []),
		...(since === undefined ? [] : [sql('events.occurred_at >= ?', since)]),
		...(until === undefined ? [] : [sql('events.occurred_at < ?', until)]),
	];
}

function rows(database: Database, { kinds }: ClickCriteria, conditions: readonly Sql[], descending: boolean) {
	const from = kinds ? 'events CROSS JOIN derived.enrichments ON derived.enrichments.position = events.position' : 'events';
	const where = joined(conditions, ' AND ');
	return database.rows(`SELECT events.position AS position, events.link_id AS link_id FROM ${from} WHERE ${where.text} ORDER BY events.position ${descending ? 'DESC' : ''}`, ...where.parameters);
}
