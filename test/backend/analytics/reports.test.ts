/** Every parameter of the reports, through a server. */
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { linkmill } from '../commands/command.ts';

let backend: Backend;
let api: Client;
const today = new Date().toISOString().slice(0, 10);
const column = (rows: Array<Record<string, unknown>>, ...names: string[]) => rows.map((row) => names.map((name) => row[name]));

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
	const link = (slug: string, campaign: string, tags: string[]) => ({ destination: `https://shop.example/${slug}`, slug, campaign, tags });
	await api.post('/v1/links/batch', { links: [link('one', 'spring', ['mail', 'ad']), link('two', 'spring', ['ad']), link('three', 'summer', []), link('gone', 'summer', ['ad'])] });
	const visit = (slug: string, host: number, query = '', headers = {}) => api.visit(slug + query, { 'x-forwarded-for': `198.51.100.${String(host)}`, ...headers });
	for (const host of [1, 1, 2]) await visit('one', host, '?utm_source=news');
	await visit('one', 3, '?utm_source=web', { 'accept-language': 'fr' });
	await visit('two', 1);
	await visit('gone', 1);
	await visit('one', 9, '', { 'user-agent': 'Googlebot/2.1' });
	await api.patch('/v1/links/slug:two', { campaign: 'autumn', tags: ['later'] });
	await visit('two', 4);
	await api.delete('/v1/links/slug:gone');
	await api.post('/v1/conversions', { conversions: [{ slug: 'one', event: 'sale', value: '0.1', currency: 'EUR' }, { slug: 'one', event: 'sale', value: '0.2', currency: 'EUR' }, { slug: 'two', event: 'sale', value: 5, currency: 'USD' }] });
});
afterAll(() => backend.stop());

test('a time series has every hour of a day, those without clicks too', async () => {
	const { data } = await api.get('/v1/links/slug:one/analytics?period=today&interval=hour&timezone=Asia/Kathmandu');
	expect(data.timeseries).toHaveLength(24);
	expect(data.timeseries.every((point: { start: string }) => /T\d\d:00:00\+05:45$/.test(point.start))).toBe(true);
	const clicked = data.timeseries.filter((point: { total_clicks: number }) => point.total_clicks > 0);
	expect(column(clicked, 'total_clicks', 'unique_visitors', 'bot_clicks', 'conversions')).toEqual([[4, 3, 1, 2]]);
});

test('without a range, a series goes from the first click to now', async () => {
	expect((await api.get('/v1/links/slug:one/analytics?interval=day')).data.timeseries).toHaveLength(1);
	expect((await api.get('/v1/links/slug:three/analytics?interval=day')).data.timeseries).toEqual([]);
});

test('breakdowns add up to the clicks, however few rows they have', async () => {
	const { data } = await api.get('/v1/links/slug:one/analytics?breakdown=utm_source,language,source,variant,campaign,tag&breakdown_limit=1');
	expect(data.breakdown).toEqual({
		utm_source: { rows: [{ value: 'news', total_clicks: 3 }], other: 1 },
		language: { rows: [{ value: 'de', total_clicks: 3 }], other: 1 },
		source: { rows: [{ value: 'direct', total_clicks: 4 }], other: 0 },
		variant: { rows: [{ value: null, total_clicks: 4 }], other: 0 },
		campaign: { rows: [{ value: 'spring', total_clicks: 4 }], other: 0 },
		tag: { rows: [{ value: 'ad', total_clicks: 4 }], other: 4 },
	});
});

test('conversions: amounts of one currency are summed exactly, those of several each by itself', async () => {
	const { data } = await api.get('/v1/analytics?sort=name');
	const numbers = ['slug', 'conversions', 'conversion_value', 'currency', 'conversion_rate'];
	expect(column(data.rows, ...numbers)).toEqual([['one', 2, 0.3, 'EUR', 0.5], ['three', 0, 0, null, 0], ['two', 1, 5, 'USD', 0.5]]);
	expect(data.totals).toMatchObject({ conversions: 3, conversion_value: null, currency: null, conversion_values: [{ currency: 'EUR', conversions: 2, value: 0.3 }, { currency: 'USD', conversions: 1, value: 5 }] });
});

