/** The examples that call services outside, played in the real engine; a stand-in answers for the services. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { jsonOf, startEngine } from '../support/engine.ts';
import type { Engine, WorkflowJson } from '../support/engine.ts';
import { baseNodes } from './baseNodes.ts';
import type { World } from './baseNodes.ts';
import { eventually, PACK, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { startStandIn } from './standIn.ts';
import type { StandIn } from './standIn.ts';

let bench: Bench;
let services: StandIn;
let world: World;
let engine: Engine;

beforeAll(async () => {
	bench = await startBench();
	services = await startStandIn(() => ({ status: 200, body: { ok: true } }));
	world = { services: services.url, tables: {}, seen: new Set() };
	const sticky = bench.engine.nodeType('n8n-nodes-base.noOp');
	const otherNodes = { ...baseNodes(world), 'n8n-nodes-base.stickyNote': sticky };
	engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: bench.url, apiKey: bench.key } }, otherNodes });
});

afterAll(async () => {
	await bench.stop();
	await services.stop();
});

beforeEach(() => {
	services.seen.length = 0;
});

const read = (name: string) => JSON.parse(readFileSync(path.join(PACK, 'examples/workflows', `${name}.json`), 'utf8')) as WorkflowJson;

async function play(workflow: WorkflowJson, input?: IDataObject[], staticData: IDataObject = {}): Promise<IRun> {
	const items = input?.map((json): INodeExecutionData => ({ json }));
	const run = await engine.run(workflow, items, { staticData, mode: 'trigger' });
	expect(run.data.resultData.error).toBeUndefined();
	return run;
}

const visit = async (slug: string) => await fetch(`${bench.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' } });
const counted = async (clicks: number) => await eventually(async () => (await bench.api('GET', '/v1/analytics?campaign=spring-sale&group_by=link')).body.totals, ({ total_clicks }) => total_clicks === clicks);

test('monday-report sends one e-mail with the numbers, the spreadsheet and the chart', async () => {
	await bench.api('POST', '/v1/links/batch', { links: [1, 2].map((n) => ({ destination: `https://shop.example/${n}`, slug: `spring-${n}`, campaign: 'spring-sale', append_click_id: true })) });
	for (const slug of ['spring-1', 'spring-1', 'spring-2']) await visit(slug);
	await counted(3);
	const workflow = read('monday-report');
	// Clicks can only be made now, and last week is over.
	for (const { parameters } of workflow.nodes) if (parameters.period === 'lastWeek') parameters.period = 'thisWeek';
	await play(workflow);
	expect(services.seen.map(({ path: called }) => called)).toEqual(['/email']);
	const { body } = services.seen[0]!;
	expect(body.subject).toBe('spring-sale: 3 clicks last week');
	expect(body.html).toContain('3 clicks by 1 people, 0 conversions, on 2 links.<br>The week before: 0 clicks.</p>');
	expect(body.attachments.map(({ fileName, mimeType }: IDataObject) => [fileName, mimeType])).toEqual([[expect.stringMatching(/^spring-sale \d{4}-W\d\d\.csv$/), 'text/csv'], ['clicks.png', 'image/png']]);
	const [csv, png] = body.attachments.map(({ content }: { content: string }) => Buffer.from(content, 'base64')) as [Buffer, Buffer];
	const rows: Array<Record<string, string>> = parse(csv, { bom: true, columns: true });
	expect(rows.map((row) => [row.Link, row.Clicks, row['Clicks Before']])).toEqual([[`${bench.url}/spring-1`, '2', '0'], [`${bench.url}/spring-2`, '1', '0']]);
	expect(png.subarray(1, 4).toString()).toBe('PNG');
});

test('expiring-links tells of each link once, and again when its expiry was moved', async () => {
	const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
	await bench.api('POST', '/v1/links/batch', {
		links: [
			{ destination: 'https://shop.example/soon', slug: 'soon', title: 'Soon over', expires_at: inHours(3) },
			{ destination: 'https://shop.example/later', slug: 'later', expires_at: inHours(30) },
			{ destination: 'https://shop.example/off', slug: 'off', expires_at: inHours(3), enabled: false },
			{ destination: 'https://shop.example/first', slug: 'first', expires_at: inHours(2) },
		],
	});
	const messages = async () => {
		services.seen.length = 0;
		await play(read('expiring-links'));
		return services.seen.map(({ body }) => body);
	};
	expect(await messages()).toEqual([
		{ channel: '#links', text: expect.stringMatching(`^${bench.url}/first \\(https://shop.example/first\\) ends \\d+ [A-Z][a-z]+, \\d\\d:\\d\\d. So far 0 clicks.$`) },
		{ channel: '#links', text: expect.stringContaining('/soon (Soon over) ends ') },
	]);
	expect(await messages()).toEqual([]);
	await bench.api('PATCH', '/v1/links/slug:soon', { expires_at: inHours(5) });
	expect(await messages()).toHaveLength(1);
});

test('conversion-from-payment counts a sale once, however often the provider calls', async () => {
	const clickId = new URL((await visit('spring-1')).headers.get('location')!).searchParams.get('lm_click');
	const payment = (type: string, metadata: object, payment_intent: string) => ({
		body: { id: 'evt_1', type, created: 1_767_312_000, data: { object: { amount_total: 4990, currency: 'eur', payment_intent, metadata } } },
	});
	const calls = [
		payment('checkout.session.completed', { lm_click: clickId }, 'pi_1'),
		payment('checkout.session.completed', { lm_click: clickId }, 'pi_1'),
		payment('checkout.session.expired', { lm_click: clickId }, 'pi_2'),
		// Who came by another way is no conversion of a link.
		payment('checkout.session.completed', {}, 'pi_3'),
	];
	const results = [];
	for (const call of calls) results.push(jsonOf(await play(read('conversion-from-payment'), [call as IDataObject]), 'Record Conversion').map(({ result }) => result));
	expect(results).toEqual([['recorded'], ['existing'], [], []]);
	const { conversions } = (await bench.api('GET', '/v1/conversions')).body;
	expect(conversions).toEqual([expect.objectContaining({ event: 'sale', value: 49.9, currency: 'EUR', external_id: 'pi_1', click_id: clickId, link_slug: 'spring-1', occurred_at: '2026-01-02T00:00:00.000Z' })]);
});

test('clicks-to-table adds each click once', async () => {
	await counted(4);
	const staticData = {};
	await play(read('clicks-to-table'), undefined, staticData);
	expect(world.tables.clicks).toHaveLength(4);
	await visit('spring-2');
	await counted(5);
	await play(read('clicks-to-table'), undefined, staticData);
	await play(read('clicks-to-table'), undefined, staticData);
	expect(world.tables.clicks).toHaveLength(5);
	expect(new Set(world.tables.clicks!.map(({ click }) => click)).size).toBe(5);
	expect(world.tables.clicks!.at(-1)).toEqual({
		clicked_at: expect.stringMatching(/Z$/), link: `${bench.url}/spring-2`, destination: 'https://shop.example/2', campaign: 'spring-sale', country: null, device: 'desktop', browser: 'Firefox', source: 'direct',
		click: expect.stringMatching(/^evt_/),
	});
});
