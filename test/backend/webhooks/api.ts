import { startBackend, type Backend } from '../../support/backend.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** An answer of the API: its body as JSON, taken as it comes. */
export interface ApiAnswer {
	status: number;
	headers: Headers;
	body: ReturnType<typeof JSON.parse>;
}

/** A spawned server and what these tests ask of it. */
export interface Api extends Backend {
	call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
	/** A new link; its slug. */
	link(fields?: Record<string, unknown>): Promise<string>;
	/** Visits as people with a browser do, one after the other. Resolves with the statuses. */
	visit(slug: string, times?: number): Promise<number[]>;
}

/** Starts a server. */
export async function startApi(settings: Record<string, string> = {}): Promise<Api> {
	const backend = await startBackend(settings);
	const call: Api['call'] = async (method, path, body, headers = {}) => {
		const response = await fetch(backend.url + path, {
			method,
			headers: { authorization: `Bearer ${backend.key}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
	};
	return {
		...backend,
		call,
		link: async (fields = {}) => (await call('POST', '/v1/links', { destination: 'https://example.com/', ...fields })).body.slug,
		async visit(slug, times = 1) {
			const statuses: number[] = [];
			for (let i = 0; i < times; i++) {
				statuses.push((await fetch(`${backend.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': BROWSER } })).status);
			}
			return statuses;
		},
	};
}
