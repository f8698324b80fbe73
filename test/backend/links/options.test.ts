import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

const SHOP = { destination: 'https://shop.example/' };
const OPTIONS = {
	utm: { source: 'mail', campaign: 'spring' },
	max_clicks: 500,
	forward_query: true,
	forward_query_overrides: true,
	append_click_id: true,
	variants: [{ destination: 'https://shop.example/a', weight: 3, name: 'A' }, { destination: 'https://shop.example/b', weight: 1, name: 'red button' }],
};
const DEFAULTS = { utm: null, max_clicks: null, forward_query: false, forward_query_overrides: false, append_click_id: false, has_password: false, variants: [], imported_clicks: 0 };

test('a link has its options as they were given, defaults for the others, and null takes them away', async () => {
	const { data: plain } = await api.post('/v1/links', SHOP);
	expect(plain).toMatchObject(DEFAULTS);
	const { status, data: made } = await api.post('/v1/links', { ...SHOP, ...OPTIONS, password: 'open sesame' });
	expect(status).toBe(200);
	expect(made).toMatchObject({ ...OPTIONS, has_password: true });
	expect(made).not.toHaveProperty('password');
	expect((await api.get(`/v1/links/${made.id}`)).data).toEqual(made);

	const { data: cleared } = await api.patch(`/v1/links/${made.id}`, { utm: null, max_clicks: null, forward_query: false, forward_query_overrides: false, append_click_id: false, password: null, variants: null });
	expect(cleared).toMatchObject({ ...DEFAULTS, version: 2 });
});

test('empty values are none: a form with nothing filled in changes nothing', async () => {
	const { data } = await api.post('/v1/links', { ...SHOP, utm: { source: ' ', medium: '', term: null }, variants: [], password: '' });
	expect(data).toMatchObject(DEFAULTS);
});

test('variants without a name are called A, B, …', async () => {
	const { data } = await api.post('/v1/links', { ...SHOP, variants: [{ ...SHOP, weight: 1 }, { ...SHOP, weight: 0, name: ' ' }, { ...SHOP, weight: 2, name: 'third' }] });
	expect(data.variants.map(({ name }: { name: string }) => name)).toEqual(['A', 'B', 'third']);
});

test('the host is shown in punycode where it is not written so', async () => {
	const { data: umlaut } = await api.post('/v1/links', { destination: 'https://bücher.example/größe' });
	expect(umlaut).toMatchObject({ destination: 'https://bücher.example/größe', destination_host_ascii: 'xn--bcher-kva.example' });
	const { data: path } = await api.post('/v1/links', { destination: 'https://xn--bcher-kva.example/größe' });
	expect(path).not.toHaveProperty('destination_host_ascii');
});

test.each([
	['/variants/1/destination', { variants: [{ ...SHOP, weight: 1 }, { destination: 'ftp://shop.example', weight: 1 }] }, 'variants.1.destination must be an absolute'],
	['/variants/0/weight', { variants: [{ ...SHOP, weight: 1.5 }] }, 'variants.0.weight must be a whole number from 0 to 1000'],
	['/variants/0/weight', { variants: [{ ...SHOP }] }, 'variants.0.weight is required'],
	['/variants/1/name', { variants: [{ ...SHOP, weight: 1, name: 'x' }, { ...SHOP, weight: 1, name: 'x' }] }, 'must differ from the others'],
	['/variants', { variants: [{ ...SHOP, weight: 0 }] }, 'at least one with a weight above 0'],
	['/utm/sorce', { utm: { sorce: 'mail' } }, 'utm.sorce is not known here'],
	['/utm/source', { utm: { source: 7 } }, 'utm.source must be'],
	['/utm', { utm: { source: '\u{1f4a1}'.repeat(100), medium: '\u{1f4a1}'.repeat(100), term: 'ü'.repeat(200), content: '\u{1f4a1}'.repeat(100), campaign: '\u{1f4a1}'.repeat(100) }, destination: `https://shop.example/${'ü'.repeat(500)}` }, 'longer than 8,192 characters'],
	['/max_clicks', { max_clicks: 0 }, 'max_clicks must be a whole number'],
	['/forward_query', { forward_query: 'yes' }, 'forward_query must be true or false'],
	['/password', { password: 'x'.repeat(201) }, 'password must be a string of at most 200 characters'],
])('%s: a wrong value is refused with its field and the remedy', async (pointer, fields, message) => {
	const { status, data } = await api.post('/v1/links', { ...SHOP, ...fields });
	expect([status, data.code]).toEqual([422, 'invalid_request']);
	expect(data.errors).toEqual([expect.objectContaining({ pointer, message: expect.stringContaining(message) })]);
});

test('tags that are added count towards the limit', async () => {
	const tags = Array.from({ length: 40 }, (_, index) => `t${String(index)}`);
	const { data: link } = await api.post('/v1/links', { ...SHOP, tags });
	const { status, data } = await api.patch(`/v1/links/${link.id}`, { add_tags: tags.map((tag) => `more-${tag}`) });
	expect([status, data.errors?.[0]?.pointer]).toEqual([422, '/tags']);
	expect((await api.get(`/v1/links/${link.id}`)).data.tags).toHaveLength(40);
});

test('ten thousand rows may share a password; more different ones than a call can hash fail their rows alone', async () => {
	const same = Array.from({ length: 2000 }, () => ({ ...SHOP, password: 'open sesame' }));
	const { data: shared } = await api.post('/v1/links/batch', { links: same });
	expect(shared.summary).toMatchObject({ created: 2000, failed: 0 });
	const own = Array.from({ length: 22 }, (_, index) => ({ ...SHOP, password: `secret ${String(index)}` }));
	const { data: different } = await api.post('/v1/links/batch', { links: own });
	expect(different.summary).toMatchObject({ created: 20, failed: 2 });
	expect(different.errors[0]).toMatchObject({ index: 20, pointer: '/password' });
}, 60_000);
