import type { StoredKey } from '../keys.ts';
import type { StoredRow } from './row.ts';

/** A row of `api_keys`. */
export function keyFromRow(row: StoredRow): StoredKey {
	return {
		id: row['id'] as number,
		name: row['name'] as string,
		hash: row['hash'] as string,
		scopes: JSON.parse(row['scopes'] as string) as string[],
		createdAt: row['created_at'] as number,
		expiresAt: row['expires_at'] as number | null,
		revokedAt: row['revoked_at'] as number | null,
	};
}
