/** Batch Create with many rows: requests in flight, waiting, cancelling, and what happens when a request is lost on its way. */
import fc from 'fast-check';
import type { BatchRequest, NewLink } from '../../contract/link.ts';
import { errorOf, hintsOf, jsonOf, outputOf, startEngine } from '../support/engine.ts';
import { PACK, runNode, startBench } from './pack.ts';
import { created, startStandIn } from './standIn.ts';
import type { Answer, Seen, StandIn } from './standIn.ts';

const open: StandIn[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map(async (standIn) => await standIn.stop()));
});

async function against(handler: (request: Seen, before: number) => Answer | Promise<Answer>) {
	const standIn = await startStandIn(handler);
	open.push(standIn);
	return { seen: standIn.seen, engine: await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: standIn.url, apiKey: 'x' } } }) };
}

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const fields = { destination: '=https://shop.example/{{ $json.n }}', slug: '=s-{{ $json.n }}', options: { chunkSize: 10 } };

describe('requests', () => {
	/** Answers slowly and remembers how many were under way at once. */
	const slowly = () => {
		const state = { now: 0, most: 0 };
		const handler = async (request: Seen) => {
			state.most = Math.max(state.most, ++state.now);
			await new Promise((resolve) => setTimeout(resolve, 20));
			state.now--;
			return created(request);
		};
		return { state, handler };
	};

	test('are under way four at a time, and their results in the order of the rows', async () => {
		const { state, handler } = slowly();
		const { engine, seen } = await against(handler);
		const run = await runNode(engine, 'batchCreate', fields, rows(200));
		expect(seen).toHaveLength(20);
		expect(state.most).toBe(4);
		expect(jsonOf(run, 'Node').map(({ n }) => n)).toEqual(rows(200).map(({ n }) => n));
		expect(jsonOf(run, 'Node')[57]?.short_url).toBe('https://s.example/7');
	});

	test.each([
		['two rows want one slug', { ...fields, slug: '=s-{{ $json.n % 150 }}' }],
		['two rows have one external ID', { ...fields, slug: '', additionalFields: { externalId: '={{ $json.n % 150 }}' } }],
		['slugs are made unique', { ...fields, ifExists: 'unique' }],
		['all rows are to be written or none', { ...fields, mode: 'atomic' }],
	])('go out one after the other where %s', async (_, parameters) => {
		const { state, handler } = slowly();
		const { engine } = await against(handler);
		const run = await runNode(engine, 'batchCreate', parameters, rows(200));
		expect(errorOf(run)).toBeUndefined();
		expect(state.most).toBe(1);
	});

	test('that are refused for a while are waited for, those beside them go on', async () => {
		const refused = new Set<string>();
		const { engine, seen } = await against((request) => {
			const key = String(request.headers['idempotency-key']);
			if (refused.has(key) || refused.size >= 6) return created(request);
			refused.add(key);
			return { status: refused.size % 2 ? 429 : 503, headers: { 'retry-after': '0' }, body: { code: 'rate_limited', detail: 'Busy.' } };
		});
		const run = await runNode(engine, 'batchCreate', fields, rows(100));
		expect(jsonOf(run, 'Node').every(({ result }) => result === 'created')).toBe(true);
		expect(seen).toHaveLength(16);
	});

	test('a cancelled import sends no more than those under way', async () => {
		let cancel = () => {};
		const { engine, seen } = await against((request, before) => {
			if (before === 5) cancel();
			return created(request);
		});
		const run = await runNode(engine, 'batchCreate', fields, rows(5000), {}, { onStart: (stop) => (cancel = stop) });
		expect(run.status).toBe('canceled');
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(seen.length).toBeLessThanOrEqual(9);
	});
});

