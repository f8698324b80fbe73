import { client } from '../support/api.ts';
import type { Backend } from '../support/backend.ts';

/** All that a caller can see, but for what is of this moment. */
export async function everything(server: Backend) {
	const api = client(server);
	const get = async (path: string) => {
		const { status, data } = await api.get(path);
		expect([path, status]).toEqual([path, 200]);
		return data;
	};
	const report = async (query: string) => {
		const { rows, totals } = await get(`/v1/analytics?${query}`);
		return { rows, totals };
	};
	return {
		links: await get('/v1/links?count=true&sort=created_at'),
		found: await get('/v1/links?search=example.org'),
		report: await report('group_by=link&include_deleted=true'),
		browsers: await report('group_by=browser&include_deleted=true'),
		campaigns: await report('group_by=campaign&include_deleted=true'),
		tags: await report('group_by=tag&include_deleted=true'),
		days: await report('group_by=day'),
		clicks: (await get('/v1/clicks')).clicks,
		changes: await get('/v1/changes'),
		history: await get('/v1/links/slug:one/history'),
		conversions: await get('/v1/conversions'),
		keys: (await get('/v1/keys')).keys,
		webhooks: (await get('/v1/webhooks')).webhooks.map(({ id, key, url, events, filter, status }: Record<string, unknown>) => ({ id, key, url, events, filter, status })),
	};
}
