import type { Problem } from '../../../contract/problem.ts';
import { ApiProblem, isAbort } from './problem.ts';
import { apiQueryString, type Query } from './query.ts';

/** What the calls of this page prove themselves with; `session.ts` sees to it. */
export const credentials: {
	/** Goes with every call, beside the cookie that the browser sends by itself. */
	csrf: string | undefined;
	/** Told that the server does not accept the session any more. */
	refused(problem: ApiProblem): void;
} = { csrf: undefined, refused: () => undefined };

/** Beside method, path and body. */
export interface CallOptions {
	query?: Query;
	/** Gives the call up; it then rejects with an `AbortError`. */
	signal?: AbortSignal | undefined;
	headers?: Record<string, string>;
	/** Makes a write safe to repeat: the same key for the same intent. A new one for each call unless given. */
	idempotencyKey?: string;
}

/**
 * Calls the server and reads its JSON answer; undefined where there is no body. Writes carry an Idempotency-Key.
 *
 * @throws ApiProblem with the API's own words
 */
async function json<Answer>(method: string, path: string, options: CallOptions = {}, body?: unknown): Promise<Answer> {
	const response = await call(method, path, options, body);
	return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** The calls that pages make. Paths begin with a slash; what stands in them from elsewhere goes through `encodeURIComponent`. */
export const api = {
	get: <Answer>(path: string, options?: CallOptions) => json<Answer>('GET', path, options),
	post: <Answer>(path: string, body: unknown, options?: CallOptions) => json<Answer>('POST', path, options, body),
	patch: <Answer>(path: string, body: unknown, options?: CallOptions) => json<Answer>('PATCH', path, options, body),
	/** Deletions of a selection have a body. */
	delete: <Answer = void>(path: string, options?: CallOptions, body?: unknown) => json<Answer>('DELETE', path, options, body),
	/** An answer that is no JSON, such as a picture or an export: read it with `text()` or `blob()`. */
	fetch: (path: string, options?: CallOptions & { method?: string; body?: unknown }) => call(options?.method ?? 'GET', path, options ?? {}, options?.body),
};

async function call(method: string, path: string, { query, signal, headers, idempotencyKey }: CallOptions, body: unknown): Promise<Response> {
	const ready = typeof body === 'string' || body instanceof Blob;
	const response = await fetch(path + apiQueryString(query), {
		method,
		signal: signal ?? null,
		body: body === undefined ? null : ready ? body : JSON.stringify(body),
		headers: {
			...(credentials.csrf !== undefined && { 'x-linkmill-csrf': credentials.csrf }),
			...(body !== undefined && !ready && { 'content-type': 'application/json' }),
			...(method !== 'GET' && { 'idempotency-key': idempotencyKey ?? newId() }),
			...headers,
		},
	}).catch((error: unknown) => {
		throw isAbort(error) ? error : ApiProblem.from(error);
	});
	if (response.ok) return response;
	const problem = await problemIn(response);
	if (response.status === 401 && credentials.csrf !== undefined) credentials.refused(problem);
	throw problem;
}

async function problemIn(response: Response): Promise<ApiProblem> {
	const { status } = response;
	const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
	if (problem?.detail !== undefined) return new ApiProblem(problem.detail, { status, problem });
	return new ApiProblem(`The server answered with status ${String(status)}. Try again; if it stays so, look at its log.`, { status });
}

/** Random, for an Idempotency-Key. `crypto.randomUUID` is there over https only. */
export function newId(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
