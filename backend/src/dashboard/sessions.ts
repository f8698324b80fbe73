import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SessionReader } from '../storage/storage.ts';
import { seal, unseal } from './seal.ts';

/** Somebody who has signed in with an API key. */
export interface Session {
	/** Random, another one at every sign-in. */
	id: string;
	/** Of the API key: it is looked up at every request, so a key that is revoked ends its sessions. */
	keyHash: string;
	/** Milliseconds since 1970: until then, whatever happens. */
	endsAt: number;
}

/** How long a session lasts: a long working day. */
const LIFE_MS = 12 * 3600 * 1000;

/**
 * Sessions of the dashboard. The server keeps none but those that were ended: each is in its cookie, sealed. The cookie is sent by a
 * browser whoever asks for it, so it counts only beside a proof that the request is the page's own (see `csrf.ts`).
 */
export class Sessions {
	readonly #key: Buffer;
	readonly #secure: boolean;
	readonly #ended: Pick<SessionReader, 'isEnded'>;

	/**
	 * @param key 32 bytes that seal
	 * @param ended those that somebody has ended
	 * @param secure whether visitors come by https: the cookie is then sent by https alone, and no other host of the domain can set it
	 */
	constructor(key: Buffer, ended: Pick<SessionReader, 'isEnded'>, { secure }: { secure: boolean }) {
		this.#key = key;
		this.#ended = ended;
		this.#secure = secure;
	}

	/** Name of the cookie. Browsers hold `__Host-` to `Secure`, `Path=/` and no `Domain` (RFC 6265bis, 4.1.3.2). */
	get cookieName(): string {
		return this.#secure ? '__Host-linkmill_session' : 'linkmill_session';
	}

	/** Begins a session. `now` in milliseconds. */
	begin(keyHash: string, now: number): Session {
		return { id: randomBytes(18).toString('base64url'), keyHash, endsAt: now + LIFE_MS };
	}

	/**
	 * The session in a Cookie header; undefined where there is none that this server has sealed and that still lasts. It is looked up
	 * every time: a page asks a few times a minute, and who has signed out of one process is signed out of all.
	 *
	 * @throws StorageUnavailable
	 */
	async read(cookies: string | undefined, now: number): Promise<Session | undefined> {
		const session = this.unsealed(cookies, now);
		return session && !(await this.#ended.isEnded(session.id)) ? session : undefined;
	}

	/** The same, whether or not somebody has ended it. */
	unsealed(cookies: string | undefined, now: number): Session | undefined {
		const sealed = cookieIn(cookies, this.cookieName);
		const text = sealed === undefined ? undefined : unseal(sealed, this.#key);
		if (text === undefined) return undefined;
		const session = JSON.parse(text) as Session;
		return session.endsAt > now ? session : undefined;
	}

	/** The Set-Cookie header that gives a session to a browser, or, without one, takes it away. */
	cookie(session: Session | undefined, now: number): string {
		const value = session ? seal(JSON.stringify(session), this.#key) : '';
		const seconds = session ? Math.floor((session.endsAt - now) / 1000) : 0;
		return `${this.cookieName}=${value}; Path=/; Max-Age=${String(seconds)}; HttpOnly; SameSite=Strict${this.#secure ? '; Secure' : ''}`;
	}

	/** What the page sends beside the cookie, to prove that it could read it: nothing that another site can find out. */
	csrfToken({ id }: Session): string {
		return createHmac('sha256', this.#key).update(`csrf ${id}`).digest('base64url');
	}

	/** Whether a header holds the token of a session. */
	hasToken(session: Session, token: string | undefined): boolean {
		const expected = Buffer.from(this.csrfToken(session));
		const given = Buffer.from(token ?? '');
		return given.length === expected.length && timingSafeEqual(given, expected);
	}
}

/** A cookie by its name in a Cookie header (RFC 6265, 4.2.1): the first of them, which is the one of the longest path. */
function cookieIn(header: string | undefined, name: string): string | undefined {
	for (const pair of header?.split(';') ?? []) {
		const [key, value] = pair.split('=', 2);
		if (key?.trim() === name) return value?.trim();
	}
	return undefined;
}
