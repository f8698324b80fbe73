import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

const link = (path: string, more: object = {}) => ({ destination: `https://shop.example/${path}`, ...more });

test('a thousand links come back under links, in the order given', async () => {
	const links = Array.from({ length: 1000 }, (_, index) => link(String(index)));
	const { status, data } = await api.post('/v1/links/batch', { links });
	expect(status).toBe(200);
	expect(data.links.map((one: { destination: string }) => one.destination)).toEqual(links.map((one) => one.destination));
	expect(data.links.map((one: { index: number }) => one.index)).toEqual(links.map((_, index) => index));
	expect(new Set(data.links.map((one: { slug: string }) => one.slug)).size).toBe(1000);
	expect(data.summary).toEqual({ requested: 1000, created: 1000, existing: 0, updated: 0, failed: 0 });
	expect(data.change_id).toMatch(/^chg_/);
});

test('partial: the good rows are written, the bad ones named with their index', async () => {
	const { data } = await api.post('/v1/links/batch', { links: [link('a', { slug: 'p-1' }), { destination: 'nope' }, link('b', { slug: 'p-1' }), 'text', link('c', { slug: 'p-2' })] });
	expect(data.summary).toEqual({ requested: 5, created: 2, existing: 0, updated: 0, failed: 3 });
	expect(data.links.map((one: { index: number; slug: string }) => [one.index, one.slug])).toEqual([[0, 'p-1'], [4, 'p-2']]);
	expect(data.errors.map((error: { index: number; pointer: string; code: string }) => [error.index, error.pointer, error.code])).toEqual([
		[1, '/destination', 'invalid_url'],
		[2, '/slug', 'slug_taken'],
		[3, '', 'invalid'],
	]);
});

test('atomic: one bad row and nothing is written', async () => {
	const { status, data } = await api.post('/v1/links/batch', { mode: 'atomic', links: [link('a', { slug: 'never' }), { destination: 'nope' }] });
	expect([status, data.code]).toEqual([422, 'batch_rejected']);
	expect(data.errors[0].pointer).toBe('/links/1/destination');
	expect((await api.get('/v1/links/slug:never')).status).toBe(404);
});

test('if_exists for the batch and for a row, also against earlier rows of the same batch', async () => {
	await api.post('/v1/links', link('old', { slug: 'e-1' }));
	await api.post('/v1/links', link('old', { slug: 'e-2' }));
	const { data } = await api.post('/v1/links/batch', {
		if_exists: 'return',
		links: [link('new', { slug: 'e-1' }), link('new', { slug: 'e-2', if_exists: 'update' }), link('new', { slug: 'e-1', if_exists: 'unique' }), link('x', { slug: 'e-3' }), link('y', { slug: 'e-3', if_exists: 'update' })],
	});
	expect(data.links.map((one: { slug: string; result: string; destination: string }) => [one.slug, one.result, one.destination.slice(-3)])).toEqual([
		['e-1', 'existing', 'old'],
		['e-2', 'updated', 'new'],
		['e-1-2', 'created', 'new'],
		['e-3', 'created', 'e/y'],
		['e-3', 'updated', 'e/y'],
	]);
});

test('unique: the same rows again get the next numbers, whoever has taken some of them', async () => {
	await api.post('/v1/links', link('other', { slug: 'u-1-4' }));
	const links = ['u-1', 'u-2', 'u-1', 'u-1-2'].map((slug) => link(slug, { slug }));
	const slugs = async () => (await api.post('/v1/links/batch', { if_exists: 'unique', links })).data.links.map((one: { slug: string }) => one.slug);
	expect(await slugs()).toEqual(['u-1', 'u-2', 'u-1-2', 'u-1-2-2']);
	expect(await slugs()).toEqual(['u-1-3', 'u-2-2', 'u-1-5', 'u-1-2-3']);
	expect(await slugs()).toEqual(['u-1-6', 'u-2-3', 'u-1-7', 'u-1-2-4']);
});

test('an external id says which link is meant, whatever its slug', async () => {
	await api.post('/v1/links', link('old', { slug: 'sku-old', external_id: 'SKU-9' }));
	const { data } = await api.post('/v1/links/batch', { if_exists: 'update', links: [link('new', { external_id: 'SKU-9', slug: 'sku-new' })] });
	expect(data.links[0]).toMatchObject({ slug: 'sku-new', result: 'updated', version: 2 });
	expect((await api.visit('sku-old')).status).toBe(404);
	expect((await api.visit('sku-new')).headers['location']).toBe('https://shop.example/new');
});

test('no rows, too many rows and an unknown mode are refused by name', async () => {
	for (const [body, pointer] of [[{ links: [] }, '/links'], [{ links: Array.from({ length: 10_001 }, () => link('a')) }, '/links'], [{ links: [link('a')], mode: 'maybe' }, '/mode']] as const) {
		const { status, data } = await api.post('/v1/links/batch', body);
		expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
	}
});

describe('an Idempotency-Key', () => {
	const body = { links: [link('i-1', { slug: 'i-1' }), link('i-2', { slug: 'i-2' }), { destination: 'bad' }] };

	test('repeats the answer and makes nothing twice', async () => {
		const first = await api.post('/v1/links/batch', body, { 'idempotency-key': 'k-1' });
		const again = await api.post('/v1/links/batch', body, { 'idempotency-key': 'k-1' });
		expect(first.headers['idempotent-replayed']).toBeUndefined();
		expect(again.headers['idempotent-replayed']).toBe('true');
		expect(again.data).toEqual(first.data);
	});

	test('survives a restart', async () => {
		const settings = { LINKMILL_DATA_DIR: backend.dataDir, LINKMILL_PORT: new URL(backend.url).port };
		await backend.kill();
		backend = await startBackend(settings);
		const again = await api.post('/v1/links/batch', body, { 'idempotency-key': 'k-1' });
		expect([again.status, again.headers['idempotent-replayed'], again.data.summary.created]).toEqual([200, 'true', 2]);
	});

	test('with another body is refused', async () => {
		const other = await api.post('/v1/links/batch', { links: [link('other')] }, { 'idempotency-key': 'k-1' });
		expect([other.status, other.data.code]).toEqual([422, 'idempotency_key_reused']);
	});

	test('repeats a refusal too, and belongs to one route', async () => {
		const first = await api.post('/v1/links', link('x', { slug: 'i-1' }), { 'idempotency-key': 'k-1' });
		expect(first.status).toBe(409);
		const again = await api.post('/v1/links', link('x', { slug: 'i-1' }), { 'idempotency-key': 'k-1' });
		expect([again.status, again.headers['idempotent-replayed'], again.data]).toEqual([409, 'true', first.data]);
	});

	test('while the first is running, the second is told so', async () => {
		const big = { links: Array.from({ length: 5000 }, (_, index) => link(`big-${String(index)}`)) };
		const [one, two] = await Promise.all([api.post('/v1/links/batch', big, { 'idempotency-key': 'k-2' }), api.post('/v1/links/batch', big, { 'idempotency-key': 'k-2' })]);
		expect([one.status, two.status].sort()).toEqual([200, 409]);
	});
});
