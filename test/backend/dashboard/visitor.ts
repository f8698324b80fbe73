import axios, { type AxiosResponse, type Method } from 'axios';
import type { Backend } from '../../support/backend.ts';

/** What a browser says of a request that a page of its own site makes. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };

/** What a browser sends that is signed in. */
export interface SignedIn {
	/** The whole Set-Cookie header. */
	setCookie: string;
	/** `name=value`. */
	cookie: string;
	csrf: string;
	/** Both, as the page sends them. */
	headers: Record<string, string>;
}

/** Calls a server with these headers alone; every status is an answer. */
export function call({ url }: Pick<Backend, 'url'>, method: Method, path: string, headers: Record<string, string> = {}, data?: unknown): Promise<AxiosResponse> {
	return axios.request({ method, url: url + path, data, headers: { ...(data !== undefined && { 'content-type': 'application/json' }), ...headers }, validateStatus: () => true, maxRedirects: 0 });
}

/** Signs in as the page does. */
export async function signIn(backend: Pick<Backend, 'url' | 'key'>, headers: Record<string, string> = {}, key = backend.key): Promise<SignedIn> {
	const answer = await call(backend, 'POST', '/_/session', { ...OWN_PAGE, ...headers }, { key });
	if (answer.status !== 200) throw new Error(`Signing in was answered with ${String(answer.status)}: ${JSON.stringify(answer.data)}`);
	const [setCookie = ''] = answer.headers['set-cookie'] ?? [];
	const cookie = setCookie.split(';')[0]!;
	const { csrf } = (answer.data as { session: { csrf: string } }).session;
	return { setCookie, cookie, csrf, headers: { ...OWN_PAGE, cookie, 'x-linkmill-csrf': csrf } };
}
