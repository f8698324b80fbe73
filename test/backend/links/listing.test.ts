import type { LinkSort } from '../../../contract/link.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;

const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const LINKS = [
	{ slug: 'apple', destination: 'https://shop.example/fruit/apple', title: 'Red apple', tags: ['fruit', 'red'], campaign: 'autumn', external_id: 'A-1', expires_at: at(24) },
	{ slug: 'Banana', destination: 'https://shop.example/fruit/banana', title: 'banana bread', tags: ['fruit', 'yellow, ripe'], campaign: 'autumn', external_id: 'B-1', expires_at: at(48) },
	{ slug: 'cherry', destination: 'https://other.example/cherry', title: 'Äpfel und Kirschen', tags: ['fruit', 'red', 'new'], campaign: 'spring', max_clicks: 1 },
	{ slug: 'desk', destination: 'https://shop.example/furniture/desk', tags: ['wood'], enabled: false },
	{ slug: 'easel', destination: 'https://shop.example/furniture/easel', tags: [], starts_at: at(24), expires_at: at(72) },
];

beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	// One after the other: each has its own time.
	for (const link of LINKS) expect((await api.post('/v1/links', link)).status).toBe(200);
	await api.post('/v1/links', { slug: 'gone', destination: 'https://shop.example/fruit/gone', tags: ['fruit'], campaign: 'autumn' });
	await api.delete('/v1/links/slug:gone');
	for (const slug of ['cherry', 'apple', 'apple']) await api.visit(slug);
});
afterAll(() => backend.stop());

const slugs = async (query: string) => {
	const { status, data } = await api.get(`/v1/links?${query}`);
	if (status !== 200) throw new Error(JSON.stringify(data));
	return data.links.map((link: { slug: string }) => link.slug).join(' ');
};

