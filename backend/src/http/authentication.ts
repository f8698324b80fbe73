import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import { proveOwnPage } from '../dashboard/csrf.ts';
import type { Sessions } from '../dashboard/sessions.ts';
import type { Scope } from '../keys/schema.ts';
import { hashSecret } from '../keys/secret.ts';
import type { KeyReader, StoredKey } from '../storage/storage.ts';
import { ProblemError } from './problem.ts';

/** Keys that are remembered, and for how long: a key that another process revoked works no longer than that. */
const REMEMBERED = { max: 1000, ttl: 10_000 };

/** What is looked at of a request. */
export interface Caller {
	method: string;
	headers: IncomingHttpHeaders;
}

/** Finds out whose request it is, and whether they may. */
export class Authentication {
	readonly #keys: KeyReader;
	readonly #sessions: Sessions | undefined;
	readonly #known = new LRUCache<string, StoredKey>(REMEMBERED);

	/** @param sessions of the dashboard; without them, only keys are accepted */
	constructor(keys: KeyReader, sessions?: Sessions) {
		this.#keys = keys;
		this.#sessions = sessions;
	}

	/**
	 * The key behind an Authorization header, or, where there is none, behind a session of the dashboard.
	 *
	 * @throws ProblemError `unauthorized`, `forbidden`, `cross_site_request`
	 */
	async authenticate(caller: Caller, scope: Scope, now: number): Promise<StoredKey> {
		const { authorization, cookie } = caller.headers;
		const session = authorization === undefined ? await this.#sessions?.read(cookie, now) : undefined;
		if (this.#sessions && session) {
			proveOwnPage(caller, session, this.#sessions);
			return permitted(await this.valid(session.keyHash, now), scope);
		}
		const secret = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
		if (secret === undefined) throw new ProblemError('unauthorized', 'Send your API key in the header "Authorization: Bearer <key>".');
		return permitted(await this.valid(hashSecret(secret), now), scope);
	}

	/**
	 * The key that somebody wants to sign in with: it must be good for reading, or there is nothing to show.
	 *
	 * @throws ProblemError `unauthorized`, `forbidden`
	 */
	async signIn(secret: string, now: number): Promise<StoredKey> {
		return permitted(await this.valid(hashSecret(secret), now), 'read');
	}

	/**
	 * The key with this hash, if it is accepted.
	 *
	 * @throws ProblemError `unauthorized`
	 */
	async valid(hash: string, now: number): Promise<StoredKey> {
		const key = await this.#find(hash);
		if (!key || key.revokedAt !== null) throw new ProblemError('unauthorized', 'This API key is not known here, or was revoked. Make one with "linkmill keys create".');
		if (key.expiresAt !== null && key.expiresAt <= now) throw new ProblemError('unauthorized', `The API key "${key.name}" has expired. Make a new one.`);
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

function permitted(key: StoredKey, scope: Scope): StoredKey {
	if (key.scopes.includes(scope)) return key;
	throw new ProblemError('forbidden', `The API key "${key.name}" has the scopes ${key.scopes.join(', ')}; this call needs ${scope}.`);
}
