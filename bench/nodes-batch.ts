import { join } from 'node:path';
import { errorOf, jsonOf, outputOf, startEngine } from '../test/support/engine.ts';
import type { Engine } from '../test/support/engine.ts';
import { median, table } from './numbers.ts';
import { KEY, startLinkmill } from './process.ts';
import type { Server } from './process.ts';

/** Rows of one execution. */
const ROWS = 50_000;

/** Links of the loop of single requests: enough for a steady rate. */
const SINGLE = 3000;

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
		const engine = await startEngine({ packDir: join(import.meta.dirname, '..'), credentials: { linkmillApi: { baseUrl: linkmill.url, apiKey: KEY } } });
		await singles(linkmill, 500);
		const loops: number[] = [];
		const rates = FEEDS.map(() => [] as number[]);
		for (let round = 0; round < rounds; round++) {
			loops.push(await singles(linkmill, SINGLE));
			for (const [index, feed] of FEEDS.entries()) rates[index]?.push(await batch(engine, feed, round));
		}
		const loop = median(loops);
		return [
			`${ROWS.toLocaleString('en-GB')} rows through Batch Create in one execution, chunks of 1,000: medians of ${String(rounds)} rounds, taking turns`,
			table(
				['', 'rows a second', 'times the loop'],
				[['one POST /v1/links after the other', loop, 1], ...FEEDS.map(({ label }, index) => [label, median(rates[index] ?? []), median(rates[index] ?? []) / loop] as const)],
			),
			'Targets: 10,000 rows a second, 50 times the loop',
		].join('\n');
	} finally {
		await linkmill.stop();
	}
}

/** Rows a second of one execution. */
async function batch(engine: Engine, feed: Feed, round: number): Promise<number> {
	const input = feed.input(round);
	const position: [number, number] = [0, 0];
	const started = performance.now();
	const run = await engine.run(
		{
			nodes: [
				{ id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position, parameters: {} },
				{ id: 'n', name: 'Node', type: 'n8n-nodes-linkmill.batchCreate', typeVersion: 1, position, parameters: feed.parameters(round) as never, credentials: { linkmillApi: { id: '1', name: 'Linkmill' } } },
			],
			connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		},
		input as never,
	);
	const seconds = (performance.now() - started) / 1000;
	const error = errorOf(run);
	if (error) throw new Error(`${feed.label}: ${error.message}`);
	const created = outputOf(run, 'Node').length === 1 ? Number(jsonOf(run, 'Node')[0]?.created) : jsonOf(run, 'Node').filter(({ result }) => result === 'created').length;
	if (created !== ROWS) throw new Error(`${feed.label}: only ${String(created)} links were created.`);
	return ROWS / seconds;
}

/** Requests a second, one after the other over one connection. */
async function singles(linkmill: Server, links: number): Promise<number> {
	const started = performance.now();
	for (let row = 0; row < links; row++) {
		const response = await fetch(`${linkmill.url}/v1/links`, {
			method: 'POST',
			headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
			body: JSON.stringify({ destination: destination(row), title: `Product ${String(row)}`, campaign: 'bench' }),
		});
		if (!response.ok) throw new Error(`POST /v1/links answered ${String(response.status)}.`);
		await response.arrayBuffer();
	}
	return links / ((performance.now() - started) / 1000);
}
