/** What Get Analytics asks for, whatever is answered. */
import { hintsOf, jsonOf, outputOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { node, PACK, runNode } from './pack.ts';
import { startStandIn } from './standIn.ts';
import type { Answer, Seen, StandIn } from './standIn.ts';

const row = (slug: string) => ({ slug, short_url: `https://s.example/${slug}`, destination: 'https://a.example/', tags: [], title: null, campaign: null });
const NUMBERS = { total_clicks: 1, unique_visitors: 1, conversions: 0 };
const RANGE = { start: '2026-01-01T00:00:00.000Z', end: '2026-01-08T00:00:00.000Z', timezone: 'UTC', granularity: 900 };

/** Everything that a question can be answered with, so that any question finds its part. */
function everything({ path }: Seen, before: number): Answer {
	const compare = path.includes('compare=previous') ? { compare: { range: RANGE, ...NUMBERS, change: {} } } : {};
	const body = { ...row(`l${before}`), ...NUMBERS, rows: [], totals: NUMBERS, clicks: [], timeseries: [], breakdown: {}, ...compare, next_cursor: null };
	return { status: 200, body };
}

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
	answer = everything;
});

const bySlug = (value: string) => ({ __rl: true, mode: 'slug', value });
const run = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(engine, 'getAnalytics', parameters, input, more);
/** Requests as path and query, in which a list is as it was sent. */
const asked = () =>
	standIn.seen.map(({ method, path }) => {
		const { pathname, searchParams } = new URL(path, 'http://x');
		const names = [...new Set(searchParams.keys())];
		const query = Object.fromEntries(names.map((name) => [name, searchParams.getAll(name).length > 1 ? searchParams.getAll(name) : searchParams.get(name)]));
		return [`${method} ${pathname}`, query];
	});

/** All texts and numbers of parameters as expressions that read them from the input item. */
function asExpressions(parameters: object): { parameters: object; input: object } {
	const values: unknown[] = [];
	const replaced = (value: unknown, name: string): unknown => {
		if (['operation', 'mode', '__rl'].includes(name)) return value;
		if (Array.isArray(value)) return `={{ $json.v[${values.push(value) - 1}] }}`;
		if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([inner, own]) => [inner, replaced(own, inner)]));
		return `={{ $json.v[${values.push(value) - 1}] }}`;
	};
	return { parameters: replaced(parameters, '') as object, input: { v: values } };
}

const LINK = { selectBy: 'link', link: bySlug('x') };
const BASE = { period: '7d', timezone: 'UTC' };
const LINK_PATH = 'GET /v1/links/slug%3Ax/analytics';
const ALL_PATH = 'GET /v1/analytics';
const REPORT = { group_by: 'link', sort: '-total_clicks', limit: '50', ...BASE };
const CLICKS = { kind: 'human', order: 'desc', limit: '50' };
const CHART = { type: 'line', metric: 'total_clicks', format: 'png', ...BASE };
const BEFORE = { start_date: RANGE.start, end_date: RANGE.end, timezone: 'UTC' };

