import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Scope } from '../keys/schema.ts';
import { hashSecret } from '../keys/secret.ts';
import type { KeyReader, StoredKey } from '../storage/storage.ts';
import { ProblemError } from './problem.ts';

/** Keys that are remembered, and for how long: a key that another process revoked works no longer than that. */
const REMEMBERED = { max: 1000, ttl: 10_000 };

/** Finds out whose request it is, and whether they may. */
export class Authentication {
	readonly #keys: KeyReader;
	readonly #known = new LRUCache<string, StoredKey>(REMEMBERED);

	constructor(keys: KeyReader) {
		this.#keys = keys;
	}

	/**
	 * The key behind an Authorization header.
	 *
	 * @throws ProblemError `unauthorized`, `forbidden`
	 */
	async authenticate(authorization: string | undefined, scope: Scope, now: number): Promise<StoredKey> {
		const secret = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
		if (secret === undefined) throw new ProblemError('unauthorized', 'Send your API key in the header "Authorization: Bearer <key>".');
		const key = await this.#find(hashSecret(secret));
		if (!key || key.revokedAt !== null) throw new ProblemError('unauthorized', 'This API key is not known here, or was revoked. Make one with "linkmill keys create".');
		if (key.expiresAt !== null && key.expiresAt <= now) throw new ProblemError('unauthorized', `The API key "${key.name}" has expired. Make a new one.`);
		if (!key.scopes.includes(scope)) {
			throw new ProblemError('forbidden', `The API key "${key.name}" has the scopes ${key.scopes.join(', ')}; this call needs ${scope}.`);
		}
		return key;
	}

	/** Forgets all keys: one was made or revoked. */
	forget(): void {
		this.#known.clear();
	}

	async #find(hash: string): Promise<StoredKey | undefined> {
		const known = this.#known.get(hash) ?? (await this.#keys.byHash(hash));
		if (!known || !timingSafeEqual(Buffer.from(known.hash), Buffer.from(hash))) return undefined;
		this.#known.set(hash, known);
		return known;
	}
}
