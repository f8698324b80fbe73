import type { Link } from '../../contract/link.ts';
import { errorOf, hintsOf, jsonOf, outputOf } from '../support/engine.ts';
import { runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.stop());

const update = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'updateLinks', parameters, input, more);
const links = async (campaign: string, count: number, more: object = {}) => {
	const rows = Array.from({ length: count }, (_, n) => ({ destination: `https://old.example/${n}`, slug: `${campaign}-${n}`, campaign, ...more }));
	expect((await bench.api('POST', '/v1/links/batch', { links: rows })).body.summary.created).toBe(count);
};
const destinationOf = async (slug: string) => (await bench.api('GET', `/v1/links/slug:${slug}`)).body.destination as string;

describe('Update Links', () => {
	test('changes all links of a campaign in one change, and shows what they were', async () => {
		await links('switch', 3, { tags: ['sale', 'spring'] });
		const run = await update({
			filters: { campaign: 'switch', tags: 'sale' },
			updateFields: { destination: 'https://new.example/', addTags: 'moved', removeTags: 'spring', title: 'New' },
		});
		expect(errorOf(run)).toBeUndefined();
		expect(jsonOf(run, 'Node')).toHaveLength(3);
		for (const json of jsonOf(run, 'Node')) {
			expect(json).toMatchObject({ destination: 'https://new.example/', title: 'New', tags: ['sale', 'moved'], dry_run: false, change_id: expect.stringMatching(/^chg_/) });
			expect(json.previous).toMatchObject({ destination: expect.stringMatching(/^https:\/\/old\.example\//), title: null, tags: ['sale', 'spring'] });
		}
		expect(new Set(jsonOf(run, 'Node').map((json) => json.change_id)).size).toBe(1);
		expect(hintsOf(run, 'Node')[0]?.message).toBe('3 links selected, 3 changed');
		const visit = await fetch(`${bench.url}/switch-1`, { redirect: 'manual' });
		expect(visit.headers.get('location')).toBe('https://new.example/');
	});

	test('Dry Run shows before and after and writes nothing', async () => {
		await links('dry', 2);
		const run = await update({ filters: { campaign: 'dry' }, updateFields: { replace: { text: { find: 'old.example', with: 'new.example' } } }, dryRun: true });
		expect(jsonOf(run, 'Node').map((json) => [json.destination, (json.previous as Partial<Link>).destination, json.dry_run, json.change_id])).toEqual(
			[1, 0].map((n) => [`https://new.example/${n}`, `https://old.example/${n}`, true, null]),
		);
		expect(await destinationOf('dry-0')).toBe('https://old.example/0');
	});

	test('Expected Count other than the match changes nothing', async () => {
		await links('count', 2);
		const parameters = { filters: { campaign: 'count' }, updateFields: { destination: 'https://new.example/' } };
		const run = await update({ ...parameters, options: { expectedCount: 3 } });
		expect(errorOf(run)).toMatchObject({ description: expect.stringContaining('Dry Run'), context: { itemIndex: 0, details: { code: 'expected_count_mismatch' } } });
		expect(await destinationOf('count-0')).toBe('https://old.example/0');
		expect(jsonOf(await update({ ...parameters, options: { expectedCount: 2, output: 'summary' } }), 'Node')).toEqual([
			{ matched: 2, changed: 2, unchanged: 0, dry_run: false, change_id: expect.stringMatching(/^chg_/) },
		]);
	});

	test('links are named by slug, ID, external ID or short URL, in text or as a list', async () => {
		await links('named', 4);
		await bench.api('PATCH', '/v1/links/slug:named-2', { external_id: 'SKU-7' });
		const { id } = (await bench.api('GET', '/v1/links/slug:named-1')).body;
		const names = ['named-0', id, 'external:SKU-7', `${bench.url}/named-3`];
		const parameters = { selectBy: 'list', updateFields: { title: '={{ $json.title }}' } };
		const asText = await update({ ...parameters, links: '={{ $json.names.join(", ") }}' }, [{ names, title: 'a' }]);
		expect(jsonOf(asText, 'Node').map(({ slug }) => slug).sort()).toEqual([0, 1, 2, 3].map((n) => `named-${n}`));
		const asList = await update({ ...parameters, links: '={{ $json.names }}' }, [{ names, title: 'b' }]);
		expect(jsonOf(asList, 'Node').map(({ title }) => title)).toEqual(['b', 'b', 'b', 'b']);
	});

	test('Enable and Disable', async () => {
		await links('able', 1);
		const status = async () => (await fetch(`${bench.url}/able-0`, { redirect: 'manual' })).status;
		await update({ operation: 'disable', selectBy: 'list', links: 'able-0' });
		expect(await status()).not.toBe(302);
		await update({ operation: 'enable', selectBy: 'list', links: 'able-0' });
		expect(await status()).toBe(302);
	});

	test('Clear empties fields', async () => {
		await links('clear', 1, { title: 'x', expires_at: '2099-01-01T00:00:00Z' });
		const run = await update({ filters: { campaign: 'clear' }, updateFields: { clear: ['title', 'expires_at', 'campaign'] } });
		expect(jsonOf(run, 'Node')[0]).toMatchObject({ title: null, expires_at: null, campaign: null });
	});

	test('each item selects and changes for itself, and its links are paired with it', async () => {
		await links('per-a', 2);
		await links('per-b', 1);
		const run = await update(
			{ filters: { campaign: '={{ $json.campaign }}' }, updateFields: { destination: '={{ $json.to }}' } },
			[{ campaign: 'per-a', to: 'https://a.example/' }, { campaign: 'per-b', to: 'https://b.example/' }],
		);
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.destination, pairedItem])).toEqual([
			['https://a.example/', { item: 0 }],
			['https://a.example/', { item: 0 }],
			['https://b.example/', { item: 1 }],
		]);
	});

	test('a replacement that breaks one destination changes none', async () => {
		await links('break', 2);
		const replace = { text: { find: '://old.example/1', with: '://' } };
		const run = await update({ filters: { campaign: 'break' }, updateFields: { replace } });
		expect(errorOf(run)?.message).toContain('break-1');
		const dry = await update({ filters: { campaign: 'break' }, updateFields: { replace }, dryRun: true });
		expect(errorOf(dry)?.message).toMatch(/^1 of 2 links cannot be changed.*break-1/);
		expect(await destinationOf('break-0')).toBe('https://old.example/0');
	});

	test('a repeated run of the same execution changes once', async () => {
		await links('retry', 1);
		// The second item fails both times, so the node is run twice; the first item's change is answered, not made, again.
		const run = await update(
			{ selectBy: 'list', links: '={{ $json.slug }}', updateFields: { replace: { text: { find: 'old', with: 'old.old' } } } },
			[{ slug: 'retry-0' }, { slug: 'retry-none' }],
			{ retryOnFail: true, maxTries: 2, waitBetweenTries: 10 },
		);
		expect(run.status).toBe('error');
		expect(await destinationOf('retry-0')).toBe('https://old.old.example/0');
	});

	test('continueOnFail and the error output work for the second item as for the first', async () => {
		await links('third', 1);
		const input = [{ slug: 'none-1' }, { slug: 'none-2' }, { slug: 'third-0' }];
		const parameters = { selectBy: 'list', links: '={{ $json.slug }}', updateFields: { title: 'y' } };
		const failed = { error: expect.stringContaining('none-'), details: expect.objectContaining({ code: 'invalid_request', errors: [expect.objectContaining({ code: 'not_found' })] }) };
		const regular = await update(parameters, input, { onError: 'continueRegularOutput' });
		expect(outputOf(regular, 'Node')).toEqual([
			{ json: failed, pairedItem: { item: 0 } },
			{ json: failed, pairedItem: { item: 1 } },
			{ json: expect.objectContaining({ slug: 'third-0' }), pairedItem: { item: 2 } },
		]);
		const split = await update({ ...parameters, updateFields: { title: 'z' } }, input, { onError: 'continueErrorOutput' });
		expect(jsonOf(split, 'Node').map(({ slug }) => slug)).toEqual(['third-0']);
		expect(jsonOf(split, 'Node', 1).map(({ slug }) => slug)).toEqual(['none-1', 'none-2']);
	});

	test.each([
		['Filters', { updateFields: { title: 'x' } }, 'every link'],
		['Links', { selectBy: 'list', links: '={{ "" }}', updateFields: { title: 'x' } }, 'is empty'],
		['Update Fields', { filters: { campaign: 'x' } }, 'is empty'],
		['Update Fields', { filters: { campaign: 'x' }, updateFields: { destination: 'https://a.example/', replace: { text: { find: 'a', with: 'b' } } } }, 'use one'],
		['Destination', { filters: { campaign: 'x' }, updateFields: { destination: 'a.example' } }, 'not an absolute'],
		['Find', { filters: { campaign: 'x' }, updateFields: { replace: { text: { find: '', with: 'b' } } } }, 'is empty'],
		['Expires At', { filters: { campaign: 'x' }, updateFields: { expiresAt: 'soon' } }, 'not a date'],
		['Expected Count', { filters: { campaign: 'x' }, updateFields: { title: 'x' }, options: { expectedCount: -1 } }, 'whole number'],
	])('%s that cannot be used is an error of that parameter: %j', async (label, parameters, sentence) => {
		const error = errorOf(await update(parameters));
		expect(error?.message.startsWith(`${label}: `)).toBe(true);
		expect(error?.message).toContain(sentence);
	});
});
