/** Update Links where each input item names its link, Delete and Undo, against the real server. */
import { errorOf, hintsOf, jsonOf, outputOf } from '../support/engine.ts';
import { runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.stop());

const update = async (parameters: object, input: object[] = [{}], more = {}) => await runNode(bench.engine, 'updateLinks', parameters, input, more);
const links = async (campaign: string, count: number) => {
	const rows = Array.from({ length: count }, (_, n) => ({ destination: `https://old.example/${n}`, slug: `${campaign}-${n}`, campaign, external_id: `${campaign}:${n}` }));
	const { body } = await bench.api('POST', '/v1/links/batch', { links: rows });
	expect(body.summary.created).toBe(count);
	return body.change_id as string;
};
const read = async (slug: string) => (await bench.api('GET', `/v1/links/slug:${slug}`)).body;
const byExternalId = { mode: 'externalId', value: '={{ $json.sku }}' };
const goOn = { onError: 'continueRegularOutput' };

describe('each input item', () => {
	test('changes its own link, all in one change, paired with the item', async () => {
		await links('sheet', 3);
		const input = [0, 1, 2].map((n) => ({ sku: `sheet:${n}`, url: `https://new.example/${n}`, tag: `t${n}` }));
		const run = await update({ selectBy: 'items', link: byExternalId, updateFields: { destination: '={{ $json.url }}', addTags: '={{ $json.tag }}' } }, input);
		expect(errorOf(run)).toBeUndefined();
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.slug, json.destination, json.tags, json.result, pairedItem])).toEqual(
			[0, 1, 2].map((n) => [`sheet-${n}`, `https://new.example/${n}`, [`t${n}`], 'updated', { item: n }]),
		);
		expect(jsonOf(run, 'Node')[1]?.previous).toMatchObject({ destination: 'https://old.example/1', tags: [] });
		expect(new Set(jsonOf(run, 'Node').map(({ change_id }) => change_id)).size).toBe(1);
		expect(hintsOf(run, 'Node')[0]?.message).toBe('3 of 3 links changed');
	});

	test('can give slugs and external IDs, also such as change places', async () => {
		await links('swap', 2);
		const input = [{ link: 'swap-0', slug: 'swap-1', id: 'x' }, { link: 'swap-1', slug: 'swap-0', id: 'y' }];
		const run = await update({ selectBy: 'items', link: { mode: 'slug', value: '={{ $json.link }}' }, updateFields: { slug: '={{ $json.slug }}', externalId: '={{ $json.id }}' } }, input);
		expect(jsonOf(run, 'Node').map(({ slug, external_id }) => [slug, external_id])).toEqual([['swap-1', 'x'], ['swap-0', 'y']]);
	});

	test('says which links were as asked already', async () => {
		await links('same', 2);
		const run = await update({ selectBy: 'items', link: byExternalId, updateFields: { title: '={{ $json.title }}', campaign: { mode: 'name', value: 'same' } } }, [{ sku: 'same:0', title: '' }, { sku: 'same:1', title: 'New' }]);
		expect(jsonOf(run, 'Node')).toMatchObject([{ link: 'external:same:0', result: 'unchanged' }, { slug: 'same-1', result: 'updated' }]);
	});

	test('Dry Run writes nothing, Summary is one item of them all', async () => {
		await links('dry', 2);
		const parameters = { selectBy: 'items', link: byExternalId, updateFields: { title: 'x' } };
		const input = [{ sku: 'dry:0' }, { sku: 'dry:1' }];
		const dry = await update({ ...parameters, dryRun: true }, input);
		expect(jsonOf(dry, 'Node')).toMatchObject([{ title: 'x', previous: { title: null }, dry_run: true, change_id: null }, { dry_run: true }]);
		expect((await read('dry-0')).title).toBeNull();
		const run = await update({ ...parameters, options: { output: 'summary', expectedCount: 2 } }, input);
		expect(outputOf(run, 'Node')).toEqual([
			{ json: { matched: 2, changed: 2, unchanged: 0, failed: 0, dry_run: false, change_id: expect.stringMatching(/^chg_/) }, pairedItem: [{ item: 0 }, { item: 1 }] },
		]);
		expect(errorOf(await update({ ...parameters, options: { expectedCount: 3 } }, input))?.context).toMatchObject({ details: { code: 'expected_count_mismatch' } });
	});

	const operations = [
		['update', { updateFields: { title: 'y' } }],
		['enable', {}],
		['disable', {}],
		['delete', {}],
	] as const;

	describe.each(operations)('%s, when the second of three is not there', (operation, more) => {
		const input = (kind: string) => [`${operation}-${kind}:0`, 'nowhere', `${operation}-${kind}:1`].map((sku) => ({ sku }));
		const parameters = { operation, selectBy: 'items', link: byExternalId, ...more };

		test('the node stops, names the item and has changed nothing', async () => {
			await links(`${operation}-stop`, 2);
			const run = await update(parameters, input('stop'));
			expect(errorOf(run)).toMatchObject({ message: expect.stringContaining('nowhere'), context: { itemIndex: 1, details: { code: 'not_found' } } });
			expect(await read(`${operation}-stop-0`)).toMatchObject({ title: null, version: 1 });
		});

		test('On Error: Continue changes the others and puts the reason in its place', async () => {
			await links(`${operation}-go`, 2);
			if (operation === 'enable') await bench.api('PATCH', '/v1/links', { filter: { campaign: 'enable-go' }, set: { enabled: false } });
			const run = await update(parameters, input('go'), goOn);
			expect(errorOf(run)).toBeUndefined();
			const result = operation === 'delete' ? 'deleted' : 'updated';
			expect(jsonOf(run, 'Node').map((json) => json.result ?? json.error)).toEqual([result, expect.stringContaining('nowhere'), result]);
			expect(outputOf(run, 'Node')[1]).toEqual({ json: { error: expect.any(String), details: expect.objectContaining({ code: 'not_found' }) }, pairedItem: { item: 1 } });
		});

		test('On Error: Use Error Output sends it there with its input', async () => {
			await links(`${operation}-out`, 2);
			const run = await update(parameters, input('out'), { onError: 'continueErrorOutput' });
			expect(jsonOf(run, 'Node')).toHaveLength(2);
			expect(jsonOf(run, 'Node', 1)).toEqual([expect.objectContaining({ sku: 'nowhere', error: expect.any(String) })]);
		});
	});

	test('a link that two items name is an error of the second', async () => {
		await links('twice', 1);
		const run = await update({ selectBy: 'items', link: byExternalId, updateFields: { title: 'z' } }, [{ sku: 'twice:0' }, { sku: 'twice:0' }], goOn);
		expect(jsonOf(run, 'Node')).toMatchObject([{ result: 'updated' }, { details: { code: 'duplicate' } }]);
	});

	test('a parameter that cannot be used is the error of its item', async () => {
		await links('bad', 2);
		const input = [{ sku: 'bad:0', url: 'https://new.example/' }, { sku: 'bad:1', url: 'new.example' }, { sku: '', url: 'https://new.example/' }];
		const run = await update({ selectBy: 'items', link: byExternalId, updateFields: { destination: '={{ $json.url }}' } }, input, goOn);
		expect(jsonOf(run, 'Node')).toMatchObject([{ result: 'updated' }, { details: { parameter: 'Destination' } }, { details: { parameter: 'Link' } }]);
	});
});