describe('a list', () => {
	test.each([
		['', 'easel desk cherry Banana apple'],
		['campaign=autumn', 'Banana apple'],
		['campaign=Autumn', ''],
		['tags=fruit', 'cherry Banana apple'],
		['tags=fruit,red', 'cherry apple'],
		['tags=fruit&tags=red', 'cherry apple'],
		['tags=yellow,%20ripe', ''],
		['tags=yellow,%20ripe&tags=', 'Banana'],
		['tags=', 'easel desk cherry Banana apple'],
		['tags_any=new,wood', 'desk cherry'],
		['exclude_tags=fruit', 'easel desk'],
		['exclude_tags=red,wood&tags=fruit', 'Banana'],
		['search=APPLE', 'apple'],
		[`search=${encodeURIComponent('äpf kirsch')}`, 'cherry'],
		['search=furniture', 'easel desk'],
		['search=shop%20fruit', 'Banana apple'],
		['search=ba', 'Banana'],
		['search=d%20shop', 'desk'],
		['search=ba%20B%20shop', 'Banana'],
		['search=ba%20c', ''],
		['search=e%20shop', 'easel'],
		['search=e%20shop&sort=slug', 'easel'],
		['search=%20', 'easel desk cherry Banana apple'],
		['search=%25%25%25', ''],
		['status=active', 'Banana apple'],
		['status=disabled', 'desk'],
		['status=scheduled', 'easel'],
		['status=expired', ''],
		['status=exhausted', 'cherry'],
		['slug=Banana', 'Banana'],
		['slug=banana', ''],
		['external_id=A-1', 'apple'],
		['destination=https://other.example/cherry', 'cherry'],
		['destination=https://other.example/', ''],
		['destination=https://shop.example/f*', 'easel desk Banana apple'],
		['destination=https://Shop.example/f*', ''],
		['created_after=2100-01-01', ''],
		['created_before=2020-01-01T00:00:00', ''],
		[`expires_before=${at(36)}`, 'apple'],
		[`expires_after=${at(36)}`, 'easel Banana'],
		[`expires_after=${at(36)}&expires_before=${at(60)}`, 'Banana'],
		['clicks_min=1', 'cherry apple'],
		['clicks_min=2', 'apple'],
		['clicks_max=0', 'easel desk Banana'],
		['clicks_min=1&clicks_max=1', 'cherry'],
		['tags=fruit&status=active&search=shop&clicks_max=0', 'Banana'],
	])('with %s', async (query, expected) => {
		expect(await slugs(query)).toBe(expected);
	});

	test('from a time on holds what was made then, before it does not', async () => {
		const { data } = await api.get('/v1/links?slug=cherry&fields=created_at');
		const created = data.links[0].created_at as string;
		expect(await slugs(`created_after=${created}`)).toBe('easel desk cherry');
		expect(await slugs(`created_before=${created}`)).toBe('Banana apple');
		expect(await slugs(`created_after=${created}&created_before=${created}`)).toBe('');
	});

	test.each([
		['limit=0', '?limit'],
		['limit=1001', '?limit'],
		['nope=1', '?nope'],
		['cursor=xyz', '?cursor'],
		['cursor=WyJzbHVnIiwxLDFd', '?cursor'],
		['sort=clicks', '?sort'],
		['sort=--slug', '?sort'],
		['fields=id,colour', '?fields'],
		['count=maybe', '?count'],
		['status=on', '?status'],
		['status=active&status=disabled', '?status'],
		['campaign=a&campaign=b', '?campaign'],
		[`tags=${'x'.repeat(101)}&tags=y`, '?tags/0'],
		[`search=${'x'.repeat(201)}`, '?search'],
		['destination=*', '?destination'],
		['created_after=yesterday', '?created_after'],
		['created_before=2027-02-30', '?created_before'],
		['expires_after=', '?expires_after'],
		['expires_before=1', '?expires_before'],
		['created_after=2027-01-02&created_before=2027-01-01', '?created_before'],
		['expires_after=2027-01-02&expires_before=2027-01-01', '?expires_before'],
		['clicks_min=-1', '?clicks_min'],
		['clicks_max=many', '?clicks_max'],
		['clicks_min=2&clicks_max=1', '?clicks_max'],
	])('with %s is refused, and says which parameter', async (query, pointer) => {
		const { status, data } = await api.get(`/v1/links?${query}`);
		expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
		expect(data.errors[0].message).toMatch(new RegExp(`^${pointer.slice(1).replace('/', '.')}\\b.*\\.$`));
	});

	test('names every bad parameter at once', async () => {
		const { data } = await api.get('/v1/links?created_after=x&destination=*&clicks_min=3&clicks_max=1');
		expect(data.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['?clicks_max', '?created_after', '?destination']);
	});
});

describe('the order', () => {
	test.each<[LinkSort, string]>([
		['created_at', 'apple Banana cherry desk easel'],
		['-created_at', 'easel desk cherry Banana apple'],
		['slug', 'Banana apple cherry desk easel'],
		['-slug', 'easel desk cherry apple Banana'],
		['title', 'Banana apple cherry desk easel'],
		['-title', 'cherry apple Banana easel desk'],
		['expires_at', 'apple Banana easel cherry desk'],
		['-expires_at', 'easel Banana apple desk cherry'],
		['total_clicks', 'Banana desk easel cherry apple'],
		['-total_clicks', 'apple cherry easel desk Banana'],
		['last_clicked_at', 'cherry apple Banana desk easel'],
		['-last_clicked_at', 'apple cherry easel desk Banana'],
	])('%s, on one page and one by one', async (sort, expected) => {
		expect(await slugs(`sort=${sort}`)).toBe(expected);
		const found: string[] = [];
		// The cursor knows the order.
		for (let query: string | null = `sort=${sort}`; query !== null; ) {
			const { data }: { data: { links: Array<{ slug: string }>; next_cursor: string | null } } = await api.get(`/v1/links?limit=1&${query}`);
			found.push(...data.links.map(({ slug }) => slug));
			query = data.next_cursor && `cursor=${data.next_cursor}`;
		}
		expect(found.join(' ')).toBe(expected);
	});

	test('by the last change', async () => {
		await api.patch('/v1/links/slug:cherry', { title: 'Äpfel und Kirschen!' });
		expect(await slugs('sort=-updated_at&limit=2')).toBe('cherry easel');
	});

	test('is that of the cursor: another one is refused with a sentence', async () => {
		const { data } = await api.get('/v1/links?sort=slug&limit=1');
		const { status, data: problem } = await api.get(`/v1/links?sort=-slug&cursor=${data.next_cursor}`);
		expect([status, problem.errors[0].pointer]).toEqual([422, '?cursor']);
		expect(problem.message).toBe('cursor is of a list with sort=slug, this one has sort=-slug. Begin without a cursor, or keep the sort.');
		expect((await api.get(`/v1/links?sort=slug&cursor=${data.next_cursor}`)).status).toBe(200);
	});
});

