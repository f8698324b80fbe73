import { errorOf, hintsOf, jsonOf, outputOf } from '../support/engine.ts';
import { node, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.stop());

const create = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'createLink', parameters, input, more);
const slugExists = async (slug: string) => (await bench.api('GET', `/v1/links/slug:${slug}`)).status === 200;

describe('Create Link', () => {
	test('reads every parameter for each item, and pairs each link with the item it came from', async () => {
		const input = ['one', 'two', 'three'].map((name) => ({ name }));
		const run = await create(
			{ destination: '=https://shop.example/{{ $json.name }}', slug: '=cl-{{ $json.name }}', tags: '={{ ["tag", $json.name] }}', campaign: '={{ $json.name }}' },
			input,
		);
		expect(errorOf(run)).toBeUndefined();
		const output = outputOf(run, 'Node');
		expect(output.map(({ json }) => [json.slug, json.destination, json.tags, json.campaign, json.result])).toEqual(
			['one', 'two', 'three'].map((name) => [`cl-${name}`, `https://shop.example/${name}`, ['tag', name], name, 'created']),
		);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(output[0]?.json.short_url).toBe(`${bench.url}/cl-one`);
		const visit = await fetch(`${bench.url}/cl-two`, { redirect: 'manual' });
		expect([visit.status, visit.headers.get('location')]).toEqual([302, 'https://shop.example/two']);
	});

	test('sets what Additional Fields say', async () => {
		const run = await runNode(bench.engine, 'createLink', {
			destination: 'https://shop.example/all',
			title: 'All',
			tags: 'a, b,,a',
			additionalFields: {
				enabled: false,
				externalId: 'SKU-1',
				startsAt: '2030-01-01T00:00:00',
				expiresAt: '2030-06-30T12:00:00+02:00',
				fallbackUrl: 'https://shop.example/over',
				redirectType: 307,
				metadata: { entry: [{ name: 'user_id', value: 'u1' }] },
				metadataJson: '{"sku": 1001}',
			},
		});
		expect(jsonOf(run, 'Node')[0]).toMatchObject({
			title: 'All',
			tags: ['a', 'b'],
			enabled: false,
			status: 'disabled',
			external_id: 'SKU-1',
			starts_at: '2030-01-01T00:00:00.000Z',
			expires_at: '2030-06-30T10:00:00.000Z',
			fallback_url: 'https://shop.example/over',
			redirect_type: 307,
			metadata: { user_id: 'u1', sku: 1001 },
		});
	});

	test('a time without a zone is one in the time zone of the workflow', async () => {
		const start = { id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
		const run = await bench.engine.run({
			nodes: [start, node('createLink', { destination: 'https://shop.example/', additionalFields: { expiresAt: '2030-07-01 00:00' } })],
			connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
			settings: { timezone: 'Europe/Berlin' },
		});
		expect(jsonOf(run, 'Node')[0]?.expires_at).toBe('2030-06-30T22:00:00.000Z');
	});

	test.each([
		['fail', undefined, 'https://shop.example/first'],
		['return', 'existing', 'https://shop.example/first'],
		['update', 'updated', 'https://shop.example/second'],
		['unique', 'created', 'https://shop.example/second'],
	])('If the Slug Exists: %s', async (ifExists, result, destination) => {
		const slug = `exists-${ifExists}`;
		await create({ destination: 'https://shop.example/first', slug });
		const run = await create({ destination: 'https://shop.example/second', slug, ifExists });
		if (!result) {
			expect(errorOf(run)?.message).toContain(slug);
			expect(errorOf(run)?.context).toMatchObject({ itemIndex: 0, details: { code: 'slug_taken' } });
			expect(errorOf(run)?.description).toContain('If the Slug Exists');
			return;
		}
		expect(jsonOf(run, 'Node')[0]).toMatchObject({ result, destination, slug: ifExists === 'unique' ? `${slug}-2` : slug });
	});

	test('Output: Input Item Plus Short URL keeps the item and its files', async () => {
		const binary = { file: { data: Buffer.from('x').toString('base64'), mimeType: 'text/plain' } };
		const parameters = { destination: 'https://shop.example/', slug: '=kept-{{ $json.n }}', options: { output: 'input', shortUrlField: 'short' } };
		const run = await runNode(bench.engine, 'createLink', parameters, [{ json: { n: 1 }, binary }, { json: { n: 2 } }]);
		expect(jsonOf(run, 'Node')).toEqual([1, 2].map((n) => ({ n, short: `${bench.url}/kept-${n}` })));
		expect(outputOf(run, 'Node').map((item) => item.binary)).toEqual([binary, undefined]);
	});

	test('makes a link for each channel, and says which is which', async () => {
		const channels = {
			channel: [
				{ name: 'LinkedIn', utmSource: 'linkedin', utmMedium: 'social', slugSuffix: 'li', tags: 'social' },
				{ name: 'Newsletter', utmSource: '={{ $json.list }}', utmMedium: 'email' },
			],
		};
		const input = [{ n: 1, list: 'weekly' }, { n: 2, list: 'daily' }];
		const run = await create({ destination: '=https://blog.example/{{ $json.n }}', slug: '=post-{{ $json.n }}', tags: 'blog', channels }, input);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.channel, json.slug, json.tags, json.utm, pairedItem])).toEqual(
			input.flatMap(({ n, list }, item) => [
				['LinkedIn', `post-${n}-li`, ['blog', 'social'], { source: 'linkedin', medium: 'social' }, { item }],
				['Newsletter', `post-${n}-Newsletter`, ['blog'], { source: list, medium: 'email' }, { item }],
			]),
		);
		const visit = await fetch(`${bench.url}/post-1-li`, { redirect: 'manual' });
		expect(visit.headers.get('location')).toBe('https://blog.example/1?utm_source=linkedin&utm_medium=social');
		const kept = await create({ destination: 'https://blog.example/', slug: '=kept-{{ $json.n }}', channels, options: { output: 'input' } }, [input[0]!]);
		expect(jsonOf(kept, 'Node')).toEqual([
			{ ...input[0], channel: 'LinkedIn', short_url: `${bench.url}/kept-1-li` },
			{ ...input[0], channel: 'Newsletter', short_url: `${bench.url}/kept-1-Newsletter` },
		]);
	});

	test('of an item whose second channel is refused, the first is made and the second says why', async () => {
		await create({ destination: 'https://blog.example/', slug: 'half-b' });
		const run = await create({ destination: 'https://blog.example/', slug: 'half', channels: { channel: [{ name: 'a' }, { name: 'b' }] } }, [{}], { onError: 'continueRegularOutput' });
		expect(jsonOf(run, 'Node')).toMatchObject([{ slug: 'half-a', channel: 'a' }, { details: { code: 'slug_taken' } }]);
	});

	test.each([
		['svg', /^<svg /, 'image/svg+xml'],
		['png', /^\x89PNG/, 'image/png'],
	])('puts a QR code as %s into a field of its own, beside the files of the item', async (format, beginning, mimeType) => {
		const binary = { file: { data: Buffer.from('x').toString('base64'), mimeType: 'text/plain' } };
		const options = { output: 'input', qrCode: { code: { format, binaryField: 'code', size: 200 } } };
		const run = await runNode(bench.engine, 'createLink', { destination: 'https://shop.example/', slug: `=qr-${format}-{{ $json.n }}`, options }, [{ json: { n: 1 }, binary }, { json: { n: 2 } }, { json: { n: 3 } }]);
		expect(errorOf(run)).toBeUndefined();
		for (const [index, { binary: files }] of outputOf(run, 'Node').entries()) {
			expect(Object.keys(files ?? {}).sort()).toEqual(index === 0 ? ['code', 'file'] : ['code']);
			expect(files?.code).toMatchObject({ mimeType, fileName: `qr-${format}-${index + 1}.${format}` });
			expect((await bench.engine.file(files, 'code')).toString('latin1')).toMatch(beginning);
		}
	});

	test('a QR code that cannot be drawn is an error of its item', async () => {
		const qrCode = { code: { format: 'png', color: '={{ $json.color }}' } };
		const run = await create({ destination: 'https://shop.example/', options: { qrCode } }, [{ color: '#000' }, { color: '#fefefe' }], { onError: 'continueRegularOutput' });
		expect(jsonOf(run, 'Node')).toMatchObject([{ result: 'created' }, { details: { code: 'invalid_request' } }]);
	});

	test('sets how the link behaves', async () => {
		const additionalFields = {
			maxClicks: 9, password: 'open sesame', forwardQuery: 'override', appendClickId: true, expiresInDays: 30,
			utm: { parameters: { source: 'newsletter', medium: 'email' } },
			variants: { variant: [{ destination: 'https://shop.example/a', weight: 3 }, { destination: 'https://shop.example/b', name: 'new' }] },
		};
		const [json] = jsonOf(await create({ destination: 'https://shop.example/', additionalFields }), 'Node');
		expect(json).toMatchObject({
			max_clicks: 9, has_password: true, forward_query: true, forward_query_overrides: true, append_click_id: true, utm: { source: 'newsletter', medium: 'email' },
			variants: [{ destination: 'https://shop.example/a', weight: 3, name: 'A' }, { destination: 'https://shop.example/b', weight: 1, name: 'new' }],
		});
		expect(Math.round((Date.parse(json?.expires_at as string) - Date.now()) / 86_400_000)).toBe(30);
	});

	test('Simplify leaves the fields that most workflows want', async () => {
		const run = await create({ destination: 'https://shop.example/', slug: 'simple', options: { simplify: true } });
		expect(Object.keys(jsonOf(run, 'Node')[0] ?? {})).toEqual([
			'id', 'short_url', 'slug', 'destination', 'title', 'campaign', 'tags', 'external_id', 'status', 'total_clicks', 'last_clicked_at', 'expires_at', 'created_at', 'result',
		]);
	});

	test('campaigns are chosen from a list that can be searched', async () => {
		for (const campaign of ['list-b', 'list-a', 'other']) await create({ destination: 'https://shop.example/', campaign: { __rl: true, mode: 'name', value: campaign } });
		const search = async (filter?: string) => (await bench.engine.listSearch(node('createLink', {}), 'searchCampaigns', filter)).results.map(({ value }) => value);
		expect(await search('LIST')).toEqual(['list-a', 'list-b']);
		expect(await search()).toEqual(expect.arrayContaining(['list-a', 'list-b', 'other']));
	});

	test('says that links on a loopback address open only here', async () => {
		const run = await create({ destination: 'https://shop.example/' });
		expect(hintsOf(run, 'Node').map(({ message }) => message)).toEqual([expect.stringContaining('LINKMILL_BASE_URL')]);
	});

	test.each([
		['Destination', { destination: '={{ "" }}' }, 'is empty'],
		['Destination', { destination: 'shop.example' }, 'not an absolute http or https URL'],
		['Destination', { destination: 'ftp://shop.example/' }, 'not an absolute http or https URL'],
		['Destination', { destination: 'https://shop.example/a b' }, 'has a space'],
		['Destination', { destination: 'https://me:secret@shop.example/' }, 'user name or password'],
		['Destination', { destination: `https://shop.example/${'x'.repeat(2048)}` }, 'longer than 2048'],
		['Destination', { destination: '={{ [1] }}' }, 'must be text'],
		['Slug', { slug: 'with space' }, 'must be 1 to 64'],
		['Slug', { slug: '_first' }, 'must be 1 to 64'],
		['Slug', { slug: 'docs' }, 'reserved'],
		['Tags', { tags: 'x'.repeat(101) }, 'longer than 100'],
		['Expires At', { additionalFields: { expiresAt: 'tomorrow' } }, 'not a date'],
		['Fallback URL', { additionalFields: { fallbackUrl: '/over' } }, 'not an absolute'],
		['Metadata (JSON)', { additionalFields: { metadataJson: '[1]' } }, 'must be a JSON object'],
		['Expires In (Days)', { additionalFields: { expiresInDays: -1 } }, 'not a number above 0'],
		['Expires In (Days)', { additionalFields: { expiresInDays: 1, expiresAt: '2030-01-01' } }, 'use one of the two'],
		['Max Clicks', { additionalFields: { maxClicks: 0 } }, 'from 1 to'],
		['Password', { additionalFields: { password: 'x'.repeat(201) } }, 'longer than 200'],
		['Redirect Type', { additionalFields: { redirectType: '={{ 303 }}' } }, 'none of 301, 302, 307, 308'],
		['Forward Query', { additionalFields: { forwardQuery: '={{ "maybe" }}' } }, 'none of'],
		['Append Click ID', { additionalFields: { appendClickId: '={{ "perhaps" }}' } }, 'none of'],
		['UTM source', { additionalFields: { utm: { parameters: { source: 'x'.repeat(201) } } } }, 'longer than 200'],
		['Variant Destination', { additionalFields: { variants: { variant: [{ destination: '' }] } } }, 'is empty'],
		['Weight', { additionalFields: { variants: { variant: [{ destination: 'https://a.example/', weight: 0 }] } } }, 'is 0 for every variant'],
		['If the Slug Exists', { ifExists: '={{ "ignore" }}' }, 'none of fail'],
		['Channel Name', { channels: { channel: [{ name: '' }] } }, 'is empty'],
		['Channels', { channels: { channel: [{ name: 'a' }, { name: 'a' }] } }, '"a" twice'],
		['Slug Suffix', { slug: 'x'.repeat(60), channels: { channel: [{ name: 'facebook' }] } }, 'must be 1 to 64'],
		['Size', { options: { qrCode: { code: { size: 10 } } } }, 'from 64 to 4096'],
	])('%s is checked before anything is sent: %j', async (label, parameters, sentence) => {
		const run = await create({ destination: 'https://shop.example/', ...parameters });
		expect(errorOf(run)?.message).toMatch(new RegExp(`^${label.replace(/[()]/g, '\\$&')}: `));
		expect(errorOf(run)?.message).toContain(sentence);
		expect(errorOf(run)?.context).toMatchObject({ itemIndex: 0, details: { code: 'invalid_parameter', parameter: label } });
	});

	describe('when the second of three items fails', () => {
		const bad = [
			['by its parameters', 'not a url', 'free'],
			['at the server', 'https://shop.example/', 'taken'],
		] as const;
		const items = (kind: string, destination: string, slug: string) => [
			{ destination: 'https://shop.example/1', slug: `${kind}-1` },
			{ destination, slug: slug === 'taken' ? 'always-taken' : `${kind}-2` },
			{ destination: 'https://shop.example/3', slug: `${kind}-3` },
		];
		const parameters = { destination: '={{ $json.destination }}', slug: '={{ $json.slug }}' };
		beforeAll(async () => {
			await create({ destination: 'https://shop.example/', slug: 'always-taken' });
		});

		test.each(bad)('%s, the node stops, names the item and leaves nothing behind', async (_, destination, slug) => {
			const run = await create(parameters, items(`stop-${slug}`, destination, slug));
			expect(run.status).toBe('error');
			expect(errorOf(run)?.context?.itemIndex).toBe(1);
			expect([await slugExists(`stop-${slug}-1`), await slugExists(`stop-${slug}-3`)]).toEqual([false, false]);
		});

		test.each(bad)('%s, On Error: Continue puts the reason in its place', async (_, destination, slug) => {
			const run = await create(parameters, items(`go-${slug}`, destination, slug), { onError: 'continueRegularOutput' });
			expect(errorOf(run)).toBeUndefined();
			const [first, second, third] = outputOf(run, 'Node');
			expect([first?.json.slug, third?.json.slug]).toEqual([`go-${slug}-1`, `go-${slug}-3`]);
			expect(second).toEqual({
				json: { error: expect.any(String), details: expect.objectContaining({ code: slug === 'taken' ? 'slug_taken' : 'invalid_parameter' }) },
				pairedItem: { item: 1 },
			});
		});

		test.each(bad)('%s, On Error: Use Error Output sends it there with its input', async (_, destination, slug) => {
			const run = await create(parameters, items(`out-${slug}`, destination, slug), { onError: 'continueErrorOutput' });
			expect(jsonOf(run, 'Node').map((json) => json.slug)).toEqual([`out-${slug}-1`, `out-${slug}-3`]);
			expect(jsonOf(run, 'Node', 1)).toEqual([expect.objectContaining({ destination, error: expect.any(String) })]);
			expect(outputOf(run, 'Node', 1)[0]?.pairedItem).toEqual({ item: 1 });
		});
	});
});
