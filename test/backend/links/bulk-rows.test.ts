import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

/** Makes links `<name>-0`, `<name>-1`, … with external ids `<NAME>-0`, …, and gives their ids. */
async function make(name: string, count: number, more: object = {}): Promise<string[]> {
	const links = Array.from({ length: count }, (_, index) => ({
		destination: `https://shop.example/${name}/${String(index)}`,
		slug: `${name}-${String(index)}`,
		external_id: `${name.toUpperCase()}-${String(index)}`,
		...more,
	}));
	const { data } = await api.post('/v1/links/batch', { links });
	expect(data.summary.created).toBe(count);
	return data.links.map((link: { id: string }) => link.id);
}

const brief = (links: Array<{ index: number; slug: string }>) => links.map(({ index, slug }) => [index, slug]);

test('each row has its own change; the answer has their places', async () => {
	const [first] = await make('own', 3);
	const { status, data } = await api.patch('/v1/links', {
		updates: [
			{ id: 'external:OWN-2', set: { destination: 'https://shop.example/new?x=1', title: 'Two' }, add_tags: ['a'] },
			{ id: 'slug:own-1' },
			{ id: first, set: { slug: 'own-first', external_id: null, tags: ['b', 'c'] }, add_tags: ['d'], remove_tags: ['c'] },
		],
	});
	expect(status).toBe(200);
	expect(data).toMatchObject({ matched: 3, changed: 2, unchanged: 1, errors: [], dry_run: false });
	expect(brief(data.links)).toEqual([[0, 'own-2'], [2, 'own-first']]);
	expect(data.links[0]).toMatchObject({ title: 'Two', tags: ['a'], version: 2, previous: { destination: 'https://shop.example/own/2', title: null, tags: [] } });
	expect(data.links[1]).toMatchObject({ external_id: null, tags: ['b', 'd'], previous: { slug: 'own-0', external_id: 'OWN-0' } });
	expect((await api.visit('own-2')).headers['location']).toBe('https://shop.example/new?x=1');
});

test('of a sheet with a few bad rows the others are written, and each bad one says what is wrong with it', async () => {
	await make('sheet', 10);
	const good = Array.from({ length: 8 }, (_, index) => ({ id: `external:SHEET-${String(index)}`, set: { title: 'Sold out' } }));
	const bad = [
		{ id: 'external:NOPE', set: { title: 'x' } },
		{ id: 'SHEET-1', set: { title: 'x' } },
		{ id: 'slug:sheet-0', set: { title: 'x' } },
		{ id: 'slug:sheet-8', set: { destination: 'shop.example' } },
		{ id: 'slug:sheet-9', set: { slug: 'sheet-1' } },
		{ set: { title: 'x' } },
		{ id: 'slug:sheet-8', set: { colour: 'red' } },
		{ id: 'slug:sheet-8', set: { starts_at: '2031-01-01', expires_at: '2030-01-01' } },
	];
	const { status, data } = await api.patch('/v1/links', { updates: [...good, ...bad] });
	expect(status).toBe(200);
	expect(data).toMatchObject({ matched: 10, changed: 8, unchanged: 0 });
	expect(data.errors.map(({ index, code, pointer }: { index: number; code: string; pointer: string }) => [index, code, pointer])).toEqual([
		[8, 'not_found', '/id'],
		[9, 'not_found', '/id'],
		[10, 'duplicate', '/id'],
		[11, 'invalid_url', '/set/destination'],
		[12, 'slug_taken', '/set/slug'],
		[13, 'required', '/id'],
		[14, 'unknown_field', '/set/colour'],
		[15, 'invalid_time', '/set/expires_at'],
	]);
	expect(data.errors[1].message).toContain('external:');
	expect(data.errors[2]).toMatchObject({ id: 'slug:sheet-0', message: expect.stringContaining('row 0') });
	expect((await api.get('/v1/links/slug:sheet-8')).data).toMatchObject({ title: null, version: 1 });
});