describe('Delete', () => {
	test('removes what a filter finds, in one change that Undo takes back', async () => {
		await links('gone', 3);
		const run = await update({ operation: 'delete', filters: { campaign: { __rl: true, mode: 'name', value: 'gone' } }, options: { expectedCount: 3 } });
		expect(jsonOf(run, 'Node').map(({ slug }) => slug).sort()).toEqual(['gone-0', 'gone-1', 'gone-2']);
		expect((await fetch(`${bench.url}/gone-0`, { redirect: 'manual' })).status).toBe(404);
		const back = await update({ operation: 'undo' }, jsonOf(run, 'Node'));
		expect(jsonOf(back, 'Node').map(({ action }) => action)).toEqual(['restored', 'restored', 'restored']);
		expect((await fetch(`${bench.url}/gone-0`, { redirect: 'manual' })).status).toBe(302);
	});

	test('Dry Run and Summary', async () => {
		await links('soft', 2);
		const parameters = { operation: 'delete', selectBy: 'list', links: 'soft-0, soft-1', options: { output: 'summary' } };
		expect(jsonOf(await update({ ...parameters, dryRun: true }), 'Node')).toEqual([{ matched: 2, deleted: 2, dry_run: true, change_id: null }]);
		expect(jsonOf(await update(parameters), 'Node')).toEqual([{ matched: 2, deleted: 2, dry_run: false, change_id: expect.stringMatching(/^chg_/) }]);
	});

	test('a filter without a condition is refused', async () => {
		expect(errorOf(await update({ operation: 'delete', filters: {} }))?.message).toContain('every link');
	});
});

