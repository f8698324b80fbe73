import { changeFromRow, touchedFromRow, versionsFromRows } from '../rows/change.ts';
import type { ChangeReader, ChangeRecord, ChangeWriter, LinkState, Page, TouchedLink } from '../storage.ts';
import type { Database } from './database.ts';
import { LINK_COLUMNS } from './link-rows.ts';

const SELECT = 'SELECT id, kind, key_id, at, links, created_first, created_last, reverts, summary FROM changes';

const CURRENT = LINK_COLUMNS.split(',').map((column) => `links.${column.trim()}`).join(', ');
// `replaced` and `result` are versions that are kept; where there is no `result`, the link as it is now is what came of it.
const CREATED = `SELECT NULL AS replaced, result.body AS result, ${CURRENT} FROM links
	LEFT JOIN link_versions result ON result.link_id = links.id AND result.version = 1
	WHERE links.id BETWEEN ? AND ? ORDER BY links.id LIMIT ?`;
const REPLACED = `SELECT replaced.body AS replaced, result.body AS result, ${CURRENT} FROM link_versions replaced
	JOIN links ON links.id = replaced.link_id
	LEFT JOIN link_versions result ON result.link_id = replaced.link_id AND result.version = replaced.version + 1
	WHERE replaced.change_id = ? ORDER BY replaced.link_id LIMIT ?`;

const DESCENDANTS = `WITH RECURSIVE descendants (id, reverts) AS (
		SELECT id, reverts FROM changes WHERE reverts IN (SELECT value FROM json_each(?))
		UNION SELECT changes.id, changes.reverts FROM changes JOIN descendants ON changes.reverts = descendants.id
	) SELECT id, reverts FROM descendants ORDER BY id`;

/** More rows than there can be. */
const ALL = -1;

/** Changes and versions, in `links.db`. */
export class SqliteChanges implements ChangeReader, ChangeWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async find(id: number): Promise<ChangeRecord | undefined> {
		const row = this.#database.get(`${SELECT} WHERE id = ?`, id);
		return row && changeFromRow(row);
	}

	async list({ limit, before }: Page): Promise<ChangeRecord[]> {
		return this.#database.all(`${SELECT} WHERE id < ? ORDER BY id DESC LIMIT ?`, before ?? Number.MAX_SAFE_INTEGER, limit).map(changeFromRow);
	}

	async creationOf(linkId: number): Promise<ChangeRecord | undefined> {
		// A change gets its id after its links, with no ids of others between them.
		const row = this.#database.get(`${SELECT} WHERE id > ? ORDER BY id LIMIT 1`, linkId);
		const next = row && changeFromRow(row);
		return next?.created && next.created.first <= linkId && linkId <= next.created.last ? next : undefined;
	}

	async revertsOf(ids: readonly number[]): Promise<Array<{ id: number; reverts: number }>> {
		return this.#database.all(DESCENDANTS, JSON.stringify(ids)).map((row) => ({ id: row['id'] as number, reverts: row['reverts'] as number }));
	}

	async replacedBy(id: number): Promise<number[]> {
		return this.#database.all('SELECT link_id FROM link_versions WHERE change_id = ?', id).map((row) => row['link_id'] as number);
	}

	async linksOf({ id, created }: ChangeRecord, limit = ALL): Promise<TouchedLink[]> {
		const fresh = created ? this.#database.all(CREATED, created.first, created.last, limit) : [];
		const replaced = this.#database.all(REPLACED, id, limit === ALL ? ALL : limit - fresh.length);
		return [...fresh, ...replaced].map(touchedFromRow);
	}

	async versions(linkId: number, { limit, before = Number.MAX_SAFE_INTEGER }: Page): Promise<LinkState[]> {
		const now = this.#database.get(`SELECT ${LINK_COLUMNS} FROM links WHERE id = ? AND version < ?`, linkId, before);
		const rows = this.#database.all(
			'SELECT body, replaced_at, replaced_by, change_id FROM link_versions WHERE link_id = ? AND version < ? ORDER BY version DESC LIMIT ?',
			linkId, before, limit + 1,
		);
		return versionsFromRows(now, rows, limit);
	}

	async record(change: ChangeRecord): Promise<void> {
		this.#database.run(
			'INSERT INTO changes (id, kind, key_id, at, links, created_first, created_last, reverts, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
			change.id, change.kind, change.keyId, change.at, change.links, change.created?.first ?? null, change.created?.last ?? null,
			change.reverts, change.summary,
		);
	}

	close(): void {
		this.#database.close();
	}
}
