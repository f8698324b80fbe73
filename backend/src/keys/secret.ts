import { createHash, randomBytes } from 'node:crypto';

/** Secrets begin with it, so that people and secret scanners know what they look at. */
const PREFIX = 'lmk_';

/** A new API key's secret: the prefix and 32 random bytes. */
export function newSecret(): string {
	return PREFIX + randomBytes(32).toString('base64url');
}

/** What is kept of a secret. Plain SHA-256 will do: there is no dictionary of 256-bit random numbers. */
export function hashSecret(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}
