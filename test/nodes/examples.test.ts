/** The example workflows: what n8n asks of a file to import it, and a run of each in the real engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { jsonOf, outputOf, startEngine } from '../support/engine.ts';
import type { Engine, WorkflowJson } from '../support/engine.ts';
import { eventually, PACK, startBench } from './pack.ts';
import type { Bench } from './pack.ts';

const EXAMPLES = path.join(PACK, 'examples');
const FILES = readdirSync(path.join(EXAMPLES, 'workflows')).sort();

/** Nodes of n8n-nodes-base in the examples, and the versions that n8n 2.41 has. */
const BASE_NODES: Record<string, number[]> = {
	aggregate: [1],
	airtable: [2, 2.1, 2.2],
	convertToFile: [1, 1.1],
	dataTable: [1, 1.1],
	emailSend: [2, 2.1],
	extractFromFile: [1, 1.1],
	filter: [2, 2.1, 2.2, 2.3],
	googleSheets: [4, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7],
	manualTrigger: [1],
	readWriteFile: [1, 1.1],
	removeDuplicates: [1, 1.1, 2],
	rssFeedRead: [1, 1.1, 1.2],
	rssFeedReadTrigger: [1],
	scheduleTrigger: [1, 1.1, 1.2, 1.3, 1.4],
	set: [3, 3.1, 3.2, 3.3, 3.4],
	shopifyTrigger: [1],
	slack: [2, 2.1, 2.2, 2.3],
	stickyNote: [1],
	wait: [1, 1.1],
	webhook: [1, 1.1, 2, 2.1],
};

type Example = WorkflowJson & { name: string; active: boolean };

const read = (file: string) => JSON.parse(readFileSync(path.join(EXAMPLES, 'workflows', file), 'utf8')) as Example;

/** The names of the nodes that a node leads to. */
const targets = ({ connections }: Example, name: string) => (connections[name]?.main ?? []).flatMap((output) => (output ?? []).map(({ node }) => node));

/** Every parameter name in a node's own parameters, at any depth, that the node's description does not have. */
function unknownParameters(engine: Engine, node: INode): string[] {
	const known = new Set(JSON.stringify(engine.nodeType(node.type).description.properties).match(/(?<="name":")[^"]+/g));
	const names = (value: unknown): string[] =>
		value !== null && typeof value === 'object' && !Array.isArray(value) && !('__rl' in value) ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)]) : [];
	return names(node.parameters).filter((name) => !known.has(name));
}

let bench: Bench;
let engine: Engine;

beforeAll(async () => {
	bench = await startBench();
	const passOn = bench.engine.nodeType('n8n-nodes-base.noOp');
	const otherNodes = Object.fromEntries(Object.keys(BASE_NODES).map((name) => [`n8n-nodes-base.${name}`, passOn]));
	engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: bench.url, apiKey: bench.key } }, otherNodes });
}, 60_000);

afterAll(() => bench.stop());

