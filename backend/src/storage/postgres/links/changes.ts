import { changeFromRow, touchedFromRow, versionsFromRows } from '../../rows/change.ts';
import type { ChangeReader, ChangeRecord, ChangeWriter, LinkState, Page, TouchedLink } from '../../storage.ts';
import type { Connection } from '../database.ts';
import { LINK_COLUMNS } from './link-rows.ts';

const SELECT = 'SELECT id, kind, key_id, at, links, created_first, created_last, reverts, summary FROM changes';

// `replaced` and `result` are versions that are kept; where there is no `result`, the link as it is now is what came of it.
const CREATED = `SELECT NULL AS replaced, result.body AS result, ${LINK_COLUMNS} FROM links
	LEFT JOIN link_versions result ON result.link_id = links.id AND result.version = 1
	WHERE links.id BETWEEN $1 AND $2 ORDER BY links.id LIMIT $3`;
const REPLACED = `SELECT replaced.body AS replaced, result.body AS result, ${LINK_COLUMNS} FROM link_versions replaced
	JOIN links ON links.id = replaced.link_id
	LEFT JOIN link_versions result ON result.link_id = replaced.link_id AND result.version = replaced.version + 1
	WHERE replaced.change_id = $1 ORDER BY replaced.link_id LIMIT $2`;

const DESCENDANTS = `WITH RECURSIVE descendants (id, reverts) AS (
		SELECT id, reverts FROM changes WHERE reverts = ANY($1)
		UNION SELECT changes.id, changes.reverts FROM changes JOIN descendants ON changes.reverts = descendants.id
	) SELECT id, reverts FROM descendants ORDER BY id`;

const INSERT = 'INSERT INTO changes (id, kind, key_id, at, links, created_first, created_last, reverts, summary) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)';

/** Changes and versions. */
export class PostgresChanges implements Omit<ChangeReader, 'close'>, ChangeWriter {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async find(id: number): Promise<ChangeRecord | undefined> {
		const row = await this.#connection.get(`${SELECT} WHERE id = $1`, id);
		return row && changeFromRow(row);
	}

	async list({ limit, before }: Page): Promise<ChangeRecord[]> {
		const rows = await this.#connection.all(`${SELECT} WHERE id < $1 ORDER BY id DESC LIMIT $2`, before ?? Number.MAX_SAFE_INTEGER, limit);
		return rows.map(changeFromRow);
	}

	async creationOf(linkId: number): Promise<ChangeRecord | undefined> {
		// A change gets its id after its links, with no ids of others between them.
		const row = await this.#connection.get(`${SELECT} WHERE id > $1 ORDER BY id LIMIT 1`, linkId);
		const next = row && changeFromRow(row);
		return next?.created && next.created.first <= linkId && linkId <= next.created.last ? next : undefined;
	}

	async revertsOf(ids: readonly number[]): Promise<Array<{ id: number; reverts: number }>> {
		const rows = await this.#connection.all(DESCENDANTS, ids);
		return rows.map((row) => ({ id: row['id'] as number, reverts: row['reverts'] as number }));
	}

	async replacedBy(id: number): Promise<number[]> {
		const rows = await this.#connection.all('SELECT link_id FROM link_versions WHERE change_id = $1', id);
		return rows.map((row) => row['link_id'] as number);
	}

	async linksOf({ id, created }: ChangeRecord, limit?: number): Promise<TouchedLink[]> {
		// Without a limit, NULL is none.
		const fresh = created ? await this.#connection.all(CREATED, created.first, created.last, limit ?? null) : [];
		const replaced = await this.#connection.all(REPLACED, id, limit === undefined ? null : limit - fresh.length);
		return [...fresh, ...replaced].map(touchedFromRow);
	}

	async versions(linkId: number, { limit, before = Number.MAX_SAFE_INTEGER }: Page): Promise<LinkState[]> {
		const now = await this.#connection.get(`SELECT ${LINK_COLUMNS} FROM links WHERE id = $1 AND version < $2`, linkId, before);
		// Those before it: it could be replaced meanwhile.
		const rows = await this.#connection.all(
			'SELECT body, replaced_at, replaced_by, change_id FROM link_versions WHERE link_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3',
			linkId, (now?.['version'] ?? before), limit + 1,
		);
		return versionsFromRows(now, rows, limit);
	}

	async record(change: ChangeRecord): Promise<void> {
		await this.#connection.run(
			INSERT,
			change.id, change.kind, change.keyId, change.at, change.links, change.created?.first ?? null, change.created?.last ?? null,
			change.reverts, change.summary,
		);
	}
}
