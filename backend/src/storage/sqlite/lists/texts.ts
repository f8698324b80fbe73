import { SEARCHABLE } from '../../search.ts';
import type { Source, SqlCondition } from './filter.ts';
import { joined, sql, type Sql } from './sql.ts';

/** Ranks a millisecond: see the schema. */
export const RANKS = 2 ** 20;

/** Times whose ranks fit 64 bits: up to the year 2248. What is later is sorted as if it were then. */
export function rankedTime(time: number): number {
	return Math.max(-(2 ** 43), Math.min(2 ** 43 - 1, time));
}

/** The first rank of a millisecond, as SQL. Parameters are floating point numbers, which are too coarse for ranks. */
export function firstRank(time: string): string {
	return `CAST(${time} AS INTEGER) * ${String(RANKS)}`;
}

/** What a row of `documents` is searched for: no word has a line break in it. */
const TEXT = `(d.slug || char(10) || coalesce(d.title, '') || char(10) || d.destination)`;

/** Ids of the documents for which a condition on their columns holds. */
export function candidates(condition: Sql): Source {
	return { ids: sql(`SELECT link_id AS id FROM search.documents INDEXED BY documents_by_destination WHERE ${condition.text} AND slug IS NOT NULL`, ...condition.parameters), kind: 'candidates' };
}

/**
 * The index tells which links hold the same threes of letters, newest first as fast as oldest first; whether they hold the
 * word, their texts tell.
 */
export function holdsWords(words: readonly string[]): SqlCondition {
	const holds = joined(words.map((word) => sql(`instr(${TEXT}, ?) > 0`, word)), ' AND ');
	const found = sql('t.texts MATCH ?', threes(words));
	const from = 'search.texts AS t CROSS JOIN search.documents AS d ON d.rank = t.rowid';
	return {
		check: sql(`EXISTS (SELECT 1 FROM search.documents AS d WHERE d.link_id = links.id AND ${holds.text})`, ...holds.parameters),
		source: { ids: sql(`SELECT d.link_id AS id FROM ${from} WHERE ${found.text}`, ...found.parameters), kind: 'costly' },
		byCreation: {
			from: `${from} CROSS JOIN links ON links.id = d.link_id`,
			where: [found, holds],
			key: 'links.created_at',
			id: 'd.link_id',
			rank: {
				column: 't.rowid',
				of: ({ value, id }) => sql(`coalesce((SELECT rank FROM search.documents WHERE link_id = ?), ${firstRank('?')})`, id, rankedTime(Number(value))),
			},
		},
	};
}

/** Letters up to which all threes of a word are asked for. */
const SHORT = 8;

/**
 * A query of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax): everything in quotes, so that nothing has a meaning.
 * Of long words those threes that lie side by side: they leave hardly more links than all of them, in a third of the time.
 */
function threes(words: readonly string[]): string {
	const found = new Set<string>();
	for (const word of words) {
		const letters = Array.from(word.toWellFormed());
		const last = letters.length - SEARCHABLE;
		for (let at = 0; at <= last; at += letters.length <= SHORT ? 1 : SEARCHABLE) found.add(letters.slice(at, at + SEARCHABLE).join(''));
		found.add(letters.slice(last).join(''));
	}
	return [...found].map((three) => `"${three.replaceAll('"', '""')}"`).join(' AND ');
}
