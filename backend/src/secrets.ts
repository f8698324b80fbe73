import { randomBytes } from 'node:crypto';
import { FileSalt } from './clicks/file-salt.ts';
import { SharedSalt } from './clicks/shared-salt.ts';
import type { Salt } from './clicks/visitor.ts';
import type { Settings } from './config.ts';
import { secretsInFolder, SESSION_KEY_BYTES } from './dashboard/server-secrets.ts';
import type { Storage } from './storage/storage.ts';

/** Name of the key that seals sessions, where processes share it. */
const SESSION_KEY = 'session-key';

/** The secrets that a server makes for itself: in files where it has the storage to itself, else in the storage, the same for all. */
export async function secretsOf(storage: Storage, { dataDir, visitorSaltDays }: Settings, report: (error: unknown) => void): Promise<{ sessionKey: Buffer; salt: Salt }> {
	const shared = storage.secrets();
	if (!shared) return { sessionKey: await secretsInFolder(dataDir).sessionKey(), salt: new FileSalt(dataDir, visitorSaltDays) };
	const key = await shared.ensure(SESSION_KEY, randomBytes(SESSION_KEY_BYTES).toString('base64url'));
	return { sessionKey: Buffer.from(key, 'base64url'), salt: await SharedSalt.open(shared, visitorSaltDays, report) };
}