describe.each(FILES)('%s can be imported', (file) => {
	const workflow = read(file);

	test('has a name and is not active', () => {
		expect(workflow.name).not.toBe('');
		expect(workflow.active).toBe(false);
	});

	test('its nodes have ids and names of their own', () => {
		expect(new Set(workflow.nodes.map(({ id }) => id)).size).toBe(workflow.nodes.length);
		expect(new Set(workflow.nodes.map(({ name }) => name)).size).toBe(workflow.nodes.length);
		for (const { id, position } of workflow.nodes) {
			expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
			expect(position).toEqual([expect.any(Number), expect.any(Number)]);
		}
	});

	test('its types and versions exist, and so do its parameters', () => {
		for (const node of workflow.nodes) {
			const [pack, type = ''] = node.type.split('.');
			if (pack === 'n8n-nodes-base') {
				expect(BASE_NODES[type]).toContain(node.typeVersion);
				continue;
			}
			expect(pack).toBe('n8n-nodes-linkmill');
			expect([engine.nodeType(node.type).description.version].flat()).toContain(node.typeVersion);
			expect(node.credentials).toEqual({ linkmillApi: { id: null, name: 'Linkmill account' } });
			expect(unknownParameters(engine, node)).toEqual([]);
		}
	});

	test('every node but the note is connected, one after the other from the start', () => {
		const names = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map(({ name }) => name);
		const [start = ''] = names;
		const reached = [start];
		for (const name of reached) reached.push(...targets(workflow, name));
		expect(reached.sort()).toEqual(names.sort());
	});

	test('a note says what it does', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		expect(notes.map(({ parameters }) => parameters.content)).toEqual([expect.stringMatching(/^## \S/)]);
	});
});

test('a webhook trigger has the id that its address is made of', () => {
	const triggers = FILES.flatMap((file) => read(file).nodes).filter(({ type }) => type.endsWith('.linkClickTrigger'));
	const ids = triggers.map(({ webhookId }) => webhookId);
	expect(ids.filter((id) => !/^[0-9a-f-]{36}$/.test(id ?? ''))).toEqual([]);
	expect(new Set(ids).size).toBe(ids.length);
});

describe('played one after the other', () => {
	const products = readFileSync(path.join(EXAMPLES, 'products.csv'));
	const csv = { json: {}, binary: { data: { data: products.toString('base64'), mimeType: 'text/csv', fileName: 'products.csv' } } };
	const play = async (name: string, node: string) => {
		const run = await engine.run(read(`${name}.json`), name === 'csv-to-links' ? [csv] : undefined);
		expect(run.data.resultData.error).toBeUndefined();
		return { json: jsonOf(run, node), last: outputOf(run, node).at(-1) };
	};
	/** Where a short link leads. */
	const landing = async (slug: string) => (await fetch(`${bench.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 Firefox/145.0' } })).headers.get('location');

	test('csv-to-links makes 497 links of 500 rows, with tags, titles and metadata', async () => {
		const { json, last } = await play('csv-to-links', 'Batch Create');
		expect(last?.json).toMatchObject({ requested: 500, created: 497, failed: 3 });
		expect(json.filter(({ result }) => result === 'failed').map(({ SKU, line }) => [SKU, line])).toEqual([['GA-1054', 119], ['BO-1042', 264], ['SP-1021', 406]]);
		const { body } = await bench.api('GET', '/v1/links/slug:spring-TC-1019');
		expect(body).toMatchObject({ title: 'Coffee mug "Good Morning", yellow', campaign: 'spring-sale', metadata: { SKU: 'TC-1019', Price: '13,50' } });
		expect([...body.tags].sort()).toEqual(['Tea & Coffee', 'ab-test', 'shop']);
	});

	test('its file has every row, and a short URL or a reason', async () => {
		const { last } = await play('csv-to-links', 'Batch Create');
		const lines = (await engine.file(last?.binary)).toString().trimEnd().split('\n');
		expect(last?.binary?.data?.fileName).toBe('products_with_links.csv');
		expect(lines).toHaveLength(501);
		expect(lines[0]).toBe('SKU;Name;URL;Category;Price;short_url;result;error');
		expect(lines.filter((line) => line.includes(`;${bench.url}/spring-`))).toHaveLength(497);
	});

	test('csv-to-links again makes no link', async () => {
		const { last } = await play('csv-to-links', 'Batch Create');
		expect(last?.json).toMatchObject({ created: 0, existing: 497, failed: 3 });
	});

	test('switch-to-variant-b and switch-back change the 200 links of the test and no other', async () => {
		const a = 'https://shop.example/p/teekanne-mowe?option=1-2-l&page=a';
		expect(await landing('spring-TC-1004')).toBe(a);
		expect((await play('switch-to-variant-b', 'Switch to B')).json).toHaveLength(200);
		expect(await landing('spring-TC-1004')).toBe(a.replace('page=a', 'page=b'));
		expect(await landing('spring-TC-1013')).toBe('https://shop.example/p/teekanne-mowe?option=gr%C3%BCn');
		expect((await play('switch-back', 'Switch to A')).json).toHaveLength(200);
		expect(await landing('spring-TC-1004')).toBe(a);
	});

	test('campaign-report has a row for every link', async () => {
		await eventually(() => bench.api('GET', '/readyz'), ({ body }) => body.reader_lag_events === 0);
		const { json } = await play('campaign-report', 'Get Analytics');
		expect(json).toHaveLength(497);
		expect(json[0]).toMatchObject({ Link: `${bench.url}/spring-TC-1004`, Clicks: 3, 'Unique Visitors': 1, 'Bot Clicks': 0, Prefetches: 0 });
	});

	test('on-link-click starts with a click, and its second node finds every field it reads', async () => {
		const { nodes } = read('on-link-click.json');
		const [trigger, line] = ['Link Click Trigger', 'One line'].map((name) => nodes.find((node) => node.name === name)!);
		const events: IDataObject[] = [];
		const server = createServer((request, response) => {
			void text(request)
				.then((body) => handle.receive(body, request.headers as Record<string, string>))
				.then(({ started, status }) => {
					events.push(...(started ?? []).map(({ json }) => json));
					response.writeHead(status ?? 200).end();
				});
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const handle = engine.trigger(trigger!, { webhookBaseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook` });
		await handle.create();
		await landing('spring-TC-1004');
		await eventually(() => events.length, (count) => count > 0);
		await handle.delete();
		server.close();
		server.closeAllConnections();
		expect(events).toHaveLength(1);
		const fields = new Set(JSON.stringify(line!.parameters).match(/(?<=\$json\.)\w+/g));
		expect([...fields].sort()).toEqual(['browser', 'country', 'destination', 'occurred_at', 'os', 'short_url']);
		expect(Object.keys(events[0]!)).toEqual(expect.arrayContaining([...fields]));
	});
});
