import { errorOf, hintsOf, jsonOf, outputOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { node, PACK, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { secondFails } from './secondFails.ts';
import { startStandIn } from './standIn.ts';
import type { Answer, Seen, StandIn } from './standIn.ts';

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const bySlug = (value: string) => ({ __rl: true, mode: 'slug', value });
const SIMPLE = ['id', 'short_url', 'slug', 'destination', 'title', 'campaign', 'tags', 'external_id', 'status', 'total_clicks', 'last_clicked_at', 'expires_at', 'created_at'];

describe('on the real server', () => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
		const expiries = [null, inHours(2), inHours(30), inHours(24 * 10), new Date(Date.now() - HOUR).toISOString()];
		const links = expiries.map((expires_at, n) => ({ destination: `https://shop.example/${n}`, slug: `link-${n}`, campaign: n < 3 ? 'spring' : 'autumn', tags: ['all', `t${n}`], title: `Title ${4 - n}`, expires_at }));
		await bench.api('POST', '/v1/links/batch', { links });
		await bench.api('PATCH', '/v1/links/slug:link-0', { destination: 'https://shop.example/new', add_tags: ['changed'], external_id: 'SKU-0' });
	});
	afterAll(async () => await bench.stop());

	const find = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'findLinks', parameters, input, more);
	const slugs = async (parameters: object) => jsonOf(await find(parameters), 'Node').map(({ slug }) => slug);

	test('Get Many finds links by filters, newest first', async () => {
		expect(await slugs({})).toEqual([4, 3, 2, 1, 0].map((n) => `link-${n}`));
		expect(await slugs({ filters: { campaign: 'spring', tags: 'all, t1' } })).toEqual(['link-1']);
		expect(await slugs({ filters: { status: 'expired' } })).toEqual(['link-4']);
		expect(await slugs({ filters: { search: 'SHOP.example/1 title' } })).toEqual(['link-1']);
		expect(await slugs({ filters: { externalId: 'SKU-0' } })).toEqual(['link-0']);
		expect(await slugs({ filters: { campaign: 'nothing' } })).toEqual([]);
	});

	test('links that expire within a day, or so many hours or days, are one filter', async () => {
		const within = async (amount: number, unit: string) => (await slugs({ filters: { expiresWithin: { time: { amount, unit } } } })).sort();
		expect(await within(1, 'days')).toEqual(['link-1']);
		expect(await within(119, 'minutes')).toEqual([]);
		expect(await within(31, 'hours')).toEqual(['link-1', 'link-2']);
		expect(await within(11, 'days')).toEqual(['link-1', 'link-2', 'link-3']);
	});

	test('they come in the order asked for', async () => {
		expect(await slugs({ sort: 'expires_at' })).toEqual(['link-4', 'link-1', 'link-2', 'link-3', 'link-0']);
		expect(await slugs({ sort: 'title' })).toEqual([4, 3, 2, 1, 0].map((n) => `link-${n}`));
		expect((await slugs({ sort: '-updated_at' }))[0]).toBe('link-0');
	});

	test('Simplify leaves what most workflows need; without it, everything comes', async () => {
		const [simple] = jsonOf(await find({ limit: 1 }), 'Node');
		expect(Object.keys(simple ?? {}).sort()).toEqual([...SIMPLE].sort());
		const { body } = await bench.api('GET', '/v1/links/slug:link-4');
		expect(jsonOf(await find({ limit: 1, simplify: false }), 'Node')).toEqual([body]);
		expect(jsonOf(await find({ operation: 'get', link: bySlug('link-4'), simplify: false }), 'Node')).toEqual([body]);
		expect(Object.keys(jsonOf(await find({ operation: 'get', link: bySlug('link-4') }), 'Node')[0] ?? {})).toEqual(SIMPLE);
	});

	test('what Limit cuts off is said in a hint', async () => {
		const run = await find({ limit: 2 });
		expect(jsonOf(run, 'Node')).toHaveLength(2);
		expect(hintsOf(run, 'Node').map(({ message }) => message)).toEqual([expect.stringContaining('Return All')]);
		expect(hintsOf(await find({ limit: 5 }), 'Node')).toEqual([]);
	});

	test('Get finds one link for each item, by slug, short URL, ID and external ID', async () => {
		const { id } = (await bench.api('GET', '/v1/links/slug:link-1')).body;
		const input = [['slug', 'link-0'], ['url', `${bench.url}/link-2`], ['id', id], ['externalId', 'SKU-0']];
		for (const [mode, value] of input) {
			const [link] = jsonOf(await find({ operation: 'get', link: { __rl: true, mode, value } }), 'Node');
			expect(link?.slug).toBe({ slug: 'link-0', url: 'link-2', id: 'link-1', externalId: 'link-0' }[mode as 'slug']);
		}
		const run = await find({ operation: 'get', link: bySlug('={{ $json.slug }}') }, [{ slug: 'link-3' }, { slug: 'link-1' }]);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.slug, pairedItem])).toEqual([['link-3', { item: 0 }], ['link-1', { item: 1 }]]);
	});

	test('Get History tells what was done to a link, newest first', async () => {
		const history = { operation: 'history', link: bySlug('link-0') };
		expect(jsonOf(await find(history), 'Node')).toEqual([
			{ at: expect.any(String), action: 'updated', by: expect.any(String), changed: expect.stringMatching(/destination/), version: 2, change_id: null },
			{ at: expect.any(String), action: 'imported', by: expect.any(String), changed: '', version: 1, change_id: expect.stringMatching(/^chg_/) },
		]);
		const raw = await find({ ...history, simplify: false, limit: 1 });
		expect(jsonOf(raw, 'Node')).toEqual([expect.objectContaining({ key: expect.objectContaining({ id: expect.any(String) }), before: expect.objectContaining({ destination: 'https://shop.example/0' }), after: expect.objectContaining({ destination: 'https://shop.example/new' }) })]);
		expect(hintsOf(raw, 'Node')).toHaveLength(1);
	});

	test('a link that does not exist fails for the second item as for the first', async () => {
		const input = ['link-0', 'none-1', 'link-1'].map((slug) => ({ slug }));
		for (const operation of ['get', 'history']) {
			const parameters = { operation, link: bySlug('={{ $json.slug }}'), limit: 1 };
			expect(errorOf(await find(parameters, input))?.context).toMatchObject({ itemIndex: 1, details: { code: 'not_found' } });
			const regular = outputOf(await find(parameters, input, { onError: 'continueRegularOutput' }), 'Node');
			expect(regular.map(({ json, pairedItem }) => [(json.details as { code?: string } | undefined)?.code, pairedItem])).toEqual([[undefined, { item: 0 }], ['not_found', { item: 1 }], [undefined, { item: 2 }]]);
			const split = await find(parameters, input, { onError: 'continueErrorOutput' });
			expect(jsonOf(split, 'Node', 1)).toEqual([expect.objectContaining({ slug: 'none-1', error: expect.stringContaining('none-1') })]);
			expect(outputOf(split, 'Node').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		}
	});

	test('links and campaigns can be chosen from lists', async () => {
		const search = async (method: string, filter?: string) => (await bench.engine.listSearch(node('findLinks', {}), method, filter)).results;
		expect(await search('searchLinks', 'link-2')).toEqual([expect.objectContaining({ name: 'Title 2 (link-2)' })]);
		expect((await search('searchCampaigns')).map(({ name }) => name)).toEqual(['autumn', 'spring']);
	});

	const v = '={{ $json.v }}';
	test.each([
		['Link', { operation: 'get', link: bySlug(v) }, 'link-0', 'no slug'],
		['Limit', { limit: v }, 3, 0],
		['Limit', { operation: 'history', link: bySlug('link-0'), limit: v }, 1, 1.5],
		['Return All', { returnAll: v }, true, 'perhaps'],
		['Simplify', { simplify: v }, 'no', 'a little'],
		['Sort', { sort: v }, 'slug', 'price'],
		['Campaign', { filters: { campaign: v } }, 'spring', { a: 1 }],
		['Tags', { filters: { tags: v } }, ['all'], [['nested']]],
		['Tags, Any Of', { filters: { tagsAny: v } }, 't1', { a: 1 }],
		['Tags to Exclude', { filters: { excludeTags: v } }, 't1', { a: 1 }],
		['Search', { filters: { search: v } }, 'title', 'x'.repeat(201)],
		['Slug', { filters: { slug: v } }, 'link-0', { a: 1 }],
		['External ID', { filters: { externalId: v } }, 'SKU-0', { a: 1 }],
		['Destination', { filters: { destination: v } }, 'https://shop.example/*', { a: 1 }],
		['Status', { filters: { status: v } }, 'active', 'asleep'],
		['Created After', { filters: { createdAfter: v } }, '2026-01-01', 'soon'],
		['Created Before', { filters: { createdBefore: v } }, '2099-01-01', 'soon'],
		['Expires After', { filters: { expiresAfter: v } }, '2026-01-01', 'soon'],
		['Expires Before', { filters: { expiresBefore: v } }, '2099-01-01', 'soon'],
		['Expires Within', { filters: { expiresWithin: { time: { amount: 9, unit: 'days' } }, expiresAfter: v } }, '', '2026-01-01'],
		['Amount', { filters: { expiresWithin: { time: { amount: v, unit: 'days' } } } }, 2, -1],
		['Unit', { filters: { expiresWithin: { time: { amount: 9, unit: v } } } }, 'days', 'moons'],
		['Minimum Clicks', { filters: { clicksMin: v } }, 0, -1],
		['Maximum Clicks', { filters: { clicksMax: v } }, '9', 'many'],
	])('%s that cannot be used fails its item alone: %j', async (label, parameters, good, bad) => {
		await secondFails(bench.engine, 'findLinks', { label, parameters, good, bad });
	});
});

