import Type from 'typebox';
import { networkOf, type AddressOf } from '../clicks/address.ts';
import type { Answer } from '../http/answer.ts';
import { send, type App } from '../http/app.ts';
import type { Authentication } from '../http/authentication.ts';
import { ProblemError } from '../http/problem.ts';
import { closed } from '../http/schema.ts';
import { presentKey } from '../keys/present.ts';
import type { StoredKey } from '../storage/storage.ts';
import { Allowance } from '../redirects/allowance.ts';
import { refuseOtherSites } from './csrf.ts';
import type { Session, Sessions } from './sessions.ts';

/** Keys that are wrong, for one network. A guess at 32 random bytes is hopeless; this keeps the log and the database quiet. */
const WRONG_KEYS = { most: 10, within: 60_000, keys: 20_000 };

/** Characters of a key: ours have 47, an operator's own may be longer. */
const KEY_LIMIT = 1000;

const SignIn = Type.Object({ key: Type.String({ minLength: 1, maxLength: KEY_LIMIT }) }, closed);

/** What the session routes use. */
export interface SessionDependencies {
	sessions: Sessions;
	/** Ends a session on every process: see `end-session.ts`. */
	end(session: Session): Promise<Answer>;
	authentication: Authentication;
	addressOf: AddressOf;
	baseUrl: string;
	version: string;
}

/** Sign in, sign out, and who is signed in: for the dashboard alone, so no part of the API. */
export function sessionRoutes(app: App, { sessions, end, authentication, addressOf, baseUrl, version }: SessionDependencies): void {
	const wrongKeys = new Allowance<string>(WRONG_KEYS);
	const hidden = { hide: true } as const;
	const present = (session: Session, key: StoredKey) => ({
		session: { csrf: sessions.csrfToken(session), ends_at: new Date(session.endsAt).toISOString(), key: presentKey(key), base_url: baseUrl, version },
	});

	app.get('/_/session', { schema: hidden }, async (request, reply) => {
		refuseOtherSites(request);
		void reply.header('cache-control', 'no-store');
		const now = Date.now();
		const session = await sessions.read(request.headers.cookie, now);
		const key = session && (await authentication.valid(session.keyHash, now).catch(() => undefined));
		// 200 also for who is not signed in: a browser shows every 4xx as an error.
		return session && key ? present(session, key) : { session: null };
	});

	app.post('/_/session', { schema: { ...hidden, body: SignIn }, bodyLimit: 4 * KEY_LIMIT }, async (request, reply) => {
		refuseOtherSites(request);
		void reply.header('cache-control', 'no-store');
		const network = networkOf(addressOf(request.raw));
		const wait = wrongKeys.take(network);
		if (wait > 0) throw new ProblemError('rate_limited', `Too many wrong keys from your network. Try again in ${String(wait)} s.`, { retryAfterSeconds: wait });
		const now = Date.now();
		const key = await authentication.signIn(request.body.key.trim(), now);
		wrongKeys.giveBack(network);
		const session = sessions.begin(key.hash, now);
		void reply.header('set-cookie', sessions.cookie(session, now));
		return present(session, key);
	});

	app.delete('/_/session', { schema: hidden }, async (request, reply) => {
		refuseOtherSites(request);
		const now = Date.now();
		// Whatever becomes of the rest, this browser has it no more.
		void reply.headers({ 'cache-control': 'no-store', 'set-cookie': sessions.cookie(undefined, now) });
		const session = sessions.unsealed(request.headers.cookie, now);
		if (!session) return reply.code(204).send();
		const answer = await end(session);
		if (answer.status === 204) return send(reply, answer);
		if (answer.failure !== undefined) request.log.error(answer.failure);
		throw new ProblemError('unavailable', `You are signed out in this browser. The server cannot write at the moment, so a copy of the session that somebody may have made works until ${new Date(session.endsAt).toISOString()}: to be safe from it, revoke the API key.`);
	});
}
