import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets that the server makes for itself and keeps, so that what they protect outlives a restart. */
export interface ServerSecrets {
	/** The key that seals sessions: 32 bytes. The first one who asks makes it. */
	sessionKey(): Promise<Buffer>;
}

/** File in the data folder that holds the key of sessions. Without it, everybody signs in again. */
const FILE = 'session.key';

/** Bytes of the key that seals sessions, of AES-256. */
export const SESSION_KEY_BYTES = 32;

/** Secrets in a data folder that one process owns, in files that only the owner can read. */
export function secretsInFolder(dataDir: string): ServerSecrets {
	const file = join(dataDir, FILE);
	return {
		async sessionKey() {
			const known = await readFile(file, 'utf8').then((text) => Buffer.from(text.trim(), 'base64url'), () => undefined);
			// A crash may have cut it off; a shorter key is none.
			if (known?.length === SESSION_KEY_BYTES) return known;
			const made = randomBytes(SESSION_KEY_BYTES);
			await writeFile(file, `${made.toString('base64url')}\n`, { mode: 0o600 });
			return made;
		},
	};
}
