import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyWriter } from '../storage/storage.ts';
import { SCOPES } from './schema.ts';
import { hashSecret, newSecret } from './secret.ts';

/** File in the data folder that holds the first key's secret. */
const FILE = 'admin.key';

/** Name of the key that the environment gives. There is one: a new value revokes the old. */
const FROM_ENVIRONMENT = 'LINKMILL_API_KEY';

/** Path of the file with the secret of the key that the first start made. */
export function adminKeyPath(dataDir: string): string {
	return join(dataDir, FILE);
}

/**
 * Sees to it that there is an admin key: the one that the environment names, or, on the first start, a new one whose
 * secret is written to a file that only the owner can read.
 *
 * @returns the path of that file where it was written just now
 */
export async function ensureAdminKey(keys: KeyWriter, dataDir: string, fromEnvironment: string | undefined): Promise<string | undefined> {
	const now = Date.now();
	const known = await keys.list();
	const make = (name: string, secret: string) =>
		keys.insert({ name, hash: hashSecret(secret), scopes: [...SCOPES], createdAt: now, expiresAt: null, revokedAt: null });
	for (const key of known) {
		const current = fromEnvironment !== undefined && key.hash === hashSecret(fromEnvironment);
		if (key.name === FROM_ENVIRONMENT && key.revokedAt === null && !current) await keys.revoke(key.id, now);
	}
	if (fromEnvironment !== undefined) {
		if (!known.some((key) => key.hash === hashSecret(fromEnvironment) && key.revokedAt === null)) await make(FROM_ENVIRONMENT, fromEnvironment);
		return undefined;
	}
	if (known.some((key) => key.revokedAt === null && key.scopes.includes('admin') && key.name !== FROM_ENVIRONMENT)) return undefined;
	const secret = newSecret();
	await make('admin', secret);
	writeFileSync(adminKeyPath(dataDir), `${secret}\n`, { mode: 0o600 });
	return adminKeyPath(dataDir);
}

/** The secret in that file; undefined where there is none. */
export function readAdminKey(dataDir: string): string | undefined {
	try {
		return readFileSync(adminKeyPath(dataDir), 'utf8').trim();
	} catch {
		return undefined;
	}
}