describe('what is asked', () => {
	let standIn: StandIn;
	let engine: Engine;
	let answer: (request: Seen, before: number) => Answer;
	beforeAll(async () => {
		standIn = await startStandIn((request, before) => answer(request, before));
		engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: standIn.url, apiKey: 'x' } } });
	});
	afterAll(async () => await standIn.stop());
	beforeEach(() => {
		standIn.seen.length = 0;
		answer = () => ({ status: 200, body: { links: [], slug: 'x', next_cursor: null } });
	});
	const asked = () => standIn.seen.map(({ method, path }) => [`${method} ${new URL(path, 'http://x').pathname}`, Object.fromEntries(new URL(path, 'http://x').searchParams)]);
	const find = async (parameters: object, input: object[] = [{}]) => await runNode(engine, 'findLinks', parameters, input);
	const MANY = { sort: '-created_at', fields: SIMPLE.join(','), limit: '50' };

	test.each([
		[{}, 'GET /v1/links', MANY],
		[{ returnAll: true, simplify: false, sort: 'expires_at' }, 'GET /v1/links', { sort: 'expires_at', limit: '1000' }],
		[{ limit: 7, filters: { campaign: 'spring', status: 'active', clicksMin: 1, clicksMax: 3, slug: 's', externalId: 'e', destination: 'https://a.example/*', search: 'shoes' } }, 'GET /v1/links', { ...MANY, limit: '7', campaign: 'spring', status: 'active', clicks_min: '1', clicks_max: '3', slug: 's', external_id: 'e', destination: 'https://a.example/*', search: 'shoes' }],
		[{ filters: { createdAfter: '2026-01-01', createdBefore: '2026-02-01', expiresAfter: '2026-03-01', expiresBefore: '2026-04-01' } }, 'GET /v1/links', { ...MANY, created_after: '2026-01-01T00:00:00.000Z', created_before: '2026-02-01T00:00:00.000Z', expires_after: '2026-03-01T00:00:00.000Z', expires_before: '2026-04-01T00:00:00.000Z' }],
		[{ operation: 'get', link: bySlug('a-b') }, 'GET /v1/links/slug%3Aa-b', {}],
		[{ operation: 'history', link: { __rl: true, mode: 'id', value: 'lnk_1' } }, 'GET /v1/links/lnk_1/history', { limit: '50' }],
		[{ operation: 'history', returnAll: true, link: { __rl: true, mode: 'externalId', value: 'SKU 1' } }, 'GET /v1/links/external%3ASKU%201/history', { limit: '1000' }],
	])('%j', async (parameters, call, query) => {
		if (call.endsWith('history')) answer = () => ({ status: 200, body: { history: [], next_cursor: null } });
		await find(parameters);
		expect(asked()).toEqual([[call, query]]);
	});

	test('Return All goes through the pages, and a limit stops in the middle', async () => {
		answer = (_, before) => ({ status: 200, body: { links: [{ slug: `s${before}` }], next_cursor: before < 2 ? `c${before}` : null } });
		expect(jsonOf(await find({ returnAll: true }), 'Node').map(({ slug }) => slug)).toEqual(['s0', 's1', 's2']);
		expect(asked().map(([, query]) => (query as { cursor?: string }).cursor)).toEqual([undefined, 'c0', 'c1']);
	});

	test('equal questions are asked once, at most four at a time', async () => {
		let open = 0;
		let most = 0;
		const slow = async (): Promise<Answer> => {
			most = Math.max(most, ++open);
			await new Promise((resolve) => setTimeout(resolve, 30));
			open--;
			return { status: 200, body: { slug: 'x' } };
		};
		answer = slow as never;
		const run = await find({ operation: 'get', link: bySlug('={{ $json.slug }}') }, Array.from({ length: 30 }, (_, n) => ({ slug: `s${n % 10}` })));
		expect(standIn.seen).toHaveLength(10);
		expect(most).toBe(4);
		expect(outputOf(run, 'Node').map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(Array.from({ length: 30 }, (_, n) => n));
	});
});
