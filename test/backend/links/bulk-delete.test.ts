import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

const remove = (body: unknown, headers = {}) => api.delete('/v1/links', headers, body);

async function make(campaign: string, count: number): Promise<void> {
	const links = Array.from({ length: count }, (_, index) => ({ destination: 'https://shop.example/', slug: `${campaign}-${String(index)}`, external_id: `${campaign}/${String(index)}`, campaign }));
	expect((await api.post('/v1/links/batch', { links })).data.summary.created).toBe(count);
}

test('deletes what a filter selects: 404 from the next request on, and slugs and external ids are free', async () => {
	await make('old', 5);
	expect((await api.visit('old-0')).status).toBe(302);
	const { status, data } = await remove({ filter: { campaign: 'old' }, expected_count: 5 });
	expect(status).toBe(200);
	expect(data).toMatchObject({ matched: 5, deleted: 5, dry_run: false, change_id: expect.stringMatching(/^chg_/) });
	expect(data.links.map((link: { slug: string }) => link.slug).sort()).toEqual(['old-0', 'old-1', 'old-2', 'old-3', 'old-4']);
	expect((await api.visit('old-0')).status).toBe(404);
	expect((await api.get('/v1/links?campaign=old&count=true')).data.total).toBe(0);
	await make('old', 5);
});

test('by name; one that does not exist and nothing is deleted', async () => {
	await make('named', 3);
	const { status, data } = await remove({ ids: ['slug:named-0', 'external:named/1', 'slug:gone'] });
	expect([status, data.errors[0].pointer]).toEqual([422, '/ids/2']);
	expect((await remove({ ids: ['slug:named-0', 'external:named/1'] })).data.deleted).toBe(2);
	expect((await api.get('/v1/links?campaign=named')).data.links).toHaveLength(1);
});

test('a dry run, a stale count and an empty filter delete nothing', async () => {
	await make('kept', 3);
	expect((await remove({ filter: { campaign: 'kept' }, dry_run: true })).data).toMatchObject({ matched: 3, deleted: 3, dry_run: true, change_id: null });
	const stale = await remove({ filter: { campaign: 'kept' }, expected_count: 2 });
	expect([stale.status, stale.data.code, stale.data.matched, stale.data.links.length]).toEqual([409, 'expected_count_mismatch', 3, 3]);
	for (const body of [{ filter: {} }, {}, undefined]) {
		const { status, data } = await remove(body);
		const { data: all } = await api.get('/v1/links?limit=1&count=true');
		expect([status, data.errors[0].pointer, data.matched]).toEqual([422, '/filter', all.total]);
	}
	expect((await remove({ filter: { campaing: 'kept' } })).data.errors[0].pointer).toBe('/filter/campaing');
	expect((await api.get('/v1/links?campaign=kept')).data.links).toHaveLength(3);
	expect((await api.visit('kept-0')).status).toBe(302);
});

test('an Idempotency-Key gives the answer again and deletes nothing anew', async () => {
	await make('twice', 2);
	const first = await remove({ filter: { campaign: 'twice' } }, { 'idempotency-key': 'delete-1' });
	await make('twice', 2);
	const again = await remove({ filter: { campaign: 'twice' } }, { 'idempotency-key': 'delete-1' });
	expect(again.headers['idempotent-replayed']).toBe('true');
	expect(again.data).toEqual(first.data);
	expect((await api.get('/v1/links?campaign=twice')).data.links).toHaveLength(2);
});

test('a change where nothing matches is none', async () => {
	expect((await remove({ filter: { campaign: 'nobody' } })).data).toEqual({ matched: 0, deleted: 0, links: [], dry_run: false, change_id: null });
});
