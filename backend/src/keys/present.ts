import { publicId } from '../ids.ts';
import type { StoredKey } from '../storage/storage.ts';
import { formatTime } from '../times.ts';

/** A key as the API shows it: never its secret, nor the hash. */
export function presentKey(key: StoredKey) {
	return {
		id: publicId('key', key.id),
		name: key.name,
		scopes: key.scopes,
		created_at: formatTime(key.createdAt),
		expires_at: formatTime(key.expiresAt),
		revoked_at: formatTime(key.revokedAt),
	};
}
