import { errorOf, hintsOf, jsonOf, outputOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { eventually, node, PACK, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { secondFails } from './secondFails.ts';
import { startStandIn } from './standIn.ts';
import type { Answer, Seen, StandIn } from './standIn.ts';

const bySlug = (value: string) => ({ __rl: true, mode: 'slug', value });
const LINK = { attributeTo: 'link', link: bySlug('shop') };
const CLICK = `clk_${'0'.repeat(24)}`;

describe('on the real server', () => {
	let bench: Bench;
	let clickId: string;
	beforeAll(async () => {
		bench = await startBench();
		await bench.api('POST', '/v1/links', { destination: 'https://shop.example/', slug: 'shop', campaign: 'spring', append_click_id: true });
		const visit = await fetch(`${bench.url}/shop`, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 Firefox/145.0' } });
		clickId = new URL(visit.headers.get('location') ?? '').searchParams.get('lm_click') ?? '';
	});
	afterAll(async () => await bench.stop());

	const record = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'recordConversion', parameters, input, more);
	const recorded = async (event: string) => (await bench.api('GET', `/v1/conversions?event=${event}`)).body.conversions;

	test('a click that converts knows its link; the report counts it', async () => {
		const run = await record({ clickId: '={{ $json.click }}', event: 'sale', value: '={{ $json.price }}', currency: 'eur', externalId: 'order-1' }, [{ click: clickId, price: 49.9 }]);
		expect(jsonOf(run, 'Node')).toEqual([
			{
				id: expect.stringMatching(/^cnv_/), result: 'recorded', event: 'sale', value: 49.9, currency: 'EUR', external_id: 'order-1', occurred_at: expect.any(String),
				click_id: clickId, link_id: expect.stringMatching(/^lnk_/), link_slug: 'shop', short_url: `${bench.url}/shop`, campaign: 'spring', country: null, source: 'direct',
			},
		]);
		const report = await eventually(async () => (await bench.api('GET', '/v1/links/slug:shop/analytics')).body, ({ conversions }) => conversions > 0);
		expect(report).toMatchObject({ total_clicks: 1, conversions: 1, conversion_value: 49.9, currency: 'EUR' });
	});

	test('where no click is known it is told of the link, by slug, short URL, ID or external ID', async () => {
		const { id } = (await bench.api('PATCH', '/v1/links/slug:shop', { external_id: 'SKU-1' })).body;
		for (const [mode, value] of [['slug', 'shop'], ['url', `${bench.url}/shop`], ['id', id], ['externalId', 'SKU-1']]) {
			const [conversion] = jsonOf(await record({ attributeTo: 'link', link: { __rl: true, mode, value }, event: 'call' }), 'Node');
			expect(conversion).toMatchObject({ result: 'recorded', link_slug: 'shop', click_id: null, value: null });
		}
	});

	test('all fields are kept; without Simplify everything comes out', async () => {
		const additionalFields = { occurredAt: '2026-01-02T03:04:05', metadata: { entry: [{ name: 'plan', value: 'pro' }] }, metadataJson: '{"seats": 3}' };
		const [raw] = jsonOf(await record({ ...LINK, event: 'signup', value: '0.0001', currency: 'USD', externalId: 'u-1', simplify: false, additionalFields }), 'Node');
		expect(raw).toMatchObject({ event: 'signup', value: 0.0001, currency: 'USD', external_id: 'u-1', occurred_at: '2026-01-02T03:04:05.000Z', metadata: { plan: 'pro', seats: 3 }, visitor_id: null, tags: [] });
	});

	test('the same event with the same external ID is recorded once, which a hint says', async () => {
		const parameters = { ...LINK, event: 'refund', externalId: '={{ $json.order }}' };
		const run = await record(parameters, [{ order: 'o-1' }, { order: 'o-2' }, { order: 'o-1' }]);
		expect(jsonOf(run, 'Node').map(({ result }) => result)).toEqual(['recorded', 'recorded', 'existing']);
		expect(hintsOf(run, 'Node').map(({ message }) => message)).toEqual([expect.stringMatching(/^1 of 3 conversions/)]);
		await record(parameters, [{ order: 'o-1' }]);
		expect(await recorded('refund')).toHaveLength(2);
	});

	test('where one failure stops the node, nothing of its request is recorded; else the others are', async () => {
		const input = ['shop', 'none', 'shop'].map((slug) => ({ slug }));
		const parameters = { attributeTo: 'link', link: bySlug('={{ $json.slug }}'), event: 'stop' };
		expect(errorOf(await record(parameters, input))).toMatchObject({ message: expect.stringContaining('none'), context: { itemIndex: 1, details: { code: 'not_found' } } });
		expect(await recorded('stop')).toHaveLength(0);

		const regular = outputOf(await record(parameters, input, { onError: 'continueRegularOutput' }), 'Node');
		expect(regular.map(({ json, pairedItem }) => [json.result ?? json.error, pairedItem])).toEqual([['recorded', { item: 0 }], [expect.stringContaining('none'), { item: 1 }], ['recorded', { item: 2 }]]);
		const split = await record(parameters, input, { onError: 'continueErrorOutput' });
		expect(jsonOf(split, 'Node', 1)).toEqual([expect.objectContaining({ slug: 'none', details: expect.objectContaining({ code: 'not_found' }) })]);
		expect(outputOf(split, 'Node').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(await recorded('stop')).toHaveLength(4);
	});

	test('links can be chosen from a list', async () => {
		expect((await bench.engine.listSearch(node('recordConversion', {}), 'searchLinks', 'shop')).results).toHaveLength(1);
	});

	const v = '={{ $json.v }}';
	const id = '={{ $itemIndex + $json.v }}';
	test.each([
		['Attribute To', { attributeTo: v, clickId: CLICK, link: bySlug('shop') }, 'link', 'luck'],
		['Click ID', { clickId: v }, '', 'clk_1'],
		['Link', { ...LINK, link: bySlug(v) }, 'shop', 'no slug'],
		['Event', { ...LINK, event: v }, 'x', 'x'.repeat(101)],
		['Value', { ...LINK, value: v, currency: 'EUR' }, '1.5', '1,50'],
		['Value', { ...LINK, value: v, currency: 'EUR' }, 0.5, 0.1 + 0.2],
		['Value', { ...LINK, value: v, currency: 'EUR' }, 100_000_000_000, 100_000_000_001],
		['Currency', { ...LINK, value: 1, currency: v }, 'usd', '€'],
		['Currency', { ...LINK, value: 1, currency: v }, 'usd', ''],
		['External ID', { ...LINK, externalId: id }, 'x', 'x'.repeat(200)],
		['Occurred At', { ...LINK, additionalFields: { occurredAt: v } }, '2026-01-01', '2099-01-01'],
		['Occurred At', { ...LINK, additionalFields: { occurredAt: v } }, '2026-01-01', 'soon'],
		['Metadata (JSON)', { ...LINK, additionalFields: { metadataJson: v } }, '{"a": 1}', '[1]'],
		['Metadata', { ...LINK, additionalFields: { metadataJson: v } }, { a: 1 }, { a: 'x'.repeat(17_000) }],
		['Simplify', { ...LINK, simplify: v }, 'no', 'a little'],
	])('%s that cannot be used fails its item alone: %j', async (label, parameters, good, bad) => {
		await secondFails(bench.engine, 'recordConversion', { label, parameters, good: label === 'Click ID' ? clickId : good, bad }, different);
	});
});

/** Two recordings of the same are two conversions. */
const different = ['id', 'external_id', 'occurred_at', 'recorded_at'];

describe('what is sent', () => {
	let standIn: StandIn;
	let engine: Engine;
	let answer: (request: Seen, before: number) => Answer;
	const recorded = ({ body }: Seen): Answer => ({
		status: 200,
		body: { conversions: (body.conversions as object[]).map((conversion, index) => ({ ...conversion, id: `cnv_${index}`, index, result: 'recorded' })), errors: [], summary: {} },
	});
	beforeAll(async () => {
		standIn = await startStandIn((request, before) => answer(request, before));
		engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: standIn.url, apiKey: 'x' } } });
	});
	afterAll(async () => await standIn.stop());
	beforeEach(() => {
		standIn.seen.length = 0;
		answer = recorded;
	});
	const record = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(engine, 'recordConversion', parameters, input, more);

	test.each([
		[{ clickId: CLICK }, { click_id: CLICK, event: 'sale' }],
		[{ clickId: ` ${CLICK} `, event: ' signup ' }, { click_id: CLICK, event: 'signup' }],
		[LINK, { link_id: 'slug:shop', event: 'sale' }],
		[{ attributeTo: 'link', link: { __rl: true, mode: 'id', value: 'lnk_1' } }, { link_id: 'lnk_1', event: 'sale' }],
		[{ ...LINK, value: '49.90', currency: 'eur' }, { link_id: 'slug:shop', event: 'sale', value: '49.90', currency: 'EUR' }],
		[{ ...LINK, value: '={{ 1999 / 100 }}', currency: 'USD' }, { link_id: 'slug:shop', event: 'sale', value: '19.99', currency: 'USD' }],
		[{ ...LINK, value: '0', currency: 'USD' }, { link_id: 'slug:shop', event: 'sale', value: '0', currency: 'USD' }],
		[{ ...LINK, externalId: 1001 }, { link_id: 'slug:shop', event: 'sale', external_id: '1001' }],
		[{ ...LINK, additionalFields: { occurredAt: '2026-01-01T12:00:00+01:00' } }, { link_id: 'slug:shop', event: 'sale', occurred_at: '2026-01-01T11:00:00.000Z' }],
		[{ ...LINK, additionalFields: { metadata: { entry: [{ name: 'a', value: 'x' }, { name: '', value: 'y' }] }, metadataJson: { a: 1, b: [2] } } }, { link_id: 'slug:shop', event: 'sale', metadata: { a: 'x', b: [2] } }],
	])('%j', async (parameters, conversion) => {
		await record(parameters);
		expect(standIn.seen.map(({ method, path, body }) => [method, path, body])).toEqual([['POST', '/v1/conversions', { conversions: [conversion], mode: 'atomic' }]]);
		expect(standIn.seen[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}\./);
	});

	test('2,500 items make three requests, and each output is paired with its item', async () => {
		const run = await record({ ...LINK, externalId: '={{ $json.n }}' }, Array.from({ length: 2500 }, (_, n) => ({ n })), { onError: 'continueRegularOutput' });
		expect(standIn.seen.map(({ body }) => [body.conversions.length, body.mode])).toEqual([[1000, 'partial'], [1000, 'partial'], [500, 'partial']]);
		expect(new Set(standIn.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(3);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.external_id, pairedItem])).toEqual(Array.from({ length: 2500 }, (_, n) => [String(n), { item: n }]));
	});

	test('Retry On Fail sends the same keys again', async () => {
		answer = (request, before) => (before < 2 ? { status: 400, body: { code: 'bad_request', detail: 'Not now' } } : recorded(request));
		const run = await record(LINK, [{}, {}], { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect(run.status).toBe('success');
		expect(standIn.seen).toHaveLength(3);
		expect(new Set(standIn.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
	});

	test('after a request that failed as a whole no more are sent, and all of its items fail', async () => {
		answer = (request, before) => (before === 1 ? { status: 403, body: { code: 'forbidden', detail: 'The key may not write', status: 403 } } : recorded(request));
		const run = await record(LINK, Array.from({ length: 2500 }, (_, n) => ({ n })), { onError: 'continueErrorOutput' });
		expect(standIn.seen).toHaveLength(2);
		expect(outputOf(run, 'Node')).toHaveLength(1000);
		expect(jsonOf(run, 'Node', 1)).toHaveLength(1500);
		expect(jsonOf(run, 'Node', 1)[0]).toMatchObject({ n: 1000, error: 'The key may not write', details: { code: 'forbidden' } });
	});
});