describe('with the real server', () => {
	let bench: Awaited<ReturnType<typeof startBench>>;
	beforeAll(async () => {
		bench = await startBench();
	});
	afterAll(async () => await bench.stop());

	const count = async (campaign: string) => (await bench.api('GET', `/v1/links?campaign=${campaign}&count=true&limit=1`)).body.total as number;

	test('answers that are lost on their way make no link twice', async () => {
		// A proxy that lets every second answer of the server get lost.
		let lost = 0;
		const { engine, seen } = await against(async ({ headers, body }, before) => {
			const answer = await fetch(`${bench.url}/v1/links/batch`, {
				method: 'POST',
				headers: { authorization: `Bearer ${bench.key}`, 'content-type': 'application/json', 'idempotency-key': String(headers['idempotency-key']) },
				body: JSON.stringify(body),
			});
			const answered: unknown = await answer.json();
			return before % 2 === 0 && ++lost ? 'reset' : { status: answer.status, body: answered };
		});
		// Random slugs: whatever is made twice would be there twice.
		const run = await runNode(engine, 'batchCreate', { destination: '=https://shop.example/{{ $json.n }}', campaign: 'lost', options: { chunkSize: 50 } }, rows(500));
		expect(errorOf(run)).toBeUndefined();
		expect(lost).toBeGreaterThanOrEqual(5);
		expect(seen.length).toBeGreaterThan(10);
		expect(jsonOf(run, 'Node').every(({ result }) => result === 'created')).toBe(true);
		expect(await count('lost')).toBe(500);
	});

	test('5,000 items become 5,000 links, in order', async () => {
		const input = Array.from({ length: 5000 }, (_, n) => ({ url: `https://shop.example/${n}`, sku: `many-${n}` }));
		const run = await runNode(bench.engine, 'batchCreate', { destination: '={{ $json.url }}', slug: '={{ $json.sku }}', campaign: 'many' }, input);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.short_url, pairedItem])).toEqual(input.map(({ sku }, item) => [`${bench.url}/${sku}`, { item }]));
		expect(await count('many')).toBe(5000);
		expect(hintsOf(run, 'Node')[0]?.message).toBe('5000 rows: 5000 created');
	});

	test('5,000 rows of a CSV become 5,000 links, but for those that are bad, which tell their lines', async () => {
		const bad = [17, 1234, 4999];
		const lines = Array.from({ length: 5000 }, (_, n) => `csv-${n},${bad.includes(n) ? 'nowhere' : `https://shop.example/${n}`}`);
		const data = Buffer.from(['sku,url', ...lines].join('\n')).toString('base64');
		const parameters = { source: 'csvFile', destinationColumn: 'url', slugFrom: 'template', slugTemplate: '{sku}', campaign: 'csv', output: 'both' };
		const run = await runNode(bench.engine, 'batchCreate', parameters, [{ json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'p.csv' } } }]);
		const output = outputOf(run, 'Node');
		expect(output).toHaveLength(5001);
		expect(output.filter(({ json }) => json.result === 'failed').map(({ json }) => json.line)).toEqual(bad.map((n) => n + 2));
		expect(output.at(-1)?.json).toMatchObject({ requested: 5000, created: 4997, failed: 3 });
		const file = (await bench.engine.file(output.at(-1)?.binary)).toString().trimEnd().split('\n');
		expect(file[4001]).toBe(`csv-4000,https://shop.example/4000,${bench.url}/csv-4000,created,`);
		expect(await count('csv')).toBe(4997);
	});

	test('of rows that want one slug the first has it, in whatever chunks they are', async () => {
		let round = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 25 }), fc.integer({ min: 1, max: 6 }), async (slugs, chunkSize) => {
				round++;
				const input = slugs.map((slug, n) => ({ slug: `one-${round}-${slug}`, n }));
				const run = await runNode(bench.engine, 'batchCreate', { destination: 'https://shop.example/', slug: '={{ $json.slug }}', options: { chunkSize } }, input, { onError: 'continueRegularOutput' });
				const expected = slugs.map((slug, n) => (slugs.indexOf(slug) === n ? 'created' : 'failed'));
				expect(jsonOf(run, 'Node').map(({ result }) => result)).toEqual(expected);
			}),
			{ numRuns: 15 },
		);
	});

	test('columns can be mapped to every field that a link has', async () => {
		const method = bench.engine.nodeType('n8n-nodes-linkmill.batchCreate').methods?.resourceMapping?.getLinkFields;
		const { fields: offered } = await method!.call({} as never);
		expect(offered.filter(({ required }) => required).map(({ id }) => id)).toEqual(['destination']);
		const flat = offered.map(({ id }) => (id.startsWith('utm_') ? 'utm' : id));
		const { body } = await bench.api('GET', '/openapi.json');
		const { schema } = body.paths['/v1/links'].post.requestBody.content['application/json'];
		const { properties } = schema.$ref ? body.components.schemas[schema.$ref.split('/').at(-1)] : schema;
		const settable = Object.keys(properties as object).filter((name) => !['if_exists', 'variants', 'forward_query_overrides'].includes(name));
		expect([...new Set(flat)].sort()).toEqual(settable.sort());
	});

	test('columns of items: bad rows among them, and the error output', async () => {
		const input = [
			{ Destination: 'https://shop.example/1', Slug: 'col-1', Price: 5 },
			{ Destination: 'nowhere', Slug: 'col-2', Price: 6 },
			{ Destination: 'https://shop.example/3', Slug: 'col-3', 'Max Clicks': 'many' },
		];
		const parameters = { fieldsFrom: 'columns', options: { otherColumnsAsMetadata: true }, ifExists: 'return' };
		const partial = await runNode(bench.engine, 'batchCreate', parameters, input);
		expect(jsonOf(partial, 'Node')).toMatchObject([
			{ Slug: 'col-1', result: 'created' },
			{ Slug: 'col-2', result: 'failed', error: expect.stringMatching(/^Destination: "nowhere"/) },
			{ Slug: 'col-3', result: 'failed', error: expect.stringMatching(/^Max Clicks: "many" is not a whole number/) },
		]);
		expect(hintsOf(partial, 'Node')[0]?.message).toBe('Columns read: Destination as destination, Slug as slug; kept as metadata: Price');
		expect((await bench.api('GET', '/v1/links/slug:col-1')).body.metadata).toEqual({ Price: 5 });
		const split = await runNode(bench.engine, 'batchCreate', parameters, input, { onError: 'continueErrorOutput' });
		expect(jsonOf(split, 'Node')).toMatchObject([{ Slug: 'col-1', result: 'existing' }]);
		expect(jsonOf(split, 'Node', 1)).toMatchObject([{ Slug: 'col-2' }, { Slug: 'col-3' }]);
		const none = await runNode(bench.engine, 'batchCreate', { fieldsFrom: 'columns' }, [{ website: 'https://shop.example/' }]);
		expect(errorOf(none)?.message).toContain('no field of the item is called destination or url');
	});

	test('CSV in, CSV out, in again: whatever the columns hold, they stay as they are', async () => {
		const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ',', ';', '"', '\n', ' ', '=', "'") });
		await fc.assert(
			fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 6 }), fc.boolean(), async (notes, mark) => {
				const quoted = notes.map((note, n) => `https://shop.example/${n},"${note.replaceAll('"', '""')}"`);
				const first = `${mark ? '\ufeff' : ''}url,note\r\n${quoted.join('\r\n')}\r\n`;
				const pass = async (text: string) => {
					const binary = { data: { data: Buffer.from(text).toString('base64'), mimeType: 'text/csv', fileName: 'x.csv' } };
					const run = await runNode(bench.engine, 'batchCreate', { source: 'csvFile', destinationColumn: 'url', output: 'both', options: { delimiter: 'comma' } }, [{ json: {}, binary }]);
					return { notes: jsonOf(run, 'Node').slice(0, -1).map(({ note }) => note), text: (await bench.engine.file(outputOf(run, 'Node').at(-1)?.binary)).toString() };
				};
				const once = await pass(first);
				const twice = await pass(once.text);
				expect([once.notes, twice.notes]).toEqual([notes, notes]);
				expect(once.text.startsWith('\ufeff')).toBe(mark);
				// But for the short URLs, which are new.
				const bare = (text: string) => text.replaceAll(/http:\/\/127[^,]+/g, '');
				expect(bare(twice.text)).toBe(bare(once.text));
			}),
			{ numRuns: 10 },
		);
	});
});

test('the links of a request are those of its chunk', async () => {
	const { engine, seen } = await against(created);
	await runNode(engine, 'batchCreate', fields, rows(25));
	const sent = seen.map(({ body }) => (body as BatchRequest).links.map(({ slug }: NewLink) => slug));
	expect(sent.map((slugs) => slugs.length).sort()).toEqual([10, 10, 5].sort());
	expect(sent.flat().sort()).toEqual(rows(25).map(({ n }) => `s-${n}`).sort());
});
