import { keyFromRow } from '../rows/key.ts';
import type { KeyReader, KeyWriter, StoredKey } from '../storage.ts';
import type { Database } from './database.ts';

const SELECT = 'SELECT id, name, hash, scopes, created_at, expires_at, revoked_at FROM api_keys';

/** API keys, in `links.db`. */
export class SqliteKeys implements KeyReader, KeyWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async byHash(hash: string): Promise<StoredKey | undefined> {
		const row = this.#database.get(`${SELECT} WHERE hash = ?`, hash);
		return row && keyFromRow(row);
	}

	async list(): Promise<StoredKey[]> {
		return this.#database.all(`${SELECT} ORDER BY id`).map(keyFromRow);
	}

	async insert(key: Omit<StoredKey, 'id'>): Promise<StoredKey> {
		const row = this.#database.get(
			`INSERT INTO api_keys (name, hash, scopes, created_at, expires_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (hash) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, created_at = excluded.created_at, expires_at = excluded.expires_at, revoked_at = excluded.revoked_at
			RETURNING id`,
			key.name, key.hash, JSON.stringify(key.scopes), key.createdAt, key.expiresAt, key.revokedAt,
		);
		return { id: row?.['id'] as number, ...key };
	}

	async revoke(id: number, at: number): Promise<boolean> {
		return this.#database.run('UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?', at, id) > 0;
	}

	close(): void {
		this.#database.close();
	}
}
