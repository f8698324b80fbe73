import { foldText } from '../../search.ts';
import type { LabelCount, LabelKind, LabelPage } from '../../storage.ts';
import type { Database } from '../database.ts';
import { all, joined, numbered, sql, type Sql } from './sql.ts';

const SOURCES: Record<LabelKind, { from: string; name: string; where: string }> = {
	tag: { from: 'link_tags', name: 'tag', where: 'TRUE' },
	campaign: { from: 'links', name: 'campaign', where: 'campaign IS NOT NULL AND deleted_at IS NULL' },
};

/** Names that are fetched at once, where some of them may not be wanted: which do, a case-insensitive comparison tells here. */
const CHUNK = 5000;

/** Tags or campaigns with the number of their links, which are counted when asked. By name, no more are counted than are fetched. */
export async function labelsOf(database: Database, kind: LabelKind, { prefix, by, descending, limit, after }: LabelPage): Promise<LabelCount[]> {
	const folded = foldText(prefix);
	const wanted = prefix === '' ? limit : Math.max(limit, CHUNK);
	const found: LabelCount[] = [];
	for (let last = after; ; ) {
		const { text, values } = by === 'name' ? byName(kind, prefix, descending, last) : byLinks(kind, prefix, descending, last);
		const rows = await database.query(numbered({ text: `${text} LIMIT ?`, values }), ...values, wanted);
		const labels = rows.map((row): LabelCount => ({ name: row['name'] as string, links: row['links'] as number }));
		found.push(...labels.filter(({ name }) => foldText(name).startsWith(folded)));
		last = labels.at(-1);
		if (found.length >= limit || labels.length < wanted) return found.slice(0, limit);
	}
}

function byName(kind: LabelKind, prefix: string, descending: boolean, after: LabelCount | undefined): Sql {
	const { name } = SOURCES[kind];
	const beyond = after ? [sql(`${name} ${descending ? '<' : '>'} ?`, after.name)] : [];
	return joined([counted(kind, [begins(prefix, name), ...beyond]), sql(`ORDER BY ${name} ${descending ? 'DESC' : 'ASC'}`)], ' ');
}

function byLinks(kind: LabelKind, prefix: string, descending: boolean, after: LabelCount | undefined): Sql {
	const { text, values } = counted(kind, [begins(prefix, SOURCES[kind].name)]);
	const beyond = after ? sql(`(links, name) ${descending ? '<' : '>'} (?, ?)`, after.links, after.name) : sql('TRUE');
	const direction = descending ? 'DESC' : 'ASC';
	return sql(`SELECT name, links FROM (${text}) AS labels WHERE ${beyond.text} ORDER BY links ${direction}, name ${direction}`, ...values, ...beyond.values);
}

function counted(kind: LabelKind, conditions: readonly Sql[]): Sql {
	const { from, name, where } = SOURCES[kind];
	return joined([sql(`SELECT ${name} AS name, count(*) AS links FROM ${from} WHERE`), all([sql(where), ...conditions]), sql(`GROUP BY ${name}`)], ' ');
}

/** That a name begins with the first letter of a prefix, in whatever case. */
function begins(prefix: string, name: string): Sql {
	const letter = prefix.codePointAt(0);
	if (letter === undefined) return sql('TRUE');
	const written = String.fromCodePoint(letter);
	const letters = [written, written.toLowerCase(), written.toUpperCase()].map((one) => String.fromCodePoint(one.codePointAt(0) ?? 0));
	const ranges = joined([...new Set(letters)].map((one) => sql(`${name} ^@ ?`, one)), ' OR ');
	return sql(`(${ranges.text})`, ...ranges.values);
}
