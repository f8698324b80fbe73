import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { Authorship, StoredLink } from '../storage.ts';
import type { Database } from './database.ts';
import { INSERT_LINK, LINK_COLUMNS, linkParameters } from './link-rows.ts';

const INSERT_VERSION = 'INSERT INTO link_versions (link_id, version, body, replaced_at, replaced_by, change_id) VALUES (?, ?, ?, ?, ?, ?)';

const COLUMNS = LINK_COLUMNS.split(',').map((column) => column.trim());

/**
 * Keeps each `before` as a version and puts `after` in its place. Of a row that only changes, no more than the columns that
 * differ are set: SQLite then leaves the indexes of the others alone, which is most of the work.
 */
export function replaceLinks(database: Database, pairs: ReadonlyArray<{ before: StoredLink; after: StoredLink }>, by: Authorship): void {
	const keep = database.statement(INSERT_VERSION);
	const remove = database.statement('DELETE FROM links WHERE id = ?');
	const insert = database.statement(INSERT_LINK);
	const set = columnSetter(database);
	const coming: StoredLink[] = [];
	for (const { before, after } of pairs) {
		keep.run(before.id, before.version, JSON.stringify(before), by.at, by.keyId, by.changeId);
		const stays = before.deletedAt === null && before.slug === after.slug && before.externalId === after.externalId;
		if (stays || after.deletedAt !== null) set(before, after);
		else {
			// All that go do so before any comes: slugs may change places.
			remove.run(before.id);
			coming.push(after);
		}
	}
	for (const link of coming) insert.run(...linkParameters(link));
}

/** Sets the columns in which a link differs. The statements last for one transaction: there are as many as sets of columns. */
function columnSetter(database: Database): (before: StoredLink, after: StoredLink) => void {
	const statements = new Map<string, StatementSync>();
	return (before, after) => {
		const [was, is] = [linkParameters(before), linkParameters(after)];
		const [columns, values]: [string[], SQLInputValue[]] = [[], []];
		for (const [place, value] of is.entries()) {
			if (value === was[place]) continue;
			columns.push(`${COLUMNS[place] as string} = ?`);
			values.push(value);
		}
		const columnList = columns.join(', ');
		const known = statements.get(columnList) ?? database.unkept(`UPDATE links SET ${columnList} WHERE id = ?`);
		statements.set(columnList, known);
		known.run(...values, after.id);
	};
}