describe('Undo', () => {
	test('takes an import back once, however many items name it', async () => {
		const change_id = await links('undo', 3);
		const run = await update({ operation: 'undo' }, Array.from({ length: 5 }, () => ({ change_id })));
		expect(jsonOf(run, 'Node').map(({ action, undone_change_id }) => [action, undone_change_id])).toEqual(Array.from({ length: 3 }, () => ['deleted', change_id]));
		expect(hintsOf(run, 'Node')[0]?.message).toBe('3 links went back');
		const again = await update({ operation: 'undo', changeIds: change_id, options: { output: 'summary' } });
		expect(jsonOf(again, 'Node')).toMatchObject([{ reverted: 0, already: 3, conflicts: [] }]);
	});

	test('takes an import of several requests back by its summary', async () => {
		const csvText = ['destination,slug', ...Array.from({ length: 30 }, (_, n) => `https://shop.example/${n},chunked-${n}`)].join('\n');
		const made = await runNode(bench.engine, 'batchCreate', { source: 'csvText', csvText, slugFrom: 'column', output: 'csv', options: { chunkSize: 10 } });
		expect(jsonOf(made, 'Node')[0]).toMatchObject({ created: 30, change_id: null, change_ids: [expect.any(String), expect.any(String), expect.any(String)] });
		const run = await update({ operation: 'undo', options: { output: 'summary' } }, jsonOf(made, 'Node'));
		expect(jsonOf(run, 'Node')).toMatchObject([{ reverted: 10 }, { reverted: 10 }, { reverted: 10 }]);
		expect((await bench.api('GET', '/v1/links/slug:chunked-29')).status).toBe(404);
	});

	test('leaves alone what somebody changed since, says so, and takes it back when told to', async () => {
		await links('conflict', 2);
		const run = await update({ selectBy: 'list', links: 'conflict-0, conflict-1', updateFields: { title: 'mine' } });
		const change_id = jsonOf(run, 'Node')[0]?.change_id as string;
		await bench.api('PATCH', '/v1/links/slug:conflict-1', { campaign: 'theirs' });
		const careful = await update({ operation: 'undo', changeIds: change_id });
		expect(jsonOf(careful, 'Node').map(({ slug, action, reason }) => [slug, action, reason])).toEqual([['conflict-0', 'updated', undefined], ['conflict-1', 'conflict', 'changed']]);
		expect(hintsOf(careful, 'Node')[0]).toMatchObject({ type: 'warning', message: expect.stringContaining('1 were left alone') });
		const dry = await update({ operation: 'undo', changeIds: change_id, dryRun: true, options: { force: true } });
		expect(jsonOf(dry, 'Node')).toMatchObject([{ slug: 'conflict-1', title: null, dry_run: true, change_id: null }]);
		await update({ operation: 'undo', changeIds: change_id, options: { force: true } });
		expect(await read('conflict-1')).toMatchObject({ title: null, campaign: 'theirs' });
	});

	test('the second of three that is not there fails alone', async () => {
		const [first, third] = [await links('first', 1), await links('third', 1)];
		const input = [{ change_id: first }, { change_id: 'chg_none' }, { change_id: third }];
		const run = await update({ operation: 'undo' }, input, { onError: 'continueErrorOutput' });
		expect(jsonOf(run, 'Node').map(({ slug }) => slug)).toEqual(['first-0', 'third-0']);
		expect(jsonOf(run, 'Node', 1)).toEqual([expect.objectContaining({ change_id: 'chg_none', error: expect.any(String) })]);
		expect(errorOf(await update({ operation: 'undo', changeIds: 'nonsense' }))?.message).toMatch(/^Change IDs: "nonsense" is not a change ID/);
	});
});

test('a node that does the same for each item says so', async () => {
	await links('once', 1);
	const run = await update({ selectBy: 'list', links: 'once-0', updateFields: { title: 'x' } }, [{}, {}, {}]);
	expect(hintsOf(run, 'Node').at(-1)?.message).toContain('Execute Once');
});
