import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
const today = new Date().toISOString().slice(0, 10);
const shift = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
	const links = ['r-0', 'r-1', 'r-2', 'r-3'].map((slug) => ({ destination: `https://shop.example/${slug}`, slug, campaign: 'report', tags: slug === 'r-3' ? ['x'] : [] }));
	await api.post('/v1/links/batch', { links });
	// r-1: three clicks of three visitors; r-2: two of one; r-3: one, of a visitor of r-1.
	for (const [slug, host] of [['r-1', 1], ['r-1', 2], ['r-1', 3], ['r-2', 9], ['r-2', 9], ['r-3', 1]] as const) {
		await api.visit(slug, { 'x-forwarded-for': `198.51.100.${String(host)}` });
	}
});
afterAll(() => backend.stop());

test('a report has a row for every link, clicked or not, largest first, and totals over all of them', async () => {
	const { status, data } = await api.get('/v1/analytics?group_by=link&campaign=report');
	expect(status).toBe(200);
	expect(data.rows.map((row: { slug: string; total_clicks: number; unique_visitors: number }) => [row.slug, row.total_clicks, row.unique_visitors])).toEqual([
		['r-1', 3, 3],
		['r-2', 2, 1],
		['r-3', 1, 1],
		['r-0', 0, 0],
	]);
	// The visitor of r-1 and r-3 is one visitor.
	expect(data.totals).toMatchObject({ links: 4, total_clicks: 6, unique_visitors: 4, bot_clicks: 0, prefetches: 0, conversions: 0 });
	expect(data.as_of).toMatch(/^evt_\d+_\d{15}$/);
});

test('pages of a report do not overlap', async () => {
	const { data: first } = await api.get('/v1/analytics?campaign=report&limit=3');
	const { data: second } = await api.get(`/v1/analytics?campaign=report&limit=3&cursor=${first.next_cursor}`);
	expect([...first.rows, ...second.rows].map((row: { slug: string }) => row.slug)).toEqual(['r-1', 'r-2', 'r-3', 'r-0']);
	expect(second.next_cursor).toBeNull();
});

test('filters and sorting', async () => {
	expect((await api.get('/v1/analytics?tags=x')).data.totals.total_clicks).toBe(1);
	const { data } = await api.get('/v1/analytics?campaign=report&sort=total_clicks');
	expect(data.rows[0].slug).toBe('r-0');
});

test.each([
	[`date=${today}`, 3],
	[`start_date=${today}&end_date=${today}`, 3],
	[`start_date=${shift(-7)}`, 3],
	[`end_date=${shift(-1)}`, 0],
	[`date=${shift(1)}`, 0],
	[`start_date=${shift(-1)}&end_date=${shift(1)}&timezone=Pacific/Auckland`, 3],
])('a link over %s', async (range, clicks) => {
	const { status, data } = await api.get(`/v1/links/slug:r-1/analytics?${range}`);
	expect([status, data.total_clicks]).toEqual([200, clicks]);
});

test('a day of a time zone has its own edges', async () => {
	const { data } = await api.get('/v1/links/slug:r-1/analytics?date=2027-03-28&timezone=Europe/Berlin');
	// The clocks go forward: a day of 23 hours.
	expect(data.range).toEqual({ start: '2027-03-27T23:00:00.000Z', end: '2027-03-28T22:00:00.000Z', timezone: 'Europe/Berlin', granularity: 0 });
});

test.each([
	['start_date=yesterday', '?start_date'],
	['date=2027-02-30', '?date'],
	['start_date=2027-02-02&end_date=2027-02-01', '?end_date'],
	['timezone=Mars', '?timezone'],
	['group_by=moon', '?group_by'],
	['date=2027-02-02&start_date=2027-02-01', '?date'],
])('%s is refused by name', async (query, pointer) => {
	const { status, data } = await api.get(`/v1/analytics?${query}`);
	expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
});

test('clicks of a deleted link stay in the log, and the link out of the report', async () => {
	await api.delete('/v1/links/slug:r-2');
	const { data } = await api.get('/v1/analytics?campaign=report');
	expect(data.totals).toMatchObject({ links: 3, total_clicks: 4 });
});
