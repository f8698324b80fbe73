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
/** What services answer, by path. */
const rows: Record<string, IDataObject[]> = {};

beforeAll(async () => {
	bench = await startBench();
	services = await startStandIn(({ method, path: called }) => ({ status: 200, body: method === 'GET' ? rows[called] : { ok: true } }));
	world = { services: services.url, tables: {}, seen: new Set(), files: {} };
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

describe('rows of a service become links', () => {
	const told = () => services.seen.filter(({ method }) => method === 'POST').map(({ body }) => body);

	test('google-sheet-to-links gives each row without a link its own, and writes it back', async () => {
		rows['/sheet'] = [
			{ row_number: 2, URL: 'https://shop.example/a', Slug: 'sheet-a', Title: 'A', Tags: 'x, y', 'Short URL': '' },
			{ row_number: 3, URL: 'https://shop.example/b', Slug: '', Title: '', Tags: '', 'Short URL': 'https://go.example/b' },
			{ row_number: 4, URL: 'https://shop.example/c', Slug: 'sheet-c', Title: '', Tags: '', 'Short URL': '' },
		];
		const written = ['a', 'c'].map((name, index) => ({ row: { row_number: index * 2 + 2, 'Short URL': `${bench.url}/sheet-${name}` }, matchingColumns: ['row_number'] }));
		await play(read('google-sheet-to-links'));
		expect(told()).toEqual(written);
		// What could not be written back is written at the next time, and makes no second link.
		await play(read('google-sheet-to-links'));
		expect(told()).toEqual([...written, ...written]);
		expect((await bench.api('GET', '/v1/links?campaign=sheet')).body.links.map(({ title, tags }: IDataObject) => [title, tags])).toEqual([[null, []], ['A', ['x', 'y']]]);
	});

	test('airtable-to-links gives each record one link', async () => {
		rows['/airtable'] = [1, 2].map((n) => ({ id: `rec${n}`, Name: `Record ${n}`, URL: `https://shop.example/${n}` }));
		await play(read('airtable-to-links'));
		await play(read('airtable-to-links'));
		const { links } = (await bench.api('GET', '/v1/links?campaign=airtable&sort=title')).body;
		expect(links.map(({ title, external_id }: IDataObject) => [title, external_id])).toEqual([['Record 1', 'airtable-rec1'], ['Record 2', 'airtable-rec2']]);
		expect(told()[0]).toEqual({ row: { id: 'rec1', 'Short URL': links[0].short_url }, matchingColumns: ['id'] });
	});

	test('sheet-to-updates changes the link of each SKU in one transaction', async () => {
		await bench.api('POST', '/v1/links/batch', { links: [1, 2].map((n) => ({ destination: `https://shop.example/old/${n}`, slug: `sku-${n}`, external_id: `SKU-${n}` })) });
		rows['/sheet'] = [1, 2].map((n) => ({ row_number: n + 1, SKU: `SKU-${n}`, 'New URL': `https://shop.example/new/${n}` }));
		const outputs = jsonOf(await play(read('sheet-to-updates')), 'Update Links');
		expect(outputs.map(({ destination }) => destination)).toEqual(['https://shop.example/new/1', 'https://shop.example/new/2']);
		expect(new Set(outputs.map(({ change_id }) => change_id)).size).toBe(1);
	});
});

test('shopify-product-to-link makes one link of a product that is told of twice', async () => {
	const product = { id: 7, handle: 'blue-teapot', title: 'Blue teapot', product_type: 'Teapots', tags: 'blue, new' };
	for (let time = 0; time < 2; time++) await play(read('shopify-product-to-link'), [product]);
	const { links } = (await bench.api('GET', '/v1/links?campaign=shop')).body;
	expect(links).toEqual([expect.objectContaining({ slug: 'blue-teapot', destination: 'https://shop.example.com/products/blue-teapot', tags: ['Teapots', 'blue', 'new'], external_id: 'shopify-7', append_click_id: true })]);
	expect(services.seen[0]?.body).toEqual({ channel: '#marketing', text: `New in the shop: Blue teapot, ${bench.url}/blue-teapot` });
});

test('blog-post-to-channels makes a link for each channel, in one message', async () => {
	await play(read('blog-post-to-channels'), [{ title: 'Five teas & a pot', link: 'https://blog.example.com/five-teas' }]);
	const { links } = (await bench.api('GET', '/v1/links?campaign=blog&sort=slug')).body;
	expect(links.map(({ slug, utm, tags }: IDataObject) => [slug, utm, tags])).toEqual([
		['five-teas-a-pot-li', { source: 'linkedin', medium: 'social' }, ['blog', 'social']],
		['five-teas-a-pot-ma', { source: 'mastodon', medium: 'social' }, ['blog', 'social']],
		['five-teas-a-pot-nl', { source: 'newsletter', medium: 'email' }, ['blog', 'mail']],
		['five-teas-a-pot-x', { source: 'x', medium: 'social' }, ['blog', 'social']],
	]);
	const text = ['LinkedIn', 'Mastodon', 'Newsletter', 'X'].map((name, index) => `${name}: ${links[index].short_url}`);
	expect(services.seen.map(({ body }) => body)).toEqual([{ channel: '#social', text: ['Five teas & a pot', ...text].join('\n') }]);
});

test('daily-post-links tells of new posts alone', async () => {
	rows['/feed'] = [{ title: 'One', link: 'https://blog.example.com/1' }];
	await play(read('daily-post-links'));
	rows['/feed'].unshift({ title: 'Two', link: 'https://blog.example.com/2' });
	await play(read('daily-post-links'));
	expect(services.seen.filter(({ method }) => method === 'POST').map(({ body }) => body.text.split(',')[0])).toEqual(['New post: One', 'New post: Two']);
});

test('subscribers-to-links gives 10,000 subscribers a link of their own, in a file', async () => {
	const subscribers = Array.from({ length: 10_000 }, (_, n) => `u${n},person${n}@example.com,Person ${n}`);
	world.files['/home/node/.n8n-files/subscribers.csv'] = Buffer.from(`id,email,name\n${subscribers.join('\n')}\n`);
	await play(read('subscribers-to-links'));
	const written: Array<Record<string, string>> = parse(world.files['/home/node/.n8n-files/subscribers_with_links.csv']!, { bom: true, columns: true });
	expect(written).toHaveLength(10_000);
	expect(new Set(written.map(({ short_url }) => short_url)).size).toBe(10_000);
	expect(written[4711]).toMatchObject({ id: 'u4711', email: 'person4711@example.com', name: 'Person 4711', result: 'created', error: '' });
	const link = (await bench.api('GET', '/v1/links/external:spring-mail-u4711')).body;
	expect(link).toMatchObject({ short_url: written[4711]!.short_url, destination: 'https://shop.example.com/spring?for=u4711', metadata: { user_id: 'u4711', email: 'person4711@example.com' } });
});

describe('what a click starts', () => {
	/** The workflow with its trigger's place taken by what the trigger would put out. */
	const playClick = async (name: string, slug: string) => {
		await visit(slug);
		const clicks = await eventually(async () => (await bench.api('GET', `/v1/clicks?slug=${slug}`)).body.clicks as IDataObject[], ({ length }) => length > 0);
		const workflow = read(name);
		for (const node of workflow.nodes) if (node.type.endsWith('.linkClickTrigger')) node.type = 'n8n-nodes-base.manualTrigger';
		await play(workflow, clicks);
		return services.seen.map(({ body }) => body);
	};

	test('vip-click-to-slack tells who it was', async () => {
		await bench.api('POST', '/v1/links', { destination: 'https://shop.example/vip', slug: 'vip-1', tags: ['vip'], metadata: { user_id: 7, name: 'Ada' } });
		expect(await playClick('vip-click-to-slack', 'vip-1')).toEqual([{ channel: '#sales', text: expect.stringMatching(`^Ada has opened ${bench.url}/vip-1 \\(desktop\\) at \\d\\d:\\d\\d.$`) }]);
	});

	test('trial-click-to-emails writes twice to whom it has an address of, and to nobody else', async () => {
		const trial = (slug: string, metadata: object) => bench.api('POST', '/v1/links', { destination: 'https://shop.example/trial', slug, tags: ['trial'], metadata });
		await trial('trial-1', { email: 'ada@example.com', name: 'Ada' });
		await trial('trial-2', {});
		const mails = await playClick('trial-click-to-emails', 'trial-1');
		expect(mails.map(({ to, subject, html }) => [to, subject, html.includes('Ada')])).toEqual([['ada@example.com', 'Welcome to your trial', true], ['ada@example.com', 'How is your trial?', true]]);
		services.seen.length = 0;
		expect(await playClick('trial-click-to-emails', 'trial-2')).toEqual([]);
	});
});
