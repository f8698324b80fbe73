import { parse } from 'csv-parse/sync';
import { errorOf, hintsOf, jsonOf, outputOf } from '../support/engine.ts';
import type { FailureDetails } from '../../nodes/shared/problem.ts';
import { eventually, node, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { secondFails } from './secondFails.ts';

const PERSON = (n: number) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12${n}.0.0.0 Safari/537.36`;

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	const links = [3, 1, 2].map((n) => ({ destination: `https://shop.example/${n}`, slug: `clicked-${n}`, campaign: 'report', tags: ['a', `t${n}`], title: n === 1 ? '=1+1' : `Link ${n}` }));
	await bench.api('POST', '/v1/links/batch', { links });
	for (const n of [1, 2, 3]) {
		// n clicks by people, of whom the first comes twice.
		for (let visitor = 0; visitor < n; visitor++) await visit(`clicked-${n}`, PERSON(Math.max(visitor, 1)));
		await visit(`clicked-${n}`, 'Googlebot/2.1 (+http://www.google.com/bot.html)');
	}
	await bench.api('POST', '/v1/conversions', { slug: 'clicked-2', event: 'sale', value: '12.50', currency: 'EUR' });
	await eventually(
		async () => (await bench.api('GET', '/v1/analytics?group_by=link&campaign=report')).body.totals,
		(totals) => totals.total_clicks === 6 && totals.bot_clicks === 3 && totals.conversions === 1,
	);
});
afterAll(async () => await bench.stop());

