import { signal } from '@preact/signals';
import { api, credentials } from './api/client.ts';
import { ApiProblem } from './api/problem.ts';

/** What an API key may do. None includes another. */
export type Scope = 'read' | 'write' | 'admin';

/** Who is signed in, as `GET /_/session` says. */
export interface Session {
	/** Sent beside the cookie with every request: see `api/client.ts`. */
	csrf: string;
	/** RFC 3339 UTC. */
	ends_at: string;
	key: { id: string; name: string; scopes: Scope[]; created_at: string; expires_at: string | null };
	/** What short links begin with. */
	base_url: string;
	/** Of the server. */
	version: string;
}

interface SessionAnswer {
	session: Session | null;
}

/** Who is signed in; null where nobody is. */
export const session = signal<Session | null>(null);

/** Why it could not be found out. */
export const failure = signal<ApiProblem | undefined>(undefined);

/** Why the last session has ended without being asked to, in the server's words. */
export const endedBecause = signal<string | undefined>(undefined);

credentials.refused = (problem) => {
	if (!session.value) return;
	endedBecause.value = problem.message;
	take(null);
};

/** Asks the server who is signed in: at the start, once. */
export async function loadSession(): Promise<void> {
	try {
		take((await api.get<SessionAnswer>('/_/session')).session);
	} catch (error) {
		failure.value = ApiProblem.from(error);
	}
}

/**
 * Signs in with an API key.
 *
 * @throws ApiProblem where the key is not accepted
 */
export async function signIn(key: string): Promise<void> {
	await api.post<SessionAnswer>('/_/session', { key });
	// Asked again, so that a browser that keeps no cookies is noticed here.
	const { session: begun } = await api.get<SessionAnswer>('/_/session');
	if (!begun) throw new ApiProblem('The key is right, but your browser has not kept the cookie of the session. Allow cookies for this address; where short links begin with https://, open the dashboard by https too.');
	endedBecause.value = undefined;
	take(begun);
}

/**
 * Signs out: the cookie is taken away, and everything that is on the page with it.
 *
 * @throws ApiProblem where the server could not be asked
 */
export async function signOut(): Promise<void> {
	let notice: string | undefined;
	await api.delete('/_/session').catch((error: unknown) => {
		// The cookie is gone all the same; what the server could not do, it says.
		if (!(error instanceof ApiProblem) || error.status !== 503) throw error;
		notice = error.message;
	});
	endedBecause.value = notice;
	take(null);
}

/** Whether the key that somebody signed in with has a scope. */
export function can(scope: Scope): boolean {
	return session.value?.key.scopes.includes(scope) ?? false;
}

function take(next: Session | null): void {
	credentials.csrf = next?.csrf;
	session.value = next;
}
