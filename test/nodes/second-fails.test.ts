/** Every parameter of Create Link, Batch Create and Update Links, three items, the second of which cannot be used. */
import { errorOf, jsonOf, outputOf } from '../support/engine.ts';
import { runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { secondFails } from './secondFails.ts';
import type { Case } from './secondFails.ts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	await bench.api('POST', '/v1/links', { destination: 'https://shop.example/', slug: 'mine', external_id: 'mine' });
});
afterAll(async () => await bench.stop());

const url = 'https://shop.example/';
const long = (length: number) => 'x'.repeat(length + 1);
const v = '={{ $json.v }}';

/** Label, name under which it is filled in, and two values. */
type Setting = [label: string, fields: object, good: unknown, bad: unknown];

/** The fields that links have wherever they are made or changed. */
const SETTINGS: Setting[] = [
	['Fallback URL', { fallbackUrl: v }, url, '/over'],
	['Starts At', { startsAt: v }, '2030-01-01', 'soon'],
	['Expires At', { expiresAt: v }, '2031-01-01', 'later'],
	['Expires In (Days)', { expiresInDays: v }, 3000, 'a week'],
	['Max Clicks', { maxClicks: v }, 5, 1.5],
	['Password', { password: v }, 'sesame', long(200)],
	['Redirect Type', { redirectType: v }, 301, 303],
	['Append Click ID', { appendClickId: v }, true, 'perhaps'],
	['Forward Query', { forwardQuery: v }, 'override', 'maybe'],
	['UTM source', { utm: { parameters: { source: v } } }, 'a', long(200)],
	['UTM medium', { utm: { parameters: { medium: v } } }, 'a', long(200)],
	['UTM campaign', { utm: { parameters: { campaign: v } } }, 'a', long(200)],
	['UTM term', { utm: { parameters: { term: v } } }, 'a', long(200)],
	['UTM content', { utm: { parameters: { content: v } } }, 'a', long(200)],
	['Variant Destination', { variants: { variant: [{ destination: v }] } }, url, 'b.example'],
	['Variant Name', { variants: { variant: [{ destination: url, name: v }] } }, 'new', long(50)],
	['Weight', { variants: { variant: [{ destination: url, weight: v }] } }, 2, 1001],
	['Metadata (JSON)', { metadataJson: v }, '{"a": 1}', '[1]'],
	['Metadata', { metadata: { entry: [{ name: 'a', value: v }] } }, 'b', long(16_384)],
];

const channel = (fields: object) => ({ slug: '', channels: { channel: [{ name: 'a', ...fields }] } });
const qr = (fields: object) => ({ options: { qrCode: { code: { format: 'svg', ...fields } } } });

describe('Create Link', () => {
	const OWN: Setting[] = [
		['Destination', { destination: v }, url, 'shop.example'],
		['Slug', { slug: v }, '', 'a b'],
		['Title', { title: v }, 'A', long(500)],
		['Tags', { tags: v }, 'a, b', long(100)],
		['Campaign', { campaign: { __rl: true, mode: 'name', value: v } }, 'c', long(200)],
		['If the Slug Exists', { ifExists: v }, 'unique', 'ignore'],
		['Channel Name', channel({ name: v }), 'a', ' '],
		['Slug Suffix', { ...channel({ slugSuffix: v }), slug: 'suffix', ifExists: 'unique' }, 'li', 'l i'],
		['Extra Tags', channel({ tags: v }), 'a', long(100)],
		['UTM Source', channel({ utmSource: v }), 'a', long(200)],
		['UTM Medium', channel({ utmMedium: v }), 'a', long(200)],
		['Format', qr({ format: v }), 'svg', 'gif'],
		['Size', qr({ size: v }), 100, 1],
		['Margin', qr({ margin: v }), 0, -1],
		['Error Correction', qr({ level: v }), 'H', 'X'],
		['Output', { options: { output: v } }, 'link', 'both'],
		['Simplify', { options: { simplify: v } }, true, 'somewhat'],
	];
	const ADDITIONAL: Setting[] = [
		...SETTINGS,
		['External ID', { externalId: v }, '', long(200)],
		['Enabled', { enabled: v }, 'no', 'perhaps'],
	];
	const cases = [...OWN, ...ADDITIONAL.map(([label, fields, ...values]): Setting => [label, { additionalFields: fields }, ...values])];

	test.each(cases)('%s', async (label, parameters, good, bad) => {
		await secondFails(bench.engine, 'createLink', { label, parameters: { destination: url, ...parameters }, good, bad } satisfies Case, ['id', 'slug', 'short_url', 'created_at', 'updated_at']);
	});
});