const CASES: Array<[parameters: object, ...requests: Array<[string, object]>]> = [
	[{ link: bySlug('x') }, [LINK_PATH, BASE]],
	[{ link: { __rl: true, mode: 'id', value: 'lnk_1' } }, ['GET /v1/links/lnk_1/analytics', BASE]],
	[{ link: { __rl: true, mode: 'externalId', value: 'SKU 1' } }, ['GET /v1/links/external%3ASKU%201/analytics', BASE]],
	[{ link: bySlug('x'), options: { compare: true, timezone: 'Europe/Berlin' } }, [LINK_PATH, { period: '7d', timezone: 'Europe/Berlin', compare: 'previous' }]],
	[{ link: bySlug('x'), period: 'allTime' }, [LINK_PATH, { timezone: 'UTC' }]],
	[{ link: bySlug('x'), period: 'custom', startDate: '2026-03-01T00:00:00', endDate: '2026-03-31' }, [LINK_PATH, { start_date: '2026-03-01', end_date: '2026-03-31', timezone: 'UTC' }]],
	[{ link: bySlug('x'), period: 'custom', startDate: '2026-03-01T08:30:00', options: { timezone: 'Europe/Berlin' } }, [LINK_PATH, { start_date: '2026-03-01T07:30:00.000Z', timezone: 'Europe/Berlin' }]],
	[{ link: bySlug('x'), period: 'custom', endDate: '2026-03-01T08:30:00Z' }, [LINK_PATH, { end_date: '2026-03-01T08:30:00.000Z', timezone: 'UTC' }]],
	...[['last24Hours', '24h'], ['last7Days', '7d'], ['last30Days', '30d'], ['last90Days', '90d'], ['last12Months', '12m'], ['today', 'today'], ['yesterday', 'yesterday'], ['thisWeek', 'wtd'], ['thisMonth', 'mtd'], ['thisYear', 'ytd'], ['lastWeek', 'last_week'], ['lastMonth', 'last_month']].map(
		([period, name]): [object, [string, object]] => [{ link: bySlug('x'), period }, [LINK_PATH, { period: name, timezone: 'UTC' }]],
	),

	[{ operation: 'report' }, [ALL_PATH, REPORT]],
	[{ operation: 'report', returnAll: true, groupBy: 'utm_source' }, [ALL_PATH, { ...REPORT, group_by: 'utm_source', limit: '1000' }]],
	[{ operation: 'report', limit: 1500 }, [ALL_PATH, { ...REPORT, limit: '1000' }]],
	[{ operation: 'report', groupBy: 'day', limit: 7 }, [ALL_PATH, { ...REPORT, group_by: 'day', sort: 'name', limit: '7' }]],
	[{ operation: 'report', groupBy: 'tag', options: { attribution: 'current', includeDeleted: true, sort: '-conversion_rate' } }, [ALL_PATH, { ...REPORT, group_by: 'tag', attribution: 'current', include_deleted: 'true', sort: '-conversion_rate' }]],
	[
		{ operation: 'report', filters: { campaign: 'spring', tags: 'a, b', tagsAny: ['c,d'], excludeTags: 'e', search: 'shoes', status: 'active', slug: 's', externalId: 'SKU-1', destination: 'https://a.example/*', clicksMin: 1, clicksMax: 9 } },
		[ALL_PATH, { ...REPORT, campaign: 'spring', tags: ['a', 'b', ''], tags_any: ['c,d', ''], exclude_tags: ['e', ''], search: 'shoes', status: 'active', slug: 's', external_id: 'SKU-1', destination: 'https://a.example/*', clicks_min: '1', clicks_max: '9' }],
	],
	[
		{ operation: 'report', filters: { createdAfter: '2026-01-01', createdBefore: '2026-02-01T00:00:00Z', expiresAfter: '2026-03-01', expiresBefore: '2026-04-01' } },
		[ALL_PATH, { ...REPORT, created_after: '2026-01-01T00:00:00.000Z', created_before: '2026-02-01T00:00:00.000Z', expires_after: '2026-03-01T00:00:00.000Z', expires_before: '2026-04-01T00:00:00.000Z' }],
	],
	[{ operation: 'report', options: { compare: true } }, [ALL_PATH, { ...REPORT, compare: 'previous' }], [ALL_PATH, { group_by: 'link', sort: '-total_clicks', limit: '1000', ...BEFORE }]],

	[{ operation: 'timeSeries', ...LINK }, [LINK_PATH, { ...BASE, interval: 'day' }]],
	[{ operation: 'timeSeries', interval: 'month', filters: { campaign: 'c' }, options: { includeDeleted: true } }, [ALL_PATH, { ...BASE, interval: 'month', group_by: 'month', limit: '1', campaign: 'c', include_deleted: 'true' }]],
	[{ operation: 'timeSeries', ...LINK, options: { compare: true } }, [LINK_PATH, { ...BASE, interval: 'day', compare: 'previous' }], [LINK_PATH, { ...BEFORE, interval: 'day' }]],

	[{ operation: 'breakdown', ...LINK }, [LINK_PATH, { ...BASE, breakdown: 'country', breakdown_limit: '50' }]],
	[{ operation: 'breakdown', dimensions: ['os', 'device'], limit: 7, filters: { campaign: 'c' }, options: { includeDeleted: true } }, [ALL_PATH, { ...BASE, campaign: 'c', group_by: 'os', limit: '1', breakdown: 'os,device', breakdown_limit: '7', include_deleted: 'true' }]],

	[{ operation: 'clicks', ...LINK, period: 'allTime' }, ['GET /v1/clicks', { ...CLICKS, link_id: 'slug:x' }]],
	[
		{ operation: 'clicks', filters: { campaign: 'c' }, period: 'custom', startDate: '2026-03-01', endDate: '2026-03-31', returnAll: true, options: { kinds: ['bot', 'head'], order: 'asc', timezone: 'Europe/Berlin' } },
		['GET /v1/clicks', { campaign: 'c', kind: 'bot,head', order: 'asc', limit: '1000', since: '2026-02-28T23:00:00.000Z', until: '2026-03-31T22:00:00.000Z' }],
	],

	[{ operation: 'chart', ...LINK }, [`${LINK_PATH}/chart`, CHART]],
	[{ operation: 'chart', filters: { campaign: 'c' }, chartType: 'bar', chartBy: 'link' }, [`${ALL_PATH}/chart`, { ...CHART, type: 'bar', group_by: 'link', campaign: 'c' }]],
	[{ operation: 'chart', chartType: 'pie', chartBy: 'source', metric: 'conversions', options: { most: 4 } }, [`${ALL_PATH}/chart`, { ...CHART, type: 'pie', breakdown: 'source', metric: 'conversions', limit: '4' }]],
	[{ operation: 'chart', ...LINK, chartType: 'bar', chartBy: 'time' }, [`${LINK_PATH}/chart`, { ...CHART, type: 'bar', interval: 'day' }]],
	[
		{ operation: 'chart', format: 'svg', metric: 'unique_visitors', options: { title: 'T', theme: 'dark', width: 800, height: 400, scale: 3, chartInterval: 'week', compare: true, attribution: 'current', includeDeleted: true } },
		[`${ALL_PATH}/chart`, { ...CHART, format: 'svg', metric: 'unique_visitors', title: 'T', theme: 'dark', width: '800', height: '400', scale: '3', interval: 'week', compare: 'previous', attribution: 'current', include_deleted: 'true' }],
	],
];