describe('what is told', () => {
	test('are the fields that were asked for, and the number of links', async () => {
		const { data } = await api.get('/v1/links?fields=slug,short_url,total_clicks&count=true&limit=1&tags=fruit');
		expect(data).toEqual({ links: [{ slug: 'cherry', short_url: `${backend.url}/cherry`, total_clicks: 1 }], next_cursor: expect.any(String), total: 3 });
	});

	test('a field that there is not is named, beside those that there are', async () => {
		const { data } = await api.get('/v1/links?fields=id,colour');
		expect(data.message).toContain('no "colour". It has id, slug, short_url,');
	});

	test('the total is of all pages', async () => {
		for (const [query, total] of [['', 5], ['tags=fruit', 3], ['search=shop.example', 4], ['status=active', 2], ['clicks_max=0', 3], ['destination=https://shop.example/f*', 4]]) {
			expect((await api.get(`/v1/links?count=true&limit=1&${String(query)}`)).data.total).toBe(total);
		}
	});
});

test('a bulk change and a report take the same filter', async () => {
	const filter = { tags_any: ['new', 'wood', 'yellow, ripe'], exclude_tags: ['red'], destination: 'https://shop.example/*' };
	const { data } = await api.patch('/v1/links', { filter, add_tags: ['x'], dry_run: true });
	expect(data.links.map((link: { slug: string }) => link.slug)).toEqual(['desk', 'Banana']);
	const report = await api.get('/v1/analytics?tags_any=new,wood&clicks_min=1');
	expect(report.data.rows.map((row: { slug: string }) => row.slug)).toEqual(['cherry']);
	for (const [bad, pointer] of [[{ created_after: 'x' }, '/filter/created_after'], [{ status: 'on' }, '/filter/status'], [{ tags_any: 'new' }, '/filter/tags_any'], [{ search: '  ' }, '/filter']] as const) {
		const { status, data: problem } = await api.patch('/v1/links', { filter: bad, add_tags: ['x'] });
		expect([status, problem.errors[0].pointer]).toEqual([422, pointer]);
	}
});

test('what an import brought along counts: its clicks, and the time that the links were made', async () => {
	const data = ['destination,slug,created_at,clicks', 'https://moved.example/1,moved-1,2021-05-06,120', 'https://moved.example/2,moved-2,2022-05-06,', 'https://moved.example/3,moved-3,2020-05-06,7'].join('\n');
	expect((await api.post('/v1/links/import', { data, campaign: 'moved' })).data.created).toBe(3);
	expect(await slugs('campaign=moved')).toBe('moved-2 moved-1 moved-3');
	expect(await slugs('search=moved.example')).toBe('moved-2 moved-1 moved-3');
	expect(await slugs('tags_any=x&campaign=moved')).toBe('');
	expect(await slugs('created_before=2022-01-01')).toBe('moved-1 moved-3');
	await api.visit('moved-2');
	await api.visit('moved-3');
	expect(await slugs('campaign=moved&sort=-total_clicks')).toBe('moved-1 moved-3 moved-2');
	expect(await slugs('campaign=moved&sort=-last_clicked_at')).toBe('moved-3 moved-2 moved-1');
	expect(await slugs('campaign=moved&clicks_min=8')).toBe('moved-1 moved-3');
	expect(await slugs('campaign=moved&clicks_max=8')).toBe('moved-2 moved-3');
});