describe('Batch Create, of whose rows a bad one never stops the others', () => {
	const cases = [
		['Destination', { destination: v }, url, 'shop.example'],
		['Slug', { slug: v }, '', 'a b'],
		['Title', { title: v }, 'A', long(500)],
		...SETTINGS.map(([label, fields, ...values]): Setting => [label, { additionalFields: fields }, ...values]),
	] as Setting[];

	test.each(cases)('%s', async (label, parameters, good, bad) => {
		const input = [{ v: good }, { v: bad }, { v: good }];
		for (const more of [{}, { onError: 'continueRegularOutput' as const }]) {
			const run = await runNode(bench.engine, 'batchCreate', { destination: url, ...parameters }, input, more);
			expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.v, json.result, pairedItem])).toEqual([[good, 'created', { item: 0 }], [bad, 'failed', { item: 1 }], [good, 'created', { item: 2 }]]);
			expect(jsonOf(run, 'Node')[1]?.error).toMatch(new RegExp(`^${label.replace(/[()]/g, '\\$&')}: `));
		}
		const split = await runNode(bench.engine, 'batchCreate', { destination: url, ...parameters }, input, { onError: 'continueErrorOutput' });
		expect([jsonOf(split, 'Node').length, jsonOf(split, 'Node', 1).map((json) => json.v)]).toEqual([2, [bad]]);
	});

	test.each([
		['Source', { source: '={{ "sheet" }}' }],
		['Mode', { mode: '={{ "some" }}' }],
		['Output', { output: '={{ "xml" }}' }],
		['Escape Formulas', { options: { escapeFormulas: '={{ "perhaps" }}' } }],
		['Fields From', { fieldsFrom: '={{ "sky" }}' }],
	])('%s, which is the same for all rows, fails them all before anything is written', async (label, parameters) => {
		const before = (await bench.api('GET', '/v1/links?count=true&limit=1')).body.total as number;
		const run = await runNode(bench.engine, 'batchCreate', { destination: url, ...parameters }, [{}, {}]);
		expect(errorOf(run)?.message).toMatch(new RegExp(`^${label}: `));
		expect((await bench.api('GET', '/v1/links?count=true&limit=1')).body.total).toBe(before);
	});
});

describe('Update Links', () => {
	const mine = { selectBy: 'list', links: 'mine', options: { output: 'summary' } };
	const OWN: Setting[] = [
		['Links', { selectBy: 'list', links: v, operation: 'enable' }, 'mine', ' '],
		['Dry Run', { operation: 'disable', dryRun: v }, true, 'perhaps'],
		['Expected Count', { operation: 'enable', options: { output: 'summary', expectedCount: v } }, 1, 'one'],
		['Output', { operation: 'enable', options: { output: v } }, 'summary', 'both'],
		['Simplify', { operation: 'enable', options: { output: 'summary', simplify: v } }, true, 'somewhat'],
		...['update', 'enable', 'disable', 'delete'].map((operation): Setting => ['Status', { operation, selectBy: 'filter', filters: { slug: 'nobody', status: v }, updateFields: { title: 'x' } }, 'active', 'gone']),
	];
	const FILTERS: Setting[] = [
		['Search', { search: v }, 'shop', long(200)],
		['Created After', { createdAfter: v }, '2020-01-01', 'once'],
		['Created Before', { createdBefore: v }, '2090-01-01', 'once'],
		['Expires After', { expiresAfter: v }, '2020-01-01', 'once'],
		['Expires Before', { expiresBefore: v }, '2090-01-01', 'once'],
		['Minimum Clicks', { clicksMin: v }, 0, -1],
		['Maximum Clicks', { clicksMax: v }, 5, 'few'],
	];
	const FIELDS: Setting[] = [
		...SETTINGS,
		['Destination', { destination: v }, url, 'shop.example'],
		['Title', { title: v }, 'A', long(500)],
		['Campaign', { campaign: { __rl: true, mode: 'name', value: v } }, 'c', long(200)],
		['Replace Tags', { tags: v }, 'a, b', long(100)],
		['Find', { replace: { text: { find: v, with: 'x' } } }, 'nowhere', ''],
	];
	const cases: Setting[] = [
		...OWN,
		...FILTERS.map(([label, fields, ...values]): Setting => [label, { selectBy: 'filter', filters: { slug: 'mine', ...fields }, updateFields: { title: 'x' } }, ...values]),
		...FIELDS.map(([label, fields, ...values]): Setting => [label, { updateFields: fields }, ...values]),
	];

	test.each(cases)('%s', async (label, parameters, good, bad) => {
		await secondFails(bench.engine, 'updateLinks', { label, parameters: { ...mine, ...parameters }, good, bad } satisfies Case, ['changed', 'unchanged', 'change_id']);
	});
});