describe.each(CASES)('%j', (parameters, ...requests) => {
	beforeEach(() => {
		answer = (request, before) => {
			if (!request.path.includes('/chart')) return everything(request, before);
			return { status: 200, headers: { 'content-type': request.path.includes('format=svg') ? 'image/svg+xml' : 'image/png' }, body: 'picture' };
		};
	});

	test('asks as it must', async () => {
		await run(parameters);
		expect(asked()).toEqual(requests);
	});

	test('asks the same where expressions give the values', async () => {
		const { parameters: expressions, input } = asExpressions(parameters);
		await run(expressions, [input]);
		expect(asked()).toEqual(requests);
	});
});

test('equal questions are asked once, and each item has its answer', async () => {
	const input = Array.from({ length: 20 }, (_, n) => ({ slug: n % 2 ? 'odd' : 'even' }));
	const done = await run({ link: bySlug('={{ $json.slug }}') }, input);
	expect(standIn.seen).toHaveLength(2);
	expect(outputOf(done, 'Node').map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
	expect(new Set(jsonOf(done, 'Node').map(({ slug }) => slug)).size).toBe(2);
});

test('Return All goes through the pages of a report', async () => {
	answer = (_, before) => ({ status: 200, body: { rows: [row(`r${before}`)], totals: NUMBERS, next_cursor: before < 2 ? `c${before}` : null } });
	expect(jsonOf(await run({ operation: 'report', returnAll: true }), 'Node').map(({ slug }) => slug)).toEqual(['r0', 'r1', 'r2']);
	expect(standIn.seen.map(({ path }) => new URL(path, 'http://x').searchParams.get('cursor'))).toEqual([null, 'c0', 'c1']);
});

test('the comparison is asked for with the first page alone, and rows that had no clicks before begin at nothing', async () => {
	const links = ['a', 'b', 'c'].map((name) => ({ ...row(name), ...NUMBERS, link_id: `lnk_${name}`, total_clicks: 3 }));
	answer = ({ path: called }) => {
		const { searchParams } = new URL(called, 'http://x');
		const [now, from] = [searchParams.has('period'), Number(searchParams.get('cursor') ?? 0)];
		const rows = now ? links : [{ ...links[1]!, total_clicks: 2 }];
		const compare = searchParams.has('compare') ? { compare: { range: RANGE, ...NUMBERS, change: {} } } : {};
		return { status: 200, body: { rows: rows.slice(from, from + 1), totals: NUMBERS, ...compare, next_cursor: from + 1 < rows.length ? String(from + 1) : null } };
	};
	const done = await run({ operation: 'report', returnAll: true, options: { compare: true } });
	expect(jsonOf(done, 'Node').map(({ link_id, previous_total_clicks, total_clicks_change }) => [link_id, previous_total_clicks, total_clicks_change])).toEqual([['lnk_a', 0, null], ['lnk_b', 2, 0.5], ['lnk_c', 0, null]]);
	expect(asked().map(([, query]) => (query as { compare?: string }).compare)).toEqual(['previous', undefined, undefined, undefined]);
});

test('pages of clicks may be empty before the last', async () => {
	answer = (_, before) => ({ status: 200, body: { clicks: before === 1 ? [] : [{ id: `evt_${before}` }], next_cursor: before < 2 ? `c${before}` : null } });
	expect(jsonOf(await run({ operation: 'clicks', returnAll: true }), 'Node').map(({ id }) => id)).toEqual(['evt_0', 'evt_2']);
});

test('notes and estimates are told once, however many items ask', async () => {
	answer = () => ({ status: 200, body: { ...row('x'), ...NUMBERS, estimated: true, notes: ['The salt was replaced.'] } });
	const done = await run({ link: bySlug('={{ $json.slug }}') }, [{ slug: 'a' }, { slug: 'b' }]);
	expect(hintsOf(done, 'Node').map(({ message }) => message)).toEqual(['The salt was replaced.', expect.stringContaining('estimate')]);
});

describe('Only New Clicks', () => {
	const parameters = { operation: 'clicks', onlyNew: true, limit: 2, period: 'today', filters: { campaign: '={{ $json.campaign }}' } };
	const start = { id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const play = async (staticData: object, more = {}, input: object[] = [{ campaign: 'c' }], mode: 'trigger' | 'manual' = 'trigger') =>
		await engine.run(
			{ nodes: [start, node('getAnalytics', parameters, more)], connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } } },
			input.map((json) => ({ json: json as never })),
			{ staticData: staticData as never, mode },
		);
	/** Five clicks, of which a request gets those after the one that it names. */
	const log = ({ path }: Seen): Answer => {
		const { searchParams } = new URL(path, 'http://x');
		const after = Number(searchParams.get('after')?.slice(4) ?? 0);
		const clicks = [1, 2, 3, 4, 5].filter((n) => n > after).slice(0, Number(searchParams.get('limit')));
		return { status: 200, body: { clicks: clicks.map((n) => ({ id: `evt_${n}` })), next_cursor: clicks.at(-1) === 5 || clicks.length === 0 ? null : 'more' } };
	};

	test('goes on where the execution before it ended', async () => {
		answer = log;
		const staticData = {};
		const ids = [];
		for (let execution = 0; execution < 4; execution++) ids.push(jsonOf(await play(staticData), 'Node').map(({ id }) => id));
		expect(ids).toEqual([['evt_1', 'evt_2'], ['evt_3', 'evt_4'], ['evt_5'], []]);
		const [first, second] = asked().map(([, query]) => query as Record<string, string>);
		expect(first).toMatchObject({ order: 'asc', since: expect.stringMatching(/T00:00:00/) });
		expect(second).toEqual({ campaign: 'c', kind: 'human', order: 'asc', after: 'evt_2', limit: '2' });
	});

	test('another selection has a place of its own', async () => {
		answer = log;
		const staticData = {};
		await play(staticData, {}, [{ campaign: 'a' }]);
		const run2 = await play(staticData, {}, [{ campaign: 'a' }, { campaign: 'b' }]);
		expect(outputOf(run2, 'Node').map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([['evt_3', { item: 0 }], ['evt_4', { item: 0 }], ['evt_1', { item: 1 }], ['evt_2', { item: 1 }]]);
	});

	test('an execution that fails moves no place', async () => {
		const staticData = {};
		answer = (request) => (request.path.includes('campaign=bad') ? { status: 404, body: {} } : log(request));
		const failed = await play(staticData, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }, [{ campaign: 'c' }, { campaign: 'bad' }]);
		expect(failed.status).toBe('error');
		expect(jsonOf(await play(staticData), 'Node').map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
	});

	test('a manual execution says that its place is not kept', async () => {
		answer = log;
		expect(hintsOf(await play({}, {}, [{ campaign: 'c' }], 'manual'), 'Node').map(({ message }) => message)).toEqual([expect.stringContaining('manual execution')]);
		expect(hintsOf(await play({}), 'Node')).toEqual([]);
	});
});
