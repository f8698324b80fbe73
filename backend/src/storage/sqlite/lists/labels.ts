import type { LabelCount, LabelKind, LabelPage } from '../../storage.ts';
import { foldText } from '../../search.ts';
import type { Database, Row } from '../database.ts';
import { afterPrefix, between, joined, sql, type Sql } from './sql.ts';

const SOURCES: Record<LabelKind, { from: string; name: string; where: string }> = {
	tag: { from: 'link_tags', name: 'tag', where: 'TRUE' },
	campaign: { from: 'links INDEXED BY links_by_campaign', name: 'campaign', where: 'campaign IS NOT NULL AND deleted_at IS NULL' },
};

/**
 * Tags or campaigns with the number of their links, which are counted when asked: 40 ms a million. By name, no more are counted
 * than the page shows.
 */
export function labelsOf(database: Database, kind: LabelKind, page: LabelPage): LabelCount[] {
	const folded = foldText(page.prefix);
	const found: LabelCount[] = [];
	for (const row of page.by === 'name' ? byName(database, kind, page) : byLinks(database, kind, page)) {
		const label = { name: row['name'] as string, links: row['links'] as number };
		if (foldText(label.name).startsWith(folded)) found.push(label);
		if (found.length === page.limit) break;
	}
	return found;
}

function* byName(database: Database, kind: LabelKind, { prefix, descending, after }: LabelPage): Iterable<Row> {
	const { name } = SOURCES[kind];
	const beyond = after ? [sql(`${name} ${descending ? '<' : '>'} ?`, after.name)] : [];
	const ranges = beginnings(prefix, name);
	for (const range of descending ? ranges.reverse() : ranges) {
		const { text, parameters } = counted(kind, [range, ...beyond]);
		yield* database.rows(`${text} ORDER BY ${name} ${descending ? 'DESC' : 'ASC'}`, ...parameters);
	}
}

function byLinks(database: Database, kind: LabelKind, { prefix, descending, after }: LabelPage): Iterable<Row> {
	const all = joined(beginnings(prefix, SOURCES[kind].name).map((range) => counted(kind, [range])), ' UNION ALL ');
	const direction = descending ? 'DESC' : 'ASC';
	const beyond = after ? sql(`(links, name) ${descending ? '<' : '>'} (?, ?)`, after.links, after.name) : sql('TRUE');
	return database.rows(`SELECT name, links FROM (${all.text}) WHERE ${beyond.text} ORDER BY links ${direction}, name ${direction}`, ...all.parameters, ...beyond.parameters);
}

function counted(kind: LabelKind, conditions: readonly Sql[]): Sql {
	const { from, name, where } = SOURCES[kind];
	return joined([sql(`SELECT ${name} AS name, count(*) AS links FROM ${from} WHERE`), joined([sql(where), ...conditions], ' AND '), sql(`GROUP BY ${name}`)], ' ');
}

/** The names that begin with the first letter of a prefix, in whatever case: a range for each, in the order of names. */
function beginnings(prefix: string, name: string): Sql[] {
	const letter = prefix.codePointAt(0);
	if (letter === undefined) return [sql('TRUE')];
	const written = String.fromCodePoint(letter);
	const letters = [written, written.toLowerCase(), written.toUpperCase()].map((one) => String.fromCodePoint(one.codePointAt(0) ?? 0));
	return [...new Set(letters)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map((one) => between(name, one, afterPrefix(one)));
}
