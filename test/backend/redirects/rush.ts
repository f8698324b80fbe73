import { Agent, request } from 'node:http';
import { BROWSER } from '../../support/api.ts';

/** A visit among many. */
export interface Visit {
	slug: string;
	method?: 'GET' | 'HEAD';
	headers?: Record<string, string>;
}

export const BOT = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };

/** Lets visitors come over 64 connections that are kept alive. Resolves with the statuses, in the order of the visits; 0 where there was no answer. */
export async function rush(url: string, visits: readonly Visit[]): Promise<number[]> {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	const follow = ({ slug, method = 'GET', headers = {} }: Visit) =>
		new Promise<number>((resolve) => {
			request(`${url}/${slug}`, { agent, method, headers: { ...BROWSER, ...headers } }, (response) => {
				response.resume().once('end', () => { resolve(response.statusCode ?? 0); });
			})
				.once('error', () => { resolve(0); })
				.end();
		});
	try {
		return await Promise.all(visits.map(follow));
	} finally {
		agent.destroy();
	}
}

/** So many visits of one kind. */
export const times = (count: number, visit: Visit): Visit[] => Array.from({ length: count }, () => visit);
