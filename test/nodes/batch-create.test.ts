import fc from 'fast-check';
import { startEngine, errorOf, hintsOf, jsonOf, outputOf } from '../support/engine.ts';
import { PACK, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { created, startStandIn } from './standIn.ts';
import type { StandIn } from './standIn.ts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.stop());

const fromItems = async (parameters: object, input: object[], more = {}) => await runNode(bench.engine, 'batchCreate', parameters, input, more);
const fromText = async (csvText: string, parameters: object = {}, more = {}) =>
	await runNode(bench.engine, 'batchCreate', { source: 'csvText', csvText, ...parameters }, [{}], more);
const csvFile = (text: string | Buffer, fileName = 'products.csv') => ({
	json: {},
	binary: { data: { data: Buffer.from(text as string).toString('base64'), mimeType: 'text/csv', fileName } },
});
const fileOut = async (run: Awaited<ReturnType<typeof fromText>>, at = -1) => (await bench.engine.file(outputOf(run, 'Node').at(at)?.binary)).toString();

describe('Batch Create from input items', () => {
	test('gives each item its link, in order and paired, with the change that made it', async () => {
		const input = Array.from({ length: 30 }, (_, n) => ({ n, url: `https://shop.example/${n}` }));
		const run = await fromItems({ destination: '={{ $json.url }}', slug: '=bi-{{ $json.n }}', options: { chunkSize: 7 } }, input);
		const output = outputOf(run, 'Node');
		expect(output.map(({ json, pairedItem }) => [json.n, json.url, json.short_url, json.result, pairedItem])).toEqual(
			input.map(({ n, url }) => [n, url, `${bench.url}/bi-${n}`, 'created', { item: n }]),
		);
		expect(new Set(output.map(({ json }) => json.change_id)).size).toBe(5);
		expect(output.every(({ json }) => /^lnk_/.test(json.link_id as string) && /^chg_/.test(json.change_id as string))).toBe(true);
		expect(hintsOf(run, 'Node')[0]?.message).toBe('30 rows: 30 created');
	});

	const mixed = [
		{ url: 'https://shop.example/1', slug: 'one' },
		{ url: 'nonsense', slug: 'two' },
		{ url: 'https://shop.example/3', slug: 'one' },
		{ url: 'https://shop.example/4', slug: 'four' },
	];
	const each = (prefix: string) => ({ destination: '={{ $json.url }}', slug: `=${prefix}-{{ $json.slug }}` });

	test('Partial: bad rows are items that say why, the others are written', async () => {
		const run = await fromItems(each('part'), mixed);
		expect(errorOf(run)).toBeUndefined();
		expect(jsonOf(run, 'Node').map(({ result }) => result)).toEqual(['created', 'failed', 'failed', 'created']);
		expect(jsonOf(run, 'Node')[1]).toMatchObject({ url: 'nonsense', error: expect.stringMatching(/^Destination: "nonsense"/), details: { code: 'invalid_parameter' } });
		expect(jsonOf(run, 'Node')[2]).toMatchObject({ error: expect.stringContaining('part-one'), details: { code: 'slug_taken' } });
		expect(hintsOf(run, 'Node')[0]).toMatchObject({ message: '4 rows: 2 created, 2 failed', type: 'warning' });
	});

	test('Partial, On Error: Use Error Output: bad rows go there', async () => {
		const run = await fromItems(each('err'), mixed, { onError: 'continueErrorOutput' });
		expect(outputOf(run, 'Node').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 3 }]);
		expect(jsonOf(run, 'Node', 1)).toEqual([
			{ url: 'nonsense', slug: 'two', error: expect.stringContaining('nonsense'), details: { code: 'invalid_parameter' } },
			{ url: 'https://shop.example/3', slug: 'one', error: expect.stringContaining('err-one'), details: { code: 'slug_taken' } },
		]);
	});

	test('All or Nothing: one bad row and nothing is written', async () => {
		const local = await fromItems({ ...each('atom'), mode: 'atomic' }, mixed);
		expect(errorOf(local)?.message).toMatch(/^1 of 4 rows cannot be created, so nothing was written\. Item 1: Destination: /);
		const remote = await fromItems({ ...each('atom'), mode: 'atomic' }, mixed.filter(({ url }) => url !== 'nonsense'));
		expect(errorOf(remote)).toMatchObject({ message: expect.stringMatching(/^Nothing was written\. Item 1: .*atom-one/), context: { itemIndex: 1 } });
		expect((await bench.api('GET', '/v1/links/slug:atom-one')).status).toBe(404);
		const good = await fromItems({ ...each('atom'), mode: 'atomic', ifExists: 'unique' }, mixed.filter(({ url }) => url !== 'nonsense'));
		expect(jsonOf(good, 'Node').map((json) => json.short_url)).toEqual(['one', 'one-2', 'four'].map((slug) => `${bench.url}/atom-${slug}`));
	});

	test('All or Nothing with more rows than one request takes is refused', async () => {
		const input = Array.from({ length: 10_001 }, (_, n) => ({ n }));
		const run = await fromItems({ destination: 'https://shop.example/', mode: 'atomic' }, input);
		expect(errorOf(run)?.message).toBe('Mode: All or Nothing takes up to 10000 rows, but there are 10001');
	});

	test('if every row fails the node fails', async () => {
		const run = await fromItems({ destination: '={{ $json.url }}' }, [{ url: 'a' }, { url: 'b' }]);
		expect(errorOf(run)?.message).toMatch(/^All 2 rows failed\. Item 0: Destination: "a"/);
	});

	test('no items are no requests and no output', async () => {
		const run = await runNode(bench.engine, 'batchCreate', { destination: 'https://shop.example/' }, []);
		expect(outputOf(run, 'Node')).toEqual([]);
	});
});

