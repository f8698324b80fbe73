/** Questions that go through a great deal hold up nobody who asks for little. */
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

const LINKS = 6000;

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	const links = Array.from({ length: LINKS }, (_, index) => ({ slug: `item-${String(index)}`, destination: `https://shop.example/items/${String(index)}`, campaign: 'autumn' }));
	expect((await api.post('/v1/links/batch', { links })).status).toBe(200);
});
afterAll(() => backend.stop());

it.each([
	['counts of what a word finds', '/v1/links?search=shop.example&count=true&limit=1'],
	['reports', '/v1/analytics?group_by=link&campaign=autumn&limit=1'],
])('answers who asks for a link before %s that were asked for earlier', async (_what, path) => {
	// What was written before is in the index of texts now.
	expect((await api.get(path)).status).toBe(200);
	const answered: string[] = [];
	const note = (name: string) => ({ status }: { status: number }) => {
		expect(status).toBe(200);
		answered.push(name);
	};
	// One after the other they take a multiple of what a link takes, and each was there first.
	const long = Array.from({ length: 30 }, () => api.get(path).then(note('long')));
	await new Promise(setImmediate);
	await Promise.all([...long, api.get('/v1/links/slug:item-1').then(note('link')), api.get('/v1/links?limit=10').then(note('page'))]);
	expect(answered.slice(-5)).toEqual(Array(5).fill('long'));
});
