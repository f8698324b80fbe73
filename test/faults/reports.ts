import { setTimeout as sleep } from 'node:timers/promises';
import { client } from '../support/api.ts';
import type { Backend } from '../support/backend.ts';

export const SLUGS = Array.from({ length: 20 }, (_, index) => `fault-${String(index)}`);

/** Makes the links that visitors follow. */
export async function createLinks(server: Backend): Promise<void> {
	const { status } = await client(server).post('/v1/links/batch', { links: SLUGS.map((slug) => ({ slug, destination: `https://example.com/${slug}`, tags: ['fault'] })) });
	expect(status).toBe(200);
}

/** Resolves once every event of the log is counted. */
export async function caughtUp(server: Backend): Promise<void> {
	const api = client(server);
	for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
		if ((await api.get('/readyz')).data.reader_lag_events === 0) return;
	}
	throw new Error('The reader has not caught up within 20 seconds.');
}

/** Clicks by people over all links, once every event is counted. */
export async function clicksReported(server: Backend): Promise<number> {
	await caughtUp(server);
	const { status, data } = await client(server).get('/v1/analytics?group_by=link&tags=fault');
	expect(status).toBe(200);
	return data.totals.total_clicks;
}
