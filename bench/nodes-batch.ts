import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { errorOf, jsonOf, outputOf, startEngine } from '../test/support/engine.ts';
import type { Engine } from '../test/support/engine.ts';
import { median, table } from './numbers.ts';
import { KEY, startLinkmill } from './process.ts';
import type { Server } from './process.ts';

/** Rows of one execution. */
const ROWS = 50_000;

/** Links of the loops of single requests: enough for a steady rate. */
const SINGLE = 2000;

/** How a node is fed. */
interface Feed {
	label: string;
	parameters(round: number): object;
	input(round: number): object[];
}

const sku = (round: number, row: number) => `r${String(round)}-${String(row)}`;
const destination = (row: number) => `https://shop.example.com/products/${String(row)}?ref=newsletter`;

const FEEDS: Feed[] = [
	{
		label: 'items, columns found by their names',
		parameters: () => ({ source: 'items', fieldsFrom: 'columns', mapping: { mappingMode: 'autoMapInputData', value: null }, campaign: 'bench' }),
		input: (round) => Array.from({ length: ROWS }, (_, row) => ({ json: { slug: `i${sku(round, row)}`, destination: destination(row), title: `Product ${String(row)}` } })),
	},
	{
		label: 'items, three expressions each',
		parameters: () => ({ source: 'items', destination: '={{ $json.url }}', slug: '=e{{ $json.sku }}', title: '={{ $json.name }}', campaign: 'bench' }),
		input: (round) => Array.from({ length: ROWS }, (_, row) => ({ json: { sku: sku(round, row), url: destination(row), name: `Product ${String(row)}` } })),
	},
	{
		label: 'CSV file, slug template, CSV out',
		parameters: () => ({
			source: 'csvFile', destinationColumn: 'url', slugFrom: 'template', slugTemplate: 'c{sku}', columns: { titleColumn: 'name' }, campaign: 'bench', output: 'csv',
		}),
		input: (round) => {
			const lines = Array.from({ length: ROWS }, (_, row) => `${sku(round, row)},${destination(row)},"Product, ${String(row)}"`);
			const data = Buffer.from(['sku,url,name', ...lines].join('\n')).toString('base64');
			return [{ json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'products.csv' } } }];
		},
	},
];

/** 50,000 rows through Batch Create in n8n's own engine, from the first item to the last output, beside a loop of single HTTP requests against the same server. */
export async function nodesBatch({ rounds = 3 }: { rounds?: number }): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' }, [], 'any');
	try {
		const engine = await startEngine({
			packDir: join(import.meta.dirname, '..'),
			credentials: { linkmillApi: { baseUrl: linkmill.url, apiKey: KEY } },
			otherNodes: { 'n8n-nodes-base.loop': loopNode(linkmill) },
		});
		const items = Array.from({ length: SINGLE }, (_, row) => ({ json: { row } }));
		const ways: Array<{ label: string; measure(round: number): Promise<Measured> }> = [
			{ label: 'plain fetch, one POST /v1/links after the other', measure: async () => await singles(linkmill) },
			{ label: "n8n's HTTP helper, a request for each item", measure: async () => await execution(engine, 'n8n-nodes-base.loop', {}, items) },
			...FEEDS.map((feed) => ({ label: feed.label, measure: async (round: number) => await batch(engine, feed, round) })),
		];
		await singles(linkmill);
		const seen = ways.map(() => [] as Measured[]);
		for (let round = 0; round < rounds; round++) for (const [index, { measure }] of ways.entries()) seen[index]?.push(await measure(round));
		const rate = (index: number) => median(seen[index]?.map(({ links, seconds }) => links / seconds) ?? []);
		return [
			`${ROWS.toLocaleString('en-GB')} rows through Batch Create in one execution, chunks of 1,000: medians of ${String(rounds)} rounds, taking turns`,
			table(
				['', 'links a second', 'times fetch', 'times n8n', 'processor µs a link in n8n'],
				ways.map(({ label }, index) => [label, rate(index), rate(index) / rate(0), rate(index) / rate(1), median(seen[index]?.map(({ links, cpu }) => cpu / links) ?? [])] as const),
			),
			'Targets: 10,000 rows a second, 50 times a loop of single requests',
		].join('\n');
	} finally {
		await linkmill.stop();
	}
}

/** How long something took. */
interface Measured {
	links: number;
	seconds: number;
	/** Microseconds of processor time of this process. */
	cpu: number;
}

async function measured(links: number, work: () => Promise<void>): Promise<Measured> {
	const [started, before] = [performance.now(), process.cpuUsage()];
	await work();
	const { user, system } = process.cpuUsage(before);
	return { links, seconds: (performance.now() - started) / 1000, cpu: user + system };
}

/** One execution of one node. */
async function execution(engine: Engine, type: string, parameters: object, input: object[], check: (run: Awaited<ReturnType<Engine['run']>>) => void = () => undefined): Promise<Measured> {
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	return await measured(input.length, async () => {
		const run = await engine.run(
			{
				nodes: [
					{ ...at, id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
					{ ...at, id: 'n', name: 'Node', type, parameters: parameters as never, credentials: { linkmillApi: { id: '1', name: 'Linkmill' } } },
				],
				connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
			},
			input as never,
		);
		const error = errorOf(run);
		if (error) throw new Error(error.message);
		check(run);
	});
}

async function batch(engine: Engine, feed: Feed, round: number): Promise<Measured> {
	const input = feed.input(round);
	const took = await execution(engine, 'n8n-nodes-linkmill.batchCreate', feed.parameters(round), input, (run) => {
		const created = outputOf(run, 'Node').length === 1 ? Number(jsonOf(run, 'Node')[0]?.created) : jsonOf(run, 'Node').filter(({ result }) => result === 'created').length;
		if (created !== ROWS) throw new Error(`${feed.label}: only ${String(created)} links were created.`);
	});
	return { ...took, links: ROWS };
}

const body = (row: number) => ({ destination: destination(row), title: `Product ${String(row)}`, campaign: 'bench' });

/** One request after the other over one connection. */
async function singles(linkmill: Server): Promise<Measured> {
	return await measured(SINGLE, async () => {
		for (let row = 0; row < SINGLE; row++) {
			const response = await fetch(`${linkmill.url}/v1/links`, {
				method: 'POST',
				headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
				body: JSON.stringify(body(row)),
			});
			if (!response.ok) throw new Error(`POST /v1/links answered ${String(response.status)}.`);
			await response.arrayBuffer();
		}
	});
}

/** A node that does what most packs do: a request for each item, by the helper that n8n gives to nodes. */
function loopNode(linkmill: Server): INodeType {
	return {
		description: {
			displayName: 'Loop', name: 'loop', group: ['transform'], version: 1, description: '', defaults: {}, inputs: ['main'], outputs: ['main'], properties: [],
			credentials: [{ name: 'linkmillApi', required: true }],
		},
		async execute() {
			const output: INodeExecutionData[] = [];
			for (const [row] of this.getInputData().entries()) {
				const json = (await this.helpers.httpRequestWithAuthentication.call(this, 'linkmillApi', { method: 'POST', url: `${linkmill.url}/v1/links`, body: body(row) })) as IDataObject;
				output.push({ json, pairedItem: { item: row } });
			}
			return [output];
		},
	};
}
