import type { LabelCount, LabelKind, LabelPage } from '../../storage.ts';
import { foldText } from '../../search.ts';
import type { Database } from '../database.ts';
import { afterPrefix, between, joined, sql } from './sql.ts';

const SOURCES: Record<LabelKind, { from: string; name: string; where: string }> = {
	tag: { from: 'link_tags', name: 'tag', where: 'TRUE' },
	campaign: { from: 'links INDEXED BY links_by_campaign', name: 'campaign', where: 'campaign IS NOT NULL AND deleted_at IS NULL' },
};

/**
 * Tags or campaigns with the number of their links, counted when asked: 50 ms a million, of those that begin alike. By name, no more is
 * counted than the page shows.
 */
export function labelsOf(database: Database, kind: LabelKind, { prefix, by, descending, limit, after }: LabelPage): LabelCount[] {
	const { from, name, where } = SOURCES[kind];
	const direction = descending ? 'DESC' : 'ASC';
	const beyond = descending ? '<' : '>';
	const folded = foldText(prefix);
	const beginnings = joined([sql('FALSE'), ...firstLetters(prefix).map((letter) => between(name, letter, afterPrefix(letter)))], ' OR ');
	const conditions = [
		sql(where),
		...(prefix === '' ? [] : [sql(`(${beginnings.text})`, ...beginnings.parameters)]),
		...(by === 'name' && after ? [sql(`${name} ${beyond} ?`, after.name)] : []),
	];
	const grouped = joined([sql(`SELECT ${name} AS name, count(*) AS links FROM ${from} WHERE`), joined(conditions, ' AND '), sql(`GROUP BY ${name}`)], ' ');
	const place = by === 'links' && after ? sql(`(links, name) ${beyond} (?, ?)`, after.links, after.name) : sql('TRUE');
	const order = by === 'name' ? `name ${direction}` : `links ${direction}, name ${direction}`;
	const found: LabelCount[] = [];
	const rows = database.rows(`SELECT name, links FROM (${grouped.text}) WHERE ${place.text} ORDER BY ${order}`, ...grouped.parameters, ...place.parameters);
	for (const row of rows) {
		if (found.length === limit) break;
		const label = row['name'] as string;
		if (foldText(label).startsWith(folded)) found.push({ name: label, links: row['links'] as number });
	}
	return found;
}

/** How a name can begin that begins like this one, but for case. */
function firstLetters(prefix: string): string[] {
	const letter = String.fromCodePoint(prefix.codePointAt(0) ?? 0);
	return [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()].map((one) => String.fromCodePoint(one.codePointAt(0) ?? 0)))];
}