test('atomic: one bad row and nothing is written', async () => {
	await make('whole', 2);
	const updates = [{ id: 'slug:whole-0', set: { title: 'x' } }, { id: 'slug:gone', set: { title: 'x' } }];
	const { status, data } = await api.patch('/v1/links', { updates, mode: 'atomic' });
	expect([status, data.code]).toEqual([422, 'batch_rejected']);
	expect(data.errors).toEqual([{ pointer: '/updates/1/id', code: 'not_found', message: expect.stringContaining('slug:gone') }]);
	expect((await api.get('/v1/links/slug:whole-0')).data.version).toBe(1);
	const dry = await api.patch('/v1/links', { updates, mode: 'atomic', dry_run: true });
	expect(dry.data).toMatchObject({ changed: 0, errors: [{ index: 1 }], change_id: null });
});

test('a selection in partial mode changes what can be changed', async () => {
	await make('some', 2, { campaign: 'some', expires_at: null });
	await api.patch('/v1/links/slug:some-0', { expires_at: '2030-01-01' });
	const { status, data } = await api.patch('/v1/links', { filter: { campaign: 'some' }, set: { starts_at: '2031-01-01' }, mode: 'partial' });
	expect([status, data.changed]).toEqual([200, 1]);
	expect(data.errors).toEqual([{ id: expect.stringMatching(/^lnk_/), code: 'invalid_time', pointer: '/expires_at', message: expect.any(String) }]);
});

