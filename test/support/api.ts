import axios, { type AxiosResponse, type Method } from 'axios';
import type { Backend } from './backend.ts';

/** Headers of a browser, as a visitor's. */
export const BROWSER = {
	'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
	accept: 'text/html,application/xhtml+xml',
	'accept-language': 'de-DE,de;q=0.9',
};

type Headers = Record<string, string>;

/** Calls a server as a client would; every status is an answer, none an exception. */
export function client({ url, key }: Pick<Backend, 'url' | 'key'>) {
	const call = (method: Method, path: string, data?: unknown, headers: Headers = {}): Promise<AxiosResponse> =>
		axios.request({
			method,
			url: url + path,
			data,
			headers: { authorization: `Bearer ${key}`, ...(data !== undefined && { 'content-type': 'application/json' }), ...headers },
			validateStatus: () => true,
			maxRedirects: 0,
		});
	return {
		call,
		get: (path: string, headers?: Headers) => call('GET', path, undefined, headers),
		post: (path: string, data: unknown, headers?: Headers) => call('POST', path, data, headers),
		patch: (path: string, data: unknown, headers?: Headers) => call('PATCH', path, data, headers),
		delete: (path: string, headers?: Headers, data?: unknown) => call('DELETE', path, data, headers),
		/** Follows a short link as a visitor; the redirect itself is not followed. */
		visit: (slug: string, headers: Headers = {}, method: Method = 'GET') =>
			axios.request({ method, url: `${url}/${slug}`, headers: { ...BROWSER, ...headers }, validateStatus: () => true, maxRedirects: 0 }),
	};
}

/** How a test calls a server. */
export type Client = ReturnType<typeof client>;