test('compare has the period before, and the change', async () => {
	const { data } = await api.get('/v1/links/slug:one/analytics?period=today&compare=previous');
	expect(data.compare).toMatchObject({ total_clicks: 0, range: { end: data.range.start }, change: { total_clicks: { absolute: 4, fraction: null }, bot_clicks: { absolute: 1, fraction: null } } });
	const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
	const { data: later } = await api.get(`/v1/links/slug:one/analytics?date=${tomorrow}&compare=previous`);
	expect(later.compare.change).toMatchObject({ total_clicks: { absolute: -4, fraction: -1 }, prefetches: { absolute: 0, fraction: null } });
});

test('campaigns and tags are those of the click, or those of now', async () => {
	const rows = async (query: string, name: string) => column((await api.get(`/v1/analytics?${query}&sort=name`)).data.rows, name, 'total_clicks', 'unique_visitors');
	expect(await rows('group_by=campaign', 'campaign')).toEqual([['autumn', 1, 1], ['spring', 5, 3]]);
	expect(await rows('group_by=campaign&attribution=current', 'campaign')).toEqual([['autumn', 2, 2], ['spring', 4, 3], ['summer', 0, 0]]);
	expect(await rows('group_by=tag', 'tag')).toEqual([['ad', 5, 3], ['later', 1, 1], ['mail', 4, 3]]);
	expect(await rows('group_by=tag&attribution=current', 'tag')).toEqual([['ad', 4, 3], ['later', 2, 2], ['mail', 4, 3], [null, 0, 0]]);
	const { data } = await api.get('/v1/analytics?attribution=current&breakdown=tag,utm_source,campaign&breakdown_limit=2');
	expect(data.breakdown).toEqual({
		tag: { rows: [{ value: 'ad', total_clicks: 4 }, { value: 'mail', total_clicks: 4 }], other: 2 },
		utm_source: { rows: [{ value: 'news', total_clicks: 3 }, { value: null, total_clicks: 2 }], other: 1 },
		campaign: { rows: [{ value: 'spring', total_clicks: 4 }, { value: 'autumn', total_clicks: 2 }], other: 0 },
	});
	const one = async (attribution: string) => (await api.get(`/v1/links/slug:two/analytics?breakdown=tag&attribution=${attribution}`)).data.breakdown.tag.rows;
	expect(await one('click')).toEqual([{ value: 'ad', total_clicks: 1 }, { value: 'later', total_clicks: 1 }]);
	expect(await one('current')).toEqual([{ value: 'later', total_clicks: 2 }]);
	expect(await rows('group_by=utm_source&campaign=spring', 'utm_source')).toEqual([['news', 3, 2], ['web', 1, 1], [null, 0, 0]]);
});

test('deleted links come where they are asked for', async () => {
	expect((await api.get('/v1/analytics')).data.totals).toMatchObject({ links: 3, total_clicks: 6 });
	const { data } = await api.get('/v1/analytics?include_deleted=true&sort=name');
	expect(column(data.rows, 'slug', 'total_clicks')).toEqual([['gone', 1], ['one', 4], ['three', 0], ['two', 2]]);
	expect((await api.get('/v1/analytics?include_deleted=true&campaign=spring')).data.totals).toMatchObject({ links: 1, total_clicks: 4 });
	expect((await api.get('/v1/analytics?include_deleted=true&tags=ad&clicks_max=1')).data.totals).toMatchObject({ links: 1, total_clicks: 1 });
});

test('rows by time are in their order, and pages of any group do not overlap', async () => {
	const { data } = await api.get(`/v1/analytics?group_by=hour&date=${today}`);
	expect(data.rows).toHaveLength(24);
	expect(data.rows[0].start).toBe(`${today}T00:00:00+00:00`);
	const first = (await api.get('/v1/analytics?group_by=tag&limit=2')).data;
	const second = (await api.get(`/v1/analytics?group_by=tag&limit=2&cursor=${first.next_cursor}`)).data;
	expect(column([...first.rows, ...second.rows], 'tag')).toEqual([['ad'], ['mail'], ['later']]);
	expect(second.next_cursor).toBeNull();
});

