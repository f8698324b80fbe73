import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
});
afterAll(() => backend.stop());

const make = async (slug: string, more: object = {}) => (await api.post('/v1/links', { destination: 'https://shop.example/p', slug, ...more })).data;

test('GET and HEAD redirect, privately and uncached', async () => {
	await make('plain');
	for (const method of ['GET', 'HEAD'] as const) {
		const { status, headers } = await api.visit('plain', {}, method);
		expect([status, headers['location'], headers['cache-control']]).toEqual([302, 'https://shop.example/p', 'private, no-store']);
	}
	expect((await api.visit('plain', {}, 'POST')).status).toBe(404);
});

test.each([
	['https://bücher.example/straße?q=ä#ü', 'https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4#%C3%BC'],
	['https://shop.example/🎁?p=%C3%A4', 'https://shop.example/%F0%9F%8E%81?p=%C3%A4'],
	['HTTPS://SHOP.example', 'https://shop.example/'],
])('%s is returned as given and redirected to in ASCII', async (destination, location) => {
	const { data } = await api.post('/v1/links', { destination });
	expect(data.destination).toBe(destination);
	expect((await api.visit(data.slug)).headers['location']).toBe(location);
});

test('disabled and scheduled links are 404, expired ones 410 or their fallback', async () => {
	await make('off', { enabled: false });
	await make('later', { starts_at: '2099-01-01' });
	await make('over', { expires_at: '2020-01-01' });
	await make('moved', { expires_at: '2020-01-01', fallback_url: 'https://shop.example/sale-is-over' });
	expect((await api.visit('off')).status).toBe(404);
	expect((await api.visit('later')).status).toBe(404);
	expect((await api.visit('over')).status).toBe(410);
	const moved = await api.visit('moved');
	expect([moved.status, moved.headers['location']]).toEqual([302, 'https://shop.example/sale-is-over']);
});

test('a missing link is a small page that repeats nothing of the request', async () => {
	const { status, data, headers } = await api.visit('no-such-link?<script>alert(1)</script>');
	expect(status).toBe(404);
	expect(headers['content-security-policy']).toContain("default-src 'none'");
	expect(data).toContain('Link not found');
	expect(data).not.toContain('no-such-link');
	expect(data).not.toContain('alert');
});

test('people, bots, prefetches and HEAD requests are told apart; one visitor is one', async () => {
	const { id } = await make('kinds');
	const from = (address: string, more: Record<string, string> = {}) => ({ 'x-forwarded-for': address, ...more });
	await api.visit('kinds', from('198.51.100.1'));
	await api.visit('kinds', from('198.51.100.1'));
	await api.visit('kinds', from('198.51.100.2'));
	await api.visit('kinds', from('198.51.100.1', { 'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0) Firefox/131.0' }));
	await api.visit('kinds', from('198.51.100.3', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }));
	await api.visit('kinds', from('198.51.100.4', { 'sec-purpose': 'prefetch;prerender' }));
	await api.visit('kinds', from('198.51.100.5'), 'HEAD');
	const { data } = await api.get(`/v1/links/${id}/analytics`);
	expect(data).toMatchObject({ total_clicks: 4, unique_visitors: 3, bot_clicks: 1, prefetches: 1 });
	const link = (await api.get(`/v1/links/${id}`)).data;
	expect(link.total_clicks).toBe(4);
	expect(Date.parse(link.last_clicked_at)).toBeGreaterThan(Date.now() - 60_000);
});

test('the address is believed only from a trusted proxy, and the last untrusted hop counts', async () => {
	const { id } = await make('hops');
	// The visitor's own claim stands to the left of what the proxy saw.
	await api.visit('hops', { 'x-forwarded-for': '203.0.113.1, 198.51.100.7' });
	await api.visit('hops', { 'x-forwarded-for': '203.0.113.2, 198.51.100.7' });
	expect((await api.get(`/v1/links/${id}/analytics`)).data.unique_visitors).toBe(1);
});

test('nothing else is taken for a link', async () => {
	expect((await api.get('/healthz')).data).toEqual({ status: 'ok' });
	expect((await api.get('/a/b')).status).toBe(404);
	// The dashboard, or, where it has not been built, a page that says so.
	expect([200, 503]).toContain((await api.get('/')).status);
	expect((await api.get('/%61bc')).status).toBe(404);
});