const visit = async (slug: string, agent: string) => await fetch(`${bench.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': agent } });
const ask = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'getAnalytics', parameters, input, more);
const rowsOf = async (parameters: object) => jsonOf(await ask(parameters), 'Node');
const bySlug = (value: string) => ({ __rl: true, mode: 'slug', value });
const today = new Date().toISOString().slice(0, 10);

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
		const [row] = await rowsOf({ link: { __rl: true, mode, value: await value() } });
		expect(row).toMatchObject({ slug: 'clicked-2', total_clicks: 2 });
	});

	test('the lists to choose from can be searched: links by slug, title and destination, campaigns by name', async () => {
		const search = async (method: string, filter?: string) => (await bench.engine.listSearch(node('getAnalytics', {}), method, filter)).results;
		expect(await search('searchLinks')).toHaveLength(3);
		expect(await search('searchLinks', 'LINK 2')).toEqual([expect.objectContaining({ name: 'Link 2 (clicked-2)', value: expect.stringMatching(/^lnk_/), url: `${bench.url}/clicked-2` })]);
		expect(await search('searchLinks', 'nothing')).toEqual([]);
		expect(await search('searchCampaigns', 'rep')).toEqual([{ name: 'report', value: 'report' }]);
	});

	test('days are those of the time zone', async () => {
		const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
		const [counted] = await rowsOf({ link: bySlug('clicked-3'), period: 'custom', startDate: today, endDate: `${tomorrow}T00:00:00` });
		expect(counted?.total_clicks).toBe(3);
		const [later] = await rowsOf({ link: bySlug('clicked-3'), period: 'custom', startDate: new Date(Date.now() + 2 * 86_400_000).toISOString() });
		expect(later?.total_clicks).toBe(0);
	});

	test('the previous period is beside the numbers where it is wanted', async () => {
		const [row] = await rowsOf({ link: bySlug('clicked-3'), options: { compare: true } });
		expect(row).toMatchObject({ previous_total_clicks: 0, total_clicks_change: null, compare: { change: { total_clicks: { absolute: 3, fraction: null } } } });
		const [named] = await rowsOf({ link: bySlug('clicked-2'), columnNames: 'report', options: { compare: true } });
		expect(Object.keys(named ?? {})).toEqual([
			'Link', 'Destination', 'Clicks', 'Unique Visitors', 'Conversions', 'Conversion Rate', 'Conversion Value', 'Currency', 'Bot Clicks', 'Prefetches',
			'Clicks Before', 'Clicks Change', 'Unique Visitors Before', 'Unique Visitors Change', 'Conversions Before', 'Conversions Change',
		]);
		expect(named).toMatchObject({ Clicks: 2, Conversions: 1, 'Conversion Rate': 0.5, 'Conversion Value': 12.5, Currency: 'EUR', 'Clicks Before': 0, 'Clicks Change': null });
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
});

describe('Get Report', () => {
	const report = { operation: 'report', filters: { campaign: 'report' } };

	test('has a row for each link, most clicks first', async () => {
		expect((await rowsOf(report)).map((row) => [row.slug, row.total_clicks])).toEqual([['clicked-3', 3], ['clicked-2', 2], ['clicked-1', 1]]);
	});

	test('Column Names: Report gives the columns of a spreadsheet, in order', async () => {
		const rows = await rowsOf({ ...report, columnNames: 'report' });
		expect(Object.entries(rows[1] ?? {})).toEqual(
			Object.entries({
				Link: `${bench.url}/clicked-2`, Destination: 'https://shop.example/2', Title: 'Link 2', Campaign: 'report', Tags: 'a, t2',
				Clicks: 2, 'Unique Visitors': 1, Conversions: 1, 'Conversion Rate': 0.5, 'Conversion Value': 12.5, Currency: 'EUR', 'Bot Clicks': 1, Prefetches: 0,
			}),
		);
	});

	test('rows stand for what Group By says', async () => {
		expect((await rowsOf({ ...report, groupBy: 'tag' })).map((row) => [row.tag, row.total_clicks])).toEqual([['a', 6], ['t3', 3], ['t2', 2], ['t1', 1]]);
		expect(await rowsOf({ ...report, groupBy: 'campaign', columnNames: 'report' })).toEqual([
			{ Campaign: 'report', Clicks: 6, 'Unique Visitors': expect.any(Number), Conversions: 1, 'Conversion Rate': 1 / 6, 'Conversion Value': 12.5, Currency: 'EUR' },
		]);
		expect(await rowsOf({ ...report, groupBy: 'country', columnNames: 'report' })).toEqual([expect.objectContaining({ Country: '(none)', Clicks: 6 })]);
		const days = await rowsOf({ ...report, groupBy: 'day', columnNames: 'report' });
		expect(days).toHaveLength(7);
		expect(days.at(-1)).toMatchObject({ Day: today, Clicks: 6 });
	});

	test('is sorted as the option says, and the limit is the number of rows', async () => {
		expect((await rowsOf({ ...report, options: { sort: 'name' } })).map(({ slug }) => slug)).toEqual(['clicked-1', 'clicked-2', 'clicked-3']);
		expect((await rowsOf({ ...report, options: { sort: '-conversions' } }))[0]?.slug).toBe('clicked-2');
		const run = await ask({ ...report, limit: 2 });
		expect(jsonOf(run, 'Node')).toHaveLength(2);
		expect(hintsOf(run, 'Node').map(({ message }) => message)).toEqual([expect.stringContaining('Return All')]);
	});

	test('the filter needs all tags', async () => {
		expect((await rowsOf({ ...report, filters: { tags: 'a, t2' } })).map(({ slug }) => slug)).toEqual(['clicked-2']);
	});

	test('each row has its numbers of the previous period, and times have those of the interval before', async () => {
		const rows = await rowsOf({ ...report, options: { compare: true } });
		expect(rows.map((row) => [row.slug, row.previous_total_clicks, row.total_clicks_change])).toEqual([['clicked-3', 0, null], ['clicked-2', 0, null], ['clicked-1', 0, null]]);
		const days = await rowsOf({ ...report, groupBy: 'day', period: 'today', options: { compare: true } });
		const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
		expect(days).toEqual([expect.objectContaining({ total_clicks: 6, previous_total_clicks: 0, previous_start: expect.stringContaining(yesterday) })]);
	});

	test('is a CSV with the totals beside it', async () => {
		const run = await ask({ ...report, output: 'csv', columnNames: 'report', options: { fileName: 'spring.csv', delimiter: 'semicolon' } });
		const [item] = outputOf(run, 'Node');
		expect(item?.json).toMatchObject({ links: 3, rows: 3, total_clicks: 6, conversions: 1, range: expect.objectContaining({ timezone: 'UTC' }) });
		expect(item?.binary?.data).toMatchObject({ fileName: 'spring.csv', mimeType: 'text/csv' });
		const text = (await bench.engine.file(item?.binary)).toString();
		expect(text.startsWith('\ufeffLink;Destination;')).toBe(true);
		const rows: Array<Record<string, string>> = parse(text, { bom: true, columns: true, delimiter: ';' });
		expect(rows.map((row) => [row.Link, row.Tags, row.Clicks, row.Title])).toEqual([
			[`${bench.url}/clicked-3`, 'a, t3', '3', 'Link 3'],
			[`${bench.url}/clicked-2`, 'a, t2', '2', 'Link 2'],
			// What a spreadsheet would run has an apostrophe in front.
			[`${bench.url}/clicked-1`, 'a, t1', '1', "'=1+1"],
		]);
	});

	test('is rows and then the CSV, with the names of the API; or the totals alone', async () => {
		const both = outputOf(await ask({ ...report, output: 'both', outputBinaryField: 'file' }), 'Node');
		expect(both.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([[], [], [], ['file']]);
		const text = (await bench.engine.file(both.at(-1)?.binary, 'file')).toString();
		expect(text.split('\n')[0]).toBe('\ufefflink_id,slug,short_url,destination,title,campaign,tags,external_id,total_clicks,unique_visitors,conversions,conversion_rate,conversion_value,currency,bot_clicks,prefetches');
		const totals = await ask({ ...report, output: 'totals', options: { compare: true } });
		expect(jsonOf(totals, 'Node')).toEqual([expect.objectContaining({ rows: 3, links: 3, total_clicks: 6, compare: expect.objectContaining({ total_clicks: 0 }) })]);
		expect(outputOf(totals, 'Node')[0]?.binary).toBeUndefined();
	});
});

describe.each([['one link', { selectBy: 'link', link: bySlug('clicked-3') }, 3], ['a filter', { selectBy: 'filter', filters: { campaign: 'report' } }, 6]])('of %s', (_, selection, clicks) => {
	test('Get Time Series has a row for each day, and the previous period beside it', async () => {
		const series = { operation: 'timeSeries', ...selection };
		const rows = await rowsOf({ ...series, interval: 'day' });
		expect(rows.map(({ total_clicks }) => total_clicks)).toEqual([0, 0, 0, 0, 0, 0, clicks]);
		expect(rows.at(-1)?.start).toBe(`${today}T00:00:00+00:00`);
		const compared = await rowsOf({ ...series, interval: 'week', period: 'thisWeek', columnNames: 'report', options: { compare: true } });
		expect(compared).toEqual([expect.objectContaining({ Week: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), Clicks: clicks, 'Clicks Before': 0, 'Clicks Change': null })]);
		const totals = await rowsOf({ ...series, output: 'totals' });
		expect(totals).toEqual([expect.objectContaining({ rows: 7, interval: 'day', total_clicks: clicks })]);
		expect(totals[0]).not.toHaveProperty('timeseries');
	});

	test('Get Breakdown has a row for each value, with its share', async () => {
		const rows = await rowsOf({ operation: 'breakdown', ...selection, dimensions: ['browser', 'campaign'] });
		expect(rows).toEqual([
			{ dimension: 'browser', value: 'Chrome', total_clicks: clicks, share: 1 },
			{ dimension: 'campaign', value: 'report', total_clicks: clicks, share: 1 },
		]);
		const limited = await rowsOf({ operation: 'breakdown', ...selection, dimensions: 'tag', limit: 1, columnNames: 'report' });
		expect(limited).toEqual([{ Dimension: 'Tag', Value: 'a', Clicks: clicks, Share: 1 }, { Dimension: 'Tag', Value: '(other)', Clicks: clicks, Share: 1 }]);
	});

	test('Get Clicks has a row for each hit, newest first', async () => {
		const rows = await rowsOf({ operation: 'clicks', ...selection, returnAll: true });
		expect(rows).toHaveLength(clicks);
		expect(Object.keys(rows[0] ?? {})).toEqual([
			'id', 'occurred_at', 'link_id', 'link_slug', 'short_url', 'destination', 'campaign', 'tags', 'country', 'device', 'browser', 'os', 'source', 'referrer_host', 'variant', 'is_unique',
		]);
		const ids = rows.map(({ id }) => id as string);
		expect(ids).toEqual([...ids].sort().reverse());
		const limited = await ask({ operation: 'clicks', ...selection, limit: 2, simplify: false, options: { order: 'asc', kinds: ['bot', 'human'] } });
		expect(jsonOf(limited, 'Node').map(({ kind, id }) => [kind, typeof id])).toHaveLength(2);
		expect(hintsOf(limited, 'Node')).toHaveLength(1);
		const bots = await rowsOf({ operation: 'clicks', ...selection, simplify: false, options: { kinds: 'bot' } });
		expect(new Set(bots.map(({ kind }) => kind))).toEqual(new Set(['bot']));
	});

	test.each([
		['png', 'image/png', (bytes: Buffer) => bytes.subarray(1, 4).toString() === 'PNG'],
		['svg', 'image/svg+xml', (bytes: Buffer) => bytes.toString().startsWith('<svg')],
	])('Get Chart is a picture: %s', async (format, mimeType, isOne) => {
		const run = await ask({ operation: 'chart', ...selection, chartType: 'line', format, options: { title: 'Spring', compare: true } });
		const [item] = outputOf(run, 'Node');
		const bytes = await bench.engine.file(item?.binary);
		expect(item?.json).toEqual({ file_name: `chart.${format}`, mime_type: mimeType, bytes: bytes.length });
		expect(item?.binary?.data).toMatchObject({ fileName: `chart.${format}`, mimeType });
		expect(isOne(bytes)).toBe(true);
		if (format === 'svg') expect(bytes.toString()).toContain('Spring');
	});

	test('a chart can be added to the item that came in, beside its files', async () => {
		const file = { data: Buffer.from('a,b\n').toString('base64'), mimeType: 'text/csv', fileName: 'a.csv' };
		const parameters = { operation: 'chart', ...selection, chartType: 'bar', chartBy: 'device', format: 'svg', outputBinaryField: 'chart', options: { addToInput: true, fileName: 'clicks.svg' } };
		const run = await runNode(bench.engine, 'getAnalytics', parameters, [{ json: { n: 7 }, binary: { data: file } }]);
		expect(outputOf(run, 'Node').map(({ json, binary }) => [json, Object.keys(binary ?? {}), binary?.chart?.fileName])).toEqual([[{ n: 7 }, ['data', 'chart'], 'clicks.svg']]);
	});
});

test('what the server refuses fails its item: a ring of visitors', async () => {
	const parameters = { operation: 'chart', chartType: 'pie', chartBy: 'country', metric: '={{ $json.metric }}', format: 'svg' };
	const run = await ask(parameters, ['total_clicks', 'unique_visitors', 'conversions'].map((metric) => ({ metric })), { onError: 'continueRegularOutput' });
	expect(outputOf(run, 'Node').map(({ json, binary }) => [(json.details as FailureDetails | undefined)?.code, binary !== undefined])).toEqual([[undefined, true], ['invalid_request', false], [undefined, true]]);
	expect(jsonOf(run, 'Node')[1]?.error).toContain('pie');
});

describe('a value that cannot be used fails its item alone', () => {
	const v = '={{ $json.v }}';
	const one = { link: bySlug('clicked-1') };
	const report = { operation: 'report' };
	const chart = { operation: 'chart', format: 'svg' };
	test.each([
		['Link', { link: bySlug(v) }, 'clicked-1', 'no slug'],
		['Link', { operation: 'timeSeries', selectBy: 'link', link: bySlug(v) }, 'clicked-1', ''],
		['Select Links By', { operation: 'timeSeries', selectBy: v, ...one }, 'filter', 'hand'],
		['Period', { ...one, period: v }, 'today', 'soon'],
		['Start Date', { ...one, period: 'custom', startDate: v }, '2026-01-01', 'soon'],
		['End Date', { ...one, period: 'custom', startDate: '2026-02-01', endDate: v }, '2026-02-01', '2026-01-01'],
		['Time Zone', { ...one, options: { timezone: v } }, 'Europe/Berlin', 'Mars/Base'],
		['Compare With Previous Period', { ...one, period: v, options: { compare: true } }, 'today', 'allTime'],
		['Group By', { ...report, groupBy: v }, 'link', 'colour'],
		['Limit', { ...report, limit: v }, 1, 0],
		['Limit', { operation: 'clicks', limit: v }, 1, 'few'],
		['Limit', { operation: 'breakdown', limit: v }, 1000, 1001],
		['Sort', { ...report, options: { sort: v } }, 'name', 'price'],
		['Attribution', { ...report, groupBy: 'tag', options: { attribution: v } }, 'current', 'later'],
		['Output', { ...report, output: v }, 'totals', 'paper'],
		['Delimiter', { ...report, output: 'csv', options: { delimiter: v } }, 'tab', 'space'],
		['Status', { ...report, filters: { status: v } }, 'active', 'asleep'],
		['Created After', { ...report, filters: { createdAfter: v } }, '2026-01-01', 'soon'],
		['Interval', { operation: 'timeSeries', interval: v }, 'hour', 'minute'],
		['Break Down By', { operation: 'breakdown', dimensions: v }, ['os', 'browser'], ['os', 'shoe size']],
		['Break Down By', { operation: 'breakdown', dimensions: v }, 'os', []],
		['Kinds', { operation: 'clicks', options: { kinds: v } }, ['bot', 'head'], ['martian']],
		['Order', { operation: 'clicks', options: { order: v } }, 'asc', 'random'],
		['Chart Type', { ...chart, chartType: v }, 'line', 'cake'],
		['Metric', { ...chart, metric: v }, 'conversions', 'bot_clicks'],
		['Format', { operation: 'chart', format: v }, 'svg', 'gif'],
		['Bars or Parts', { ...chart, chartType: 'bar', chartBy: v }, 'os', 'shoe size'],
		['Bars or Parts', { ...chart, chartType: 'pie', chartBy: v }, 'link', 'time'],
		['Bars or Parts', { ...chart, selectBy: 'link', ...one, chartType: 'bar', chartBy: v }, 'time', 'link'],
		['Chart Interval', { ...chart, options: { chartInterval: v } }, 'day', 'minute'],
		['Bars or Parts at Most', { ...chart, chartType: 'bar', options: { most: v } }, 3, 51],
		['Title', { ...chart, options: { title: v } }, 'Spring', 'x'.repeat(201)],
		['Theme', { ...chart, options: { theme: v } }, 'dark', 'pink'],
		['Width', { ...chart, options: { width: v } }, 300, 299],
		['Height', { ...chart, options: { height: v } }, 160, 1601],
		['Scale', { ...chart, options: { scale: v } }, 3, 4],
	])('%s: %j', async (label, parameters, good, bad) => {
		await secondFails(bench.engine, 'getAnalytics', { label, parameters, good, bad });
	});
});