test('format=csv is the rows as a table, with the names of the JSON', async () => {
	const { data, headers } = await api.get('/v1/analytics?format=csv&campaign=spring');
	expect(headers['content-type']).toBe('text/csv; charset=utf-8');
	const [head, row] = data.split('\n');
	expect(head).toBe('link_id,slug,short_url,destination,title,campaign,tags,external_id,total_clicks,unique_visitors,bot_clicks,prefetches,conversions,conversion_value,conversion_rate,currency');
	expect(row).toContain('"mail, ad",,4,3,1,0,2,0.3,0.5,EUR');
	expect((await api.get('/v1/analytics?format=csv&group_by=utm_source')).data.split('\n')[0]).toBe('utm_source,total_clicks,unique_visitors,conversions,conversion_value,conversion_rate,currency');
});

test('an ETag holds until something is counted, or a link of the selection changes', async () => {
	const path = '/v1/analytics?group_by=link&status=active';
	const { headers } = await api.get(path);
	expect(headers['cache-control']).toBe('private, no-cache');
	const again = await api.get(path, { 'if-none-match': `"other", ${String(headers['etag'])}` });
	expect([again.status, again.data, again.headers['etag']]).toEqual([304, '', headers['etag']]);
	expect((await api.get(`${path}&limit=1`, { 'if-none-match': String(headers['etag']) })).status).toBe(200);
	await api.patch('/v1/links/slug:three', { title: 'Another' });
	const changed = await api.get(path, { 'if-none-match': String(headers['etag']) });
	expect(changed.status).toBe(200);
	await api.visit('three', { 'x-forwarded-for': '198.51.100.7', 'user-agent': 'curl/8' });
	expect((await api.get(path, { 'if-none-match': String(changed.headers['etag']) })).status).toBe(200);
});

test.each([
	['interval=minute', '?interval'],
	['interval=hour&start_date=2000-01-01&end_date=2027-01-01', '?interval'],
	['group_by=day&start_date=1970-01-01&end_date=2027-01-01', '?group_by'],
	['period=fortnight', '?period'],
	['period=7d&date=2027-01-01', '?period'],
	['breakdown=country,moon', '?breakdown'],
	['breakdown=country&breakdown_limit=0', '?breakdown_limit'],
	['compare=next', '?compare'],
	['compare=previous', '?compare'],
	['compare=previous&period=all', '?compare'],
	['attribution=last', '?attribution'],
	['format=xml', '?format'],
	['sort=moon', '?sort'],
	['cursor=moon', '?cursor'],
	['include_deleted=perhaps', '?include_deleted'],
])('%s is refused by name', async (query, pointer) => {
	const { status, data } = await api.get(`/v1/analytics?${query}`);
	expect([status, data.errors?.[0].pointer]).toEqual([422, pointer]);
});

test('a salt that was replaced before the first click is not told of', async () => {
	const other = await startBackend({ LINKMILL_VISITOR_SALT_DAYS: '1' });
	try {
		const there = client(other);
		await there.post('/v1/links', { slug: 'a', destination: 'https://shop.example/' });
		await there.visit('a');
		expect((await there.get('/v1/links/slug:a/analytics?period=30d')).data.notes).toBeUndefined();
	} finally {
		await other.stop();
	}
});

test('everything is counted again beside the server, and comes out the same', async () => {
	const before = (await api.get('/v1/analytics?group_by=tag')).data;
	const ran = await linkmill(['rebuild-analytics'], { LINKMILL_DATA_DIR: backend.dataDir, LINKMILL_API_KEY: backend.key, LINKMILL_PORT: new URL(backend.url).port });
	expect([ran.status, ran.stderr]).toEqual([0, expect.stringMatching(/^Counted again, up to event \d+\.\n$/)]);
	const { data } = await api.get('/v1/analytics?group_by=tag');
	expect(data).toEqual(before);
	expect((await api.get('/v1/analytics/rebuild')).data).toMatchObject({ status: 'idle', finished: 1 });
	await api.visit('one', { 'x-forwarded-for': '198.51.100.1' });
	expect((await api.get('/v1/links/slug:one')).data.total_clicks).toBe(5);
	expect((await api.get('/v1/analytics?campaign=spring')).data.totals).toMatchObject({ total_clicks: 5, unique_visitors: 3 });
});
