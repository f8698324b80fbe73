import { keyFromRow } from '../../rows/key.ts';
import type { KeyReader, KeyWriter, StoredKey } from '../../storage.ts';
import type { Connection } from '../database.ts';

const SELECT = 'SELECT id, name, hash, scopes, created_at, expires_at, revoked_at FROM api_keys';
const INSERT = `INSERT INTO api_keys (name, hash, scopes, created_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (hash) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, created_at = excluded.created_at,
		expires_at = excluded.expires_at, revoked_at = excluded.revoked_at
	RETURNING id`;

/** API keys. */
export class PostgresKeys implements Omit<KeyReader, 'close'>, KeyWriter {
	readonly #connection: Connection;
	readonly #onWrite: () => void;

	constructor(connection: Connection, onWrite: () => void = () => undefined) {
		this.#connection = connection;
		this.#onWrite = onWrite;
	}

	async byHash(hash: string): Promise<StoredKey | undefined> {
		const row = await this.#connection.get(`${SELECT} WHERE hash = $1`, hash);
		return row && keyFromRow(row);
	}

	async list(): Promise<StoredKey[]> {
		return (await this.#connection.all(`${SELECT} ORDER BY id`)).map(keyFromRow);
	}

	async insert(key: Omit<StoredKey, 'id'>): Promise<StoredKey> {
		this.#onWrite();
		const row = await this.#connection.get(INSERT, key.name, key.hash, JSON.stringify(key.scopes), key.createdAt, key.expiresAt, key.revokedAt);
		return { id: row?.['id'] as number, ...key };
	}

	async revoke(id: number, at: number): Promise<boolean> {
		this.#onWrite();
		return (await this.#connection.run('UPDATE api_keys SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2', at, id)) > 0;
	}
}