describe('Batch Create from a CSV', () => {
	const products = 'sku,name,url,price\r\n1001,"Mug, blue",https://shop.example/p/1001,"9,50"\r\n1002,"Tea\npot",https://shop.example/p/1002,24\r\n1003,Jug,not a url,5\r\n';
	const columns = { destinationColumn: 'url', slugFrom: 'template' };

	test('makes slugs of a template, and titles, tags, campaign, metadata and external ids of columns', async () => {
		const csv = 'URL;sku;title;labels;team;stock\nhttps://shop.example/a;A 1;Été;x|y| ;blue;3\nhttps://shop.example/b;B 2;;;;\n';
		const run = await fromText(csv, {
			destinationColumn: 'url',
			slugFrom: 'template',
			slugTemplate: 'tpl-{sku}',
			columns: { titleColumn: 'title', tagsColumn: 'labels', tagSeparator: '|', campaignColumn: 'team', externalIdColumn: 'sku' },
			tags: 'all',
			campaign: 'shop',
			options: { otherColumnsAsMetadata: true },
		});
		expect(jsonOf(run, 'Node').map(({ short_url }) => short_url)).toEqual([`${bench.url}/tpl-A-1`, `${bench.url}/tpl-B-2`]);
		const [a, b] = await Promise.all(['tpl-A-1', 'tpl-B-2'].map(async (slug) => (await bench.api('GET', `/v1/links/slug:${slug}`)).body));
		expect(a).toMatchObject({ title: 'Été', tags: ['all', 'x', 'y'], campaign: 'blue', external_id: 'A 1', metadata: { stock: '3' } });
		expect(b).toMatchObject({ title: null, tags: ['all'], campaign: 'shop', external_id: 'B 2', metadata: null });
	});

	test('the CSV that comes out has the columns, the order and the quirks of the one that went in', async () => {
		const run = await runNode(bench.engine, 'batchCreate', { source: 'csvFile', ...columns, slugTemplate: 'out-{sku}', output: 'csv' }, [csvFile(`\ufeff${products}`)]);
		expect(outputOf(run, 'Node')).toHaveLength(1);
		expect(jsonOf(run, 'Node')[0]).toEqual({
			requested: 3, created: 2, existing: 0, updated: 0, failed: 1, change_id: expect.stringMatching(/^chg_/), change_ids: [expect.any(String)],
		});
		expect(outputOf(run, 'Node')[0]?.binary?.data).toMatchObject({ fileName: 'products_with_links.csv', mimeType: 'text/csv' });
		const lines = (await fileOut(run)).split('\r\n');
		expect(lines).toEqual([
			'\ufeffsku,name,url,price,short_url,result,error',
			`1001,"Mug, blue",https://shop.example/p/1001,"9,50",${bench.url}/out-1001,created,`,
			`1002,"Tea\npot",https://shop.example/p/1002,24,${bench.url}/out-1002,created,`,
			expect.stringMatching(/^1003,Jug,not a url,5,,failed,"Destination: /),
			'',
		]);
	});

	test('a CSV that went through it before is filled anew, not widened', async () => {
		const settings = { source: 'csvFile', ...columns, slugTemplate: 'again-{sku}', output: 'csv', ifExists: 'return' };
		const first = await fileOut(await runNode(bench.engine, 'batchCreate', settings, [csvFile(products)]));
		const second = await fileOut(await runNode(bench.engine, 'batchCreate', settings, [csvFile(first)]));
		expect(second).toBe(first.replaceAll(',created,', ',existing,'));
	});

	test('a bad row tells its line; items come first, then the file', async () => {
		const run = await fromText(products, { ...columns, slugTemplate: 'both-{sku}', output: 'both', outputBinaryField: 'csv' });
		const output = outputOf(run, 'Node');
		expect(output.map(({ json }) => json.result)).toEqual(['created', 'created', 'failed', undefined]);
		expect(output[2]?.json).toMatchObject({ sku: '1003', line: 5, details: { code: 'invalid_row', line: 5 }, error: expect.stringContaining('not a url') });
		expect(Object.keys(output[3]?.binary ?? {})).toEqual(['csv']);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(Array.from({ length: 4 }, () => ({ item: 0 })));
	});

	test('On Error: Use Error Output: a bad row goes there with its columns', async () => {
		const run = await fromText(products, { ...columns, slugTemplate: 'eo-{sku}' }, { onError: 'continueErrorOutput' });
		expect(jsonOf(run, 'Node').map(({ sku }) => sku)).toEqual(['1001', '1002']);
		expect(jsonOf(run, 'Node', 1)).toEqual([
			expect.objectContaining({ error: expect.any(String), details: { code: 'invalid_row', line: 5, row: { sku: '1003', name: 'Jug', url: 'not a url', price: '5' } } }),
		]);
	});

	test('UTF-16 and Windows-1252 files are read', async () => {
		const csv = 'url\tname\nhttps://shop.example/1\tCafé €\n';
		const windows = Buffer.from(csv.replace('€', '\x80'), 'latin1');
		const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv, 'utf16le')]);
		const settings = { source: 'csvFile', destinationColumn: 'url', columns: { titleColumn: 'name' } };
		const run = await runNode(bench.engine, 'batchCreate', settings, [csvFile(windows), csvFile(utf16)]);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([['Café €', { item: 0 }], ['Café €', { item: 1 }]]);
	});

	test.each([
		['Destination Column', { destinationColumn: 'link' }, 'the CSV has no column "link"; it has "sku", "name", "url", "price"'],
		['Slug Column', { ...columns, slugFrom: 'column', slugColumn: 'nope' }, 'no column "nope"'],
		['Slug Template', { ...columns, slugTemplate: 'shop-{article}' }, 'no column "article"'],
		['Slug Template', { ...columns, slugTemplate: 'shop' }, 'names no column'],
		['Tags Column', { ...columns, slugFrom: 'random', columns: { tagsColumn: 'tags' } }, 'no column "tags"'],
		['CSV Text', { csvText: '={{ "a,b\\n1,\\"2" }}' }, 'never closed'],
		['Chunk Size', { destinationColumn: 'url', options: { chunkSize: 0 } }, 'from 1 to 10000'],
	])('%s that cannot be used is an error of that parameter', async (label, parameters, sentence) => {
		const error = errorOf(await fromText(products, parameters));
		expect(error?.message.startsWith(`${label}: `)).toBe(true);
		expect(error?.message).toContain(sentence);
	});

	test('a row without a value for its slug fails, instead of taking a slug that others want', async () => {
		const run = await fromText('url,sku\nhttps://shop.example/1,\nhttps://shop.example/2,ok\n', { ...columns, slugTemplate: 'hole-{sku}' });
		expect(jsonOf(run, 'Node').map(({ result }) => result)).toEqual(['failed', 'created']);
		expect(jsonOf(run, 'Node')[0]?.error).toContain('Slug Template');
	});

	test('whatever is in the cells, they come out as they went in', async () => {
		const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '😀', ',', '"', '\n', ' ', '=', ';') });
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
				const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
				const csv = ['url,x,y', ...rows.map(([x, y]) => ['https://shop.example/', quote(x), quote(y)].join(','))].join('\n');
				const run = await fromText(csv, { destinationColumn: 'url', options: { delimiter: 'comma' } });
				expect(jsonOf(run, 'Node').map((json) => [json.x, json.y, json.result])).toEqual(rows.map(([x, y]) => [x, y, 'created']));
			}),
			{ numRuns: 25 },
		);
	});
});

