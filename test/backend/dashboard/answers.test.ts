/** What every answer tells a browser that has a session: data is no page. */
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { call, signIn, type SignedIn } from './visitor.ts';

const SCRIPT = '<script>alert(1)</script>';

let backend: Backend;
let session: SignedIn;
beforeAll(async () => {
	backend = await startBackend();
	session = await signIn(backend);
	await client(backend).post('/v1/links', { slug: 'evil', title: SCRIPT, campaign: SCRIPT, tags: [SCRIPT], destination: 'https://shop.example.com/' });
	await client(backend).visit('evil');
	await client(backend).visit('evil', { 'user-agent': SCRIPT, referer: `https://evil.example/${encodeURIComponent(SCRIPT)}` });
});
afterAll(() => backend.stop());

it.each([
	'/v1/links', '/v1/links/slug:evil', '/v1/links/slug:evil/qr', '/v1/links/export', '/v1/clicks', '/v1/campaigns', '/v1/analytics?group_by=campaign', '/v1/analytics?format=csv',
	'/v1/analytics/chart?group_by=campaign', '/v1/links/slug:evil/analytics/chart', '/v1/changes', '/v1/keys', '/v1/server', '/_/session', '/metrics', '/healthz', '/openapi.json', '/docs',
	`/v1/links/slug:${encodeURIComponent(SCRIPT)}`, `/v1/${encodeURIComponent(SCRIPT)}`, `/_/assets/${encodeURIComponent(SCRIPT)}`, '/v1/links?status=%3Cscript%3E',
])('%s is what it says that it is, runs nothing, and stands in no frame', async (path) => {
	const { status, headers } = await call(backend, 'GET', path, { ...session.headers, accept: 'text/html' });
	expect(status).toBeLessThan(500);
	expect(headers['x-content-type-options']).toBe('nosniff');
	expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
	expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
	expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*'unsafe/);
	expect(String(headers['content-type'])).toMatch(path === '/docs' ? /^text\/html/ : /^(application\/(problem\+)?json|application\/x-ndjson|text\/csv|text\/plain|image\/svg\+xml)/);
});

it('a picture has what others wrote as text', async () => {
	const { data } = await call(backend, 'GET', '/v1/analytics/chart?group_by=campaign&period=all', session.headers);
	expect(data).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
	expect(data).not.toContain('<script');
});

it('a HEAD request with the cookie is a read, and nothing that another site may ask', async () => {
	const statuses = async (headers: Record<string, string>) => (await call(backend, 'HEAD', '/v1/links', headers)).status;
	expect(await statuses(session.headers)).toBe(200);
	for (const site of ['cross-site', 'same-site', 'none']) expect(await statuses({ cookie: session.cookie, 'sec-fetch-site': site })).toBe(403);
	for (const method of ['PUT', 'TRACE', 'OPTIONS'] as const) expect((await call(backend, method as 'PUT', '/v1/links', session.headers)).status).toBeGreaterThanOrEqual(404);
	// No header makes another method of it.
	const { status } = await call(backend, 'GET', '/v1/links/slug:evil', { ...session.headers, 'x-http-method-override': 'DELETE' });
	expect([status, (await client(backend).get('/v1/links/slug:evil')).status]).toEqual([200, 200]);
});
