/** Ranges that begin and end at any millisecond, through a server. */
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
/** When each visit of `a` was. */
let times: number[];
const iso = (time: number) => new Date(time).toISOString();
const analytics = async (from: number, to: number, more = '') => (await api.get(`/v1/links/slug:a/analytics?start_date=${iso(from)}&end_date=${iso(to)}${more}`)).data;

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
	await api.post('/v1/links/batch', { links: ['a', 'b'].map((slug) => ({ slug, destination: 'https://shop.example/', campaign: 'old' })) });
	for (const host of [1, 2, 1]) {
		await api.visit('a', { 'x-forwarded-for': `198.51.100.${String(host)}` });
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await api.visit('b', { 'x-forwarded-for': '198.51.100.2' });
	const { data } = await api.get('/v1/clicks?slug=a');
	times = data.clicks.map(({ occurred_at }: { occurred_at: string }) => Date.parse(occurred_at)).sort((x: number, y: number) => x - y);
});
afterAll(() => backend.stop());

test('a range has the clicks from its first millisecond up to its last, and says so', async () => {
	const [first, second, third] = times as [number, number, number];
	const count = async (from: number, to: number) => {
		const data = await analytics(from, to);
		expect(data.range).toEqual({ start: iso(from), end: iso(to), timezone: 'UTC', granularity: 0 });
		return [data.total_clicks, data.unique_visitors];
	};
	expect(await count(first, third + 1)).toEqual([3, 2]);
	expect(await count(first, third)).toEqual([2, 2]);
	expect(await count(first + 1, third + 1)).toEqual([2, 2]);
	expect(await count(second, second + 1)).toEqual([1, 1]);
	expect(await count(second + 1, third)).toEqual([0, 0]);
	expect(await count(first - 86_400_000, second)).toEqual([1, 1]);
});

test('series, breakdowns and the period before have the same edges', async () => {
	const [first, second, third] = times as [number, number, number];
	const data = await analytics(second, third + 1, '&interval=hour&breakdown=country,campaign&compare=previous');
	expect(data.timeseries.reduce((sum: number, point: { total_clicks: number }) => sum + point.total_clicks, 0)).toBe(2);
	expect(data.breakdown.campaign).toEqual({ rows: [{ value: 'old', total_clicks: 2 }], other: 0 });
	expect(data.compare.range).toMatchObject({ start: iso(2 * second - third - 1), end: iso(second) });
	expect(data.compare.total_clicks).toBe(first >= 2 * second - third - 1 ? 1 : 0);
});

test('reports over many links, grouped by anything, have the same edges', async () => {
	const [, second, third] = times as [number, number, number];
	const rows = async (group: string) => (await api.get(`/v1/analytics?start_date=${iso(second)}&end_date=${iso(third)}&sort=name&group_by=${group}`)).data;
	const { rows: links, totals } = await rows('link');
	expect(links.map((row: Record<string, unknown>) => [row['slug'], row['total_clicks'], row['unique_visitors']])).toEqual([['a', 1, 1], ['b', 0, 0]]);
	expect(totals).toMatchObject({ total_clicks: 1, unique_visitors: 1 });
	expect((await rows('campaign')).rows).toMatchObject([{ campaign: 'old', total_clicks: 1, unique_visitors: 1 }]);
	expect((await rows('day')).rows.reduce((sum: number, row: { unique_visitors: number }) => sum + row.unique_visitors, 0)).toBe(1);
});

test('conversions count from the millisecond at which they were', async () => {
	const at = Date.now() - 86_400_000;
	await api.post('/v1/conversions', { conversions: [{ slug: 'a', event: 'sale', occurred_at: iso(at) }, { slug: 'a', event: 'sale', occurred_at: iso(at + 1) }] });
	expect((await analytics(at, at + 1)).conversions).toBe(1);
	expect((await analytics(at - 5, at + 2)).conversions).toBe(2);
	expect((await analytics(at + 2, at + 5)).conversions).toBe(0);
});

test('the last 24 hours are 24 hours, and asking again within the minute finds nothing new', async () => {
	const path = '/v1/analytics?period=24h';
	const { data, headers } = await api.get(path);
	expect(Date.parse(data.range.end) - Date.parse(data.range.start)).toBe(86_400_000);
	expect(data.totals.total_clicks).toBe(4);
	const again = await api.get(path, { 'if-none-match': String(headers['etag']) });
	// Between the two, a minute may have begun.
	if (Date.now() < Date.parse(data.range.end)) expect(again.status).toBe(304);
});