describe('slugs and external ids', () => {
	test('change places in a circle, and visitors follow at once', async () => {
		await make('turn', 3);
		await Promise.all([0, 1, 2].map((index) => api.visit(`turn-${String(index)}`)));
		const updates = [0, 1, 2].map((index) => ({ id: `slug:turn-${String(index)}`, set: { slug: `turn-${String((index + 1) % 3)}`, external_id: `TURN-${String((index + 1) % 3)}` } }));
		expect((await api.patch('/v1/links', { updates })).data).toMatchObject({ changed: 3, errors: [] });
		const locations = await Promise.all([0, 1, 2].map(async (index) => (await api.visit(`turn-${String(index)}`)).headers['location']));
		expect(locations).toEqual([2, 0, 1].map((index) => `https://shop.example/turn/${String(index)}`));
		expect((await api.get('/v1/links/external:TURN-0')).data.slug).toBe('turn-0');
	});

	test('a freed slug goes to nobody where the link that would free it cannot move', async () => {
		await make('chain', 4);
		const move = (from: number, to: string) => ({ id: `slug:chain-${String(from)}`, set: { slug: to } });
		const { data } = await api.patch('/v1/links', { updates: [move(0, 'chain-1'), move(1, 'chain-2'), move(2, 'chain-3'), { id: 'slug:chain-3', set: { title: 'stays' } }] });
		expect(data).toMatchObject({ changed: 1, unchanged: 0 });
		expect(data.errors.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual([[0, 'slug_taken'], [1, 'slug_taken'], [2, 'slug_taken']]);
	});

	test('of two rows that want one slug the earlier gets it', async () => {
		await make('race', 2);
		const { data } = await api.patch('/v1/links', { updates: [0, 1].map((index) => ({ id: `slug:race-${String(index)}`, set: { slug: 'race-prize' } })) });
		expect(brief(data.links)).toEqual([[0, 'race-prize']]);
		expect(data.errors).toMatchObject([{ index: 1, code: 'slug_taken' }]);
	});

	test('a long chain of moves is no work', async () => {
		const links = Array.from({ length: 10_000 }, (_, index) => ({ destination: 'https://shop.example/', slug: `long-${String(index)}` }));
		await api.post('/v1/links/batch', { links });
		const updates = links.map(({ slug }, index) => ({ id: `slug:${slug}`, set: { slug: index === 0 ? 'chain-0' : `long-${String(index - 1)}` } }));
		const started = Date.now();
		const { data } = await api.patch('/v1/links', { updates });
		expect(data).toMatchObject({ matched: 10_000, changed: 0 });
		expect(data.errors).toHaveLength(10_000);
		expect(Date.now() - started).toBeLessThan(10_000);
	});
});

test('replace changes the destinations of the variants too, and not the fallback', async () => {
	await api.post('/v1/links', {
		destination: 'https://shop.example/?page=a', fallback_url: 'https://shop.example/?page=a', slug: 'split',
		variants: [{ destination: 'https://shop.example/?page=a&v=1', weight: 1 }, { destination: 'https://other.example/', weight: 1 }],
	});
	const { data } = await api.patch('/v1/links', { ids: ['slug:split'], replace: { find: 'page=a', with: 'page=b' } });
	expect(data.links[0]).toMatchObject({ destination: 'https://shop.example/?page=b', fallback_url: 'https://shop.example/?page=a' });
	expect(data.links[0].variants.map((variant: { destination: string }) => variant.destination)).toEqual(['https://shop.example/?page=b&v=1', 'https://other.example/']);
	const { status, data: broken } = await api.patch('/v1/links', { ids: ['slug:split'], replace: { find: 'https://other.', with: 'nowhere' } });
	expect([status, broken.code]).toEqual([422, 'batch_rejected']);
	expect(broken.message).toContain('variants.1.destination');
});

test.each([
	[{ updates: [] }, '/updates', 'a list'],
	[{ updates: Array.from({ length: 10_001 }, () => ({ id: 'slug:a' })) }, '/updates', '10,000'],
	[{ updates: [{ id: 'slug:a' }], filter: { campaign: 'x' } }, '/filter', 'not both'],
	[{ updates: [{ id: 'slug:a' }], set: { title: 'x' } }, '/set', 'not both'],
	[{ updates: [{ id: 'slug:a' }], mode: 'maybe' }, '/mode', 'partial, atomic'],
	[{ ids: ['slug:split'], set: { variants: null }, replace: { find: 'a', with: 'b' } }, '/replace', 'set.variants'],
])('%j is refused by name', async (body, pointer, sentence) => {
	const { status, data } = await api.patch('/v1/links', body);
	expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
	expect(data.errors[0].message).toContain(sentence);
});

describe('what a refusal shows', () => {
	test('expected_count counts the links that were found, and tells which they are', async () => {
		await make('count', 12, { campaign: 'count' });
		const rows = await api.patch('/v1/links', { updates: [{ id: 'slug:count-0', set: { title: 'x' } }, { id: 'slug:gone', set: { title: 'x' } }], expected_count: 2 });
		expect([rows.status, rows.data.matched, rows.data.links[0].slug]).toEqual([409, 1, 'count-0']);
		const { status, data } = await api.patch('/v1/links', { filter: { campaign: 'count' }, set: { title: 'x' }, expected_count: 11 });
		expect([status, data.code, data.matched, data.links.length]).toEqual([409, 'expected_count_mismatch', 12, 10]);
		expect(data.links[0]).toEqual({ id: expect.stringMatching(/^lnk_/), slug: 'count-11', destination: 'https://shop.example/count/11' });
		expect((await api.get('/v1/links/slug:count-0')).data.version).toBe(1);
	});
});

describe('an Idempotency-Key', () => {
	test('gives the answer again, as it was, whatever happened to the links since', async () => {
		await make('again', 3);
		const body = { updates: [{ id: 'slug:again-0', set: { title: 'One' } }, { id: 'slug:again-9' }, { id: 'slug:again-1', set: { slug: 'again-moved' } }] };
		const first = await api.patch('/v1/links', body, { 'idempotency-key': 'rows-1' });
		await api.patch('/v1/links/slug:again-0', { title: 'Two' });
		await api.delete('/v1/links/slug:again-moved');
		const again = await api.patch('/v1/links', body, { 'idempotency-key': 'rows-1' });
		expect(again.headers['idempotent-replayed']).toBe('true');
		expect(again.data).toEqual(first.data);
		expect((await api.get('/v1/links/slug:again-0')).data.title).toBe('Two');
	});

	test('gives a dry run again', async () => {
		await make('dry', 2);
		const body = { ids: ['slug:dry-0', 'slug:dry-1'], set: { title: 'New', utm: { source: 'mail' } }, add_tags: ['t'], dry_run: true };
		const first = await api.patch('/v1/links', body, { 'idempotency-key': 'dry-1' });
		const again = await api.patch('/v1/links', body, { 'idempotency-key': 'dry-1' });
		expect(again.headers['idempotent-replayed']).toBe('true');
		expect(again.data).toEqual(first.data);
		expect(first.data.links[0]).toMatchObject({ title: 'New', previous: { title: null, utm: null, tags: [] } });
	});
});
