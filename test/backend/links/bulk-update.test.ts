import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	const links = Array.from({ length: 30 }, (_, index) => ({
		destination: `https://shop.example/p/${String(index)}?variant=a`,
		slug: `b-${String(index)}`,
		campaign: 'bulk',
		tags: index < 20 ? ['ab-test'] : ['fixed'],
	}));
	await api.post('/v1/links/batch', { links });
});
afterAll(() => backend.stop());

const switchTo = (find: string, replace: string, more: object = {}) => ({ filter: { campaign: 'bulk', tags: ['ab-test'] }, replace: { find, with: replace }, ...more });

test('a dry run shows before and after and writes nothing', async () => {
	const { status, data } = await api.patch('/v1/links', switchTo('variant=a', 'variant=b', { dry_run: true }));
	expect(status).toBe(200);
	expect(data).toMatchObject({ matched: 20, changed: 20, unchanged: 0, dry_run: true, change_id: null });
	expect(data.links[0].destination).toContain('variant=b');
	expect(data.links[0].previous).toEqual({ destination: data.links[0].destination.replace('variant=b', 'variant=a') });
	expect((await api.visit('b-0')).headers['location']).toContain('variant=a');
});

test('expected_count other than the match: 409, nothing written', async () => {
	const { status, data } = await api.patch('/v1/links', switchTo('variant=a', 'variant=b', { expected_count: 21 }));
	expect([status, data.code]).toEqual([409, 'expected_count_mismatch']);
	expect(data.message).toContain('20 links');
	expect((await api.visit('b-0')).headers['location']).toContain('variant=a');
});

test('a campaign switches in one call, and every visitor sees it from the next request on', async () => {
	await Promise.all(Array.from({ length: 30 }, (_, index) => api.visit(`b-${String(index)}`)));
	const { data } = await api.patch('/v1/links', switchTo('variant=a', 'variant=b', { expected_count: 20 }));
	expect(data).toMatchObject({ matched: 20, changed: 20 });
	expect(data.change_id).toMatch(/^chg_/);
	const locations = await Promise.all(Array.from({ length: 30 }, async (_, index) => String((await api.visit(`b-${String(index)}`)).headers['location'])));
	expect(locations.map((location) => location.slice(-1)).join('')).toBe('b'.repeat(20) + 'a'.repeat(10));
});

test('set and tags together, links named by id, slug and external id', async () => {
	const { data: made } = await api.post('/v1/links', { destination: 'https://shop.example/', external_id: 'X-1' });
	const { data } = await api.patch('/v1/links', { ids: ['slug:b-0', 'external:X-1', made.id], set: { title: 'New', redirect_type: 307 }, add_tags: ['hot'], remove_tags: ['ab-test'] });
	expect(data).toMatchObject({ matched: 2, changed: 2 });
	expect((await api.get('/v1/links?tags=hot')).data.links).toHaveLength(2);
	expect((await api.visit('b-0')).status).toBe(307);
});

test('a change that breaks one destination breaks none', async () => {
	const { status, data } = await api.patch('/v1/links', { filter: { campaign: 'bulk' }, replace: { find: 'https://shop.example/p/3', with: 'nowhere ' } });
	expect([status, data.code]).toEqual([422, 'batch_rejected']);
	expect((await api.get('/v1/links/slug:b-3')).data.destination).toContain('https://shop.example/p/3');
});

test.each([
	[{ filter: {}, set: { enabled: false } }, '/filter', 'all: true'],
	[{ set: { enabled: false } }, '/filter', 'all: true'],
	[{ filter: { campaign: 'bulk' } }, '/set', 'what to change'],
	[{ filter: { campaign: 'bulk' }, set: { destination: 'x' } }, '/set/destination', 'absolute http'],
	[{ filter: { campaign: 'bulk' }, set: { slug: 'x' } }, '/set/slug', 'not known'],
	[{ filter: { colour: 'red' }, set: { enabled: true } }, '/filter/colour', 'not known'],
	[{ ids: ['slug:b-1', 'slug:gone'], set: { enabled: true } }, '/ids/1', 'no link'],
	[{ ids: ['slug:b-1'], filter: { campaign: 'bulk' }, set: { enabled: true } }, '/ids', 'not both'],
])('%j is refused by name', async (body, pointer, sentence) => {
	const { status, data } = await api.patch('/v1/links', body);
	expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
	expect(data.errors[0].message).toContain(sentence);
});
