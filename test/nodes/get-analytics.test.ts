import { startEngine, errorOf, jsonOf, outputOf } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import type { FailureDetails } from '../../nodes/shared/problem.ts';
import { eventually, node, PACK, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { startStandIn } from './standIn.ts';
import type { StandIn } from './standIn.ts';

const PERSON = (n: number) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12${n}.0.0.0 Safari/537.36`;

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	const links = [3, 1, 2].map((n) => ({ destination: `https://shop.example/${n}`, slug: `clicked-${n}`, campaign: 'report', tags: ['a', `t${n}`], title: `Link ${n}` }));
	await bench.api('POST', '/v1/links/batch', { links });
	for (const n of [1, 2, 3]) {
		// n clicks by people, of whom the first comes twice.
		for (let visitor = 0; visitor < n; visitor++) await visit(`clicked-${n}`, PERSON(Math.max(visitor, 1)));
		await visit(`clicked-${n}`, 'Googlebot/2.1 (+http://www.google.com/bot.html)');
	}
	await eventually(async () => (await bench.api('GET', '/v1/analytics?group_by=link&campaign=report')).body.totals, (totals) => totals.total_clicks === 6 && totals.bot_clicks === 3);
});
afterAll(async () => await bench.stop());

const visit = async (slug: string, agent: string) => await fetch(`${bench.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': agent } });
const ask = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'getAnalytics', parameters, input, more);
const bySlug = (value: string) => ({ __rl: true, mode: 'slug', value });

describe('Get Link Analytics', () => {
	test('gives the numbers of the link that each item chooses', async () => {
		const run = await ask({ link: bySlug('={{ $json.slug }}') }, [{ slug: 'clicked-3' }, { slug: 'clicked-1' }]);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.slug, json.total_clicks, json.unique_visitors, json.bot_clicks, pairedItem])).toEqual([
			['clicked-3', 3, 2, 1, { item: 0 }],
			['clicked-1', 1, 1, 1, { item: 1 }],
		]);
	});

	test.each([
		['slug', async () => 'clicked-2'],
		['url', async () => `${bench.url}/clicked-2?x=1`],
		['id', async () => (await bench.api('GET', '/v1/links/slug:clicked-2')).body.id as string],
		['list', async () => (await bench.api('GET', '/v1/links/slug:clicked-2')).body.id as string],
	])('a link is chosen by %s', async (mode, value) => {
		const run = await ask({ link: { __rl: true, mode, value: await value() } });
		expect(jsonOf(run, 'Node')[0]).toMatchObject({ slug: 'clicked-2', total_clicks: 2 });
	});

	test('the list to choose from can be searched, by slug, title and destination', async () => {
		const search = async (filter?: string) => await bench.engine.listSearch(node('getAnalytics', {}), 'searchLinks', filter);
		expect((await search()).results).toHaveLength(3);
		expect((await search('LINK 2')).results).toEqual([{ name: 'Link 2 (clicked-2)', value: expect.stringMatching(/^lnk_/), url: `${bench.url}/clicked-2` }]);
		expect((await search('nothing')).results).toEqual([]);
	});

	test('days are those of the time zone', async () => {
		const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
		const today = await ask({ link: bySlug('clicked-3'), period: 'custom', startDate: new Date().toISOString().slice(0, 10), endDate: `${tomorrow}T00:00:00` });
		expect(jsonOf(today, 'Node')[0]?.total_clicks).toBe(3);
		const later = await ask({ link: bySlug('clicked-3'), period: 'custom', startDate: new Date(Date.now() + 2 * 86_400_000).toISOString() });
		expect(jsonOf(later, 'Node')[0]?.total_clicks).toBe(0);
	});

	test('a link that does not exist fails for its item, the second as the first', async () => {
		const input = [{ slug: 'none-1' }, { slug: 'none-2' }, { slug: 'clicked-1' }];
		const run = await ask({ link: bySlug('={{ $json.slug }}') }, input, { onError: 'continueRegularOutput' });
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.slug ?? (json.details as FailureDetails).code, pairedItem])).toEqual([
			['not_found', { item: 0 }],
			['not_found', { item: 1 }],
			['clicked-1', { item: 2 }],
		]);
		expect(errorOf(await ask({ link: bySlug('none-1') }))?.context).toMatchObject({ itemIndex: 0, details: { code: 'not_found' } });
	});

	test.each([
		['Link', { link: bySlug('={{ "" }}') }, 'is empty'],
		['Link', { link: bySlug('no slug') }, 'not a slug'],
		['Start Date', { link: bySlug('x'), period: 'custom', startDate: 'soon' }, 'not a date'],
		['End Date', { link: bySlug('x'), period: 'custom', startDate: '2026-02-01', endDate: '2026-01-01' }, 'before Start Date'],
		['Time Zone', { link: bySlug('x'), options: { timezone: 'Mars/Base' } }, 'time zone'],
	])('%s that cannot be used is an error of that parameter: %j', async (label, parameters, sentence) => {
		const error = errorOf(await ask(parameters));
		expect(error?.message.startsWith(`${label}: `)).toBe(true);
		expect(error?.message).toContain(sentence);
	});
});

describe('Get Report', () => {
	const report = { operation: 'report', filters: { campaign: 'report' } };

	test('has a row for each link, most clicks first', async () => {
		const run = await ask(report);
		expect(jsonOf(run, 'Node').map((row) => [row.slug, row.total_clicks])).toEqual([['clicked-3', 3], ['clicked-2', 2], ['clicked-1', 1]]);
	});

	test('Column Names: Report gives the columns of a spreadsheet, in order', async () => {
		const [first] = jsonOf(await ask({ ...report, columnNames: 'report' }), 'Node');
		expect(Object.entries(first ?? {})).toEqual(
			Object.entries({
				Link: `${bench.url}/clicked-3`, Destination: 'https://shop.example/3', Title: 'Link 3', Campaign: 'report', Tags: 'a, t3',
				Clicks: 3, 'Unique Visitors': 2, 'Bot Clicks': 1, Prefetches: 0,
			}),
		);
		const [link] = jsonOf(await ask({ link: bySlug('clicked-3'), columnNames: 'report' }), 'Node');
		expect(link).toMatchObject({ Link: `${bench.url}/clicked-3`, Clicks: 3, 'Unique Visitors': 2 });
	});

	test('the filter needs all tags; the limit is the number of rows', async () => {
		expect(jsonOf(await ask({ ...report, filters: { tags: 'a, t2' } }), 'Node').map(({ slug }) => slug)).toEqual(['clicked-2']);
		expect(jsonOf(await ask({ ...report, limit: 2 }), 'Node')).toHaveLength(2);
		expect(errorOf(await ask({ ...report, limit: 0 }))?.message).toMatch(/^Limit: /);
	});
});

describe('what is asked', () => {
	let standIn: StandIn;
	let engine: Engine;
	const row = (slug: string) => ({ slug, short_url: `https://s.example/${slug}`, destination: 'https://a.example/', tags: [], title: null, campaign: null });
	beforeEach(async () => {
		standIn = await startStandIn((_, before) => ({ status: 200, body: { rows: [row(`r${before}`)], next_cursor: before < 2 ? `c${before}` : null, ...row(`l${before}`) } }));
		engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: standIn.url, apiKey: 'x' } } });
	});
	afterEach(async () => await standIn.stop());
	const queries = () => standIn.seen.map(({ path }) => Object.fromEntries(new URL(path, 'http://x').searchParams));

	test('equal questions are asked once, and each item has its answer', async () => {
		const input = Array.from({ length: 20 }, (_, n) => ({ slug: n % 2 ? 'odd' : 'even' }));
		const run = await runNode(engine, 'getAnalytics', { link: bySlug('={{ $json.slug }}') }, input);
		expect(standIn.seen).toHaveLength(2);
		expect(outputOf(run, 'Node').map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
		expect(new Set(jsonOf(run, 'Node').map(({ slug }) => slug)).size).toBe(2);
	});

	test('Return All goes through the pages', async () => {
		const run = await runNode(engine, 'getAnalytics', { operation: 'report', returnAll: true, filters: { campaign: 'c', tags: 'a,b' }, period: 'allTime' });
		expect(jsonOf(run, 'Node').map(({ slug }) => slug)).toEqual(['r0', 'r1', 'r2']);
		const common = { group_by: 'link', sort: '-total_clicks', campaign: 'c', tags: 'a,b', timezone: 'UTC', limit: '1000' };
		expect(queries()).toEqual([common, { ...common, cursor: 'c0' }, { ...common, cursor: 'c1' }]);
	});

	test.each([
		[{ period: 'custom', startDate: '2026-03-01T00:00:00', endDate: '2026-03-31' }, { start_date: '2026-03-01', end_date: '2026-03-31' }],
		[{ period: 'custom', startDate: '2026-03-01T08:30:00' }, { start_date: '2026-03-01T07:30:00.000Z' }],
		[{ period: 'custom', endDate: '2026-03-01T08:30:00Z' }, { end_date: '2026-03-01T08:30:00.000Z' }],
		[{ period: 'allTime' }, {}],
	])('%j is %j', async (parameters, expected) => {
		await runNode(engine, 'getAnalytics', { link: bySlug('x'), ...parameters, options: { timezone: 'Europe/Berlin' } });
		expect(queries()).toEqual([{ timezone: 'Europe/Berlin', ...expected }]);
	});

	test.each([
		['today', 0, 0],
		['yesterday', 1, 1],
		['last7Days', 6, 0],
		['last30Days', 29, 0],
	])('the preset %s goes from %i days ago to %i days ago', async (period, from, to) => {
		await runNode(engine, 'getAnalytics', { link: bySlug('x'), period });
		const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
		expect(queries()).toEqual([{ timezone: 'UTC', start_date: day(from), end_date: day(to) }]);
	});
});