describe('Batch Create when requests fail', () => {
	const open: StandIn[] = [];
	const track = async (...handler: Parameters<typeof startStandIn>) => {
		const standIn = await startStandIn(...handler);
		open.push(standIn);
		return standIn;
	};
	afterEach(async () => {
		await Promise.all(open.splice(0).map(async (standIn) => await standIn.stop()));
	});

	test('the rows that were written before are told, and their changes', async () => {
		const standIn = await track((request, before) => (before < 2 ? created(request) : { status: 500, body: { code: 'internal_error', detail: 'Internal error.' } }));
		const engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: standIn.url, apiKey: 'x' } } });
		const input = Array.from({ length: 25 }, (_, n) => ({ n }));
		const parameters = { destination: 'https://shop.example/', options: { chunkSize: 10 } };
		const stopped = await runNode(engine, 'batchCreate', parameters, input);
		expect(errorOf(stopped)).toMatchObject({ message: 'Internal error.', description: expect.stringMatching(/^20 of 25 rows were done \(changes chg_1\)\./) });

		standIn.seen.length = 0;
		const went = await runNode(engine, 'batchCreate', parameters, input, { onError: 'continueRegularOutput' });
		expect(jsonOf(went, 'Node').map(({ result }) => result)).toEqual([...Array<string>(20).fill('created'), ...Array<string>(5).fill('failed')]);
		expect(jsonOf(went, 'Node').at(-1)).toMatchObject({ error: 'Internal error.', details: { code: 'internal_error' } });
	});
});
