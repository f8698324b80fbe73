/** Requests that carry the cookie of somebody who is signed in, and are not their page's. */
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { call, OWN_PAGE, signIn, type SignedIn } from './visitor.ts';

let backend: Backend;
let session: SignedIn;
beforeAll(async () => {
	backend = await startBackend();
	session = await signIn(backend);
});
afterAll(() => backend.stop());

const LINK = { destination: 'https://example.com/' };
const refused = [403, 'cross_site_request'];
const outcome = async (...request: Parameters<typeof call>) => {
	const { status, data } = await call(...request);
	return [status, (data as { code?: string }).code];
};

describe('a write with the cookie', () => {
	it('is done for the page itself', async () => {
		expect(await outcome(backend, 'POST', '/v1/links', session.headers, LINK)).toEqual([200, undefined]);
		// A browser without Fetch Metadata, as all are over plain http.
		expect(await outcome(backend, 'POST', '/v1/links', { cookie: session.cookie, 'x-linkmill-csrf': session.csrf, origin: backend.url }, LINK)).toEqual([200, undefined]);
	});

	it.each<[string, (own: SignedIn) => Record<string, string | undefined>]>([
		['no token', () => ({ 'x-linkmill-csrf': undefined })],
		['no token, and nothing else that says where it comes from', () => ({ 'x-linkmill-csrf': undefined, 'sec-fetch-site': undefined })],
		['an empty token', () => ({ 'x-linkmill-csrf': '' })],
		['a token that is too long', ({ csrf }) => ({ 'x-linkmill-csrf': `${csrf}A` })],
		['a token of other letters', ({ csrf }) => ({ 'x-linkmill-csrf': csrf.replace(/./, (letter) => (letter === 'A' ? 'B' : 'A')) })],
		['the token, from another site', () => ({ 'sec-fetch-site': 'cross-site' })],
		['the token, from another host of the domain', () => ({ 'sec-fetch-site': 'same-site' })],
		['the token, from another origin', () => ({ 'sec-fetch-site': undefined, origin: 'https://evil.example' })],
		['the token, from an origin that hides', () => ({ 'sec-fetch-site': undefined, origin: 'null' })],
	])('is refused with %s', async (_name, change) => {
		const headers = Object.fromEntries(Object.entries({ ...session.headers, ...change(session) }).filter(([, value]) => value !== undefined)) as Record<string, string>;
		const before = (await client(backend).get('/v1/links?count=true&limit=1')).data.total as number;
		expect(await outcome(backend, 'POST', '/v1/links', headers, LINK)).toEqual(refused);
		expect(await outcome(backend, 'DELETE', '/v1/links', headers, { all: true })).toEqual(refused);
		expect((await client(backend).get('/v1/links?count=true&limit=1')).data.total).toBe(before);
	});

	it('is refused with the token of another session of the same key', async () => {
		const other = await signIn(backend);
		expect(await outcome(backend, 'POST', '/v1/links', { ...session.headers, 'x-linkmill-csrf': other.csrf }, LINK)).toEqual(refused);
	});
});

describe('reading with the cookie', () => {
	const bare = () => ({ cookie: session.cookie });

	it('needs the token, or the word of the browser that the page itself asks: links to downloads have no headers of ours', async () => {
		expect(await outcome(backend, 'GET', '/v1/links', session.headers)).toEqual([200, undefined]);
		expect(await outcome(backend, 'GET', '/v1/links/export', { ...bare(), 'sec-fetch-site': 'same-origin' })).toEqual([200, undefined]);
		expect(await outcome(backend, 'GET', '/v1/links/export', { ...bare(), referer: `${backend.url}/` })).toEqual([200, undefined]);
	});

	it.each([
		['nothing', {}],
		['an address that somebody was sent', { 'sec-fetch-site': 'none' }],
		['another site', { 'sec-fetch-site': 'cross-site' }],
		['another host of the domain', { 'sec-fetch-site': 'same-site' }],
		['a page of another site', { referer: 'https://evil.example/' }],
		['a page whose name begins alike', { referer: 'http://127.0.0.1.evil.example/' }],
	])('is refused where it comes from %s', async (_name, headers) => {
		expect(await outcome(backend, 'GET', '/v1/links/export', { ...bare(), ...headers })).toEqual(refused);
		expect(await outcome(backend, 'GET', '/_/live', { ...bare(), ...headers })).toEqual(refused);
	});
});

test('an Authorization header counts more than the cookie, right or wrong', async () => {
	expect(await outcome(backend, 'GET', '/v1/me', { ...session.headers, authorization: 'Bearer lmk_wrong' })).toEqual([401, 'unauthorized']);
	expect(await outcome(backend, 'GET', '/v1/me', { cookie: session.cookie, authorization: `Bearer ${backend.key}` })).toEqual([200, undefined]);
});

describe('another site', () => {
	it.each<Record<string, string>>([{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }])('signs nobody in, out, or up for its own key: %j', async (headers) => {
		const signingIn = await call(backend, 'POST', '/_/session', headers, { key: backend.key });
		expect([signingIn.status, signingIn.data.code, signingIn.headers['set-cookie']]).toEqual([...refused, undefined]);
		expect(await outcome(backend, 'DELETE', '/_/session', { ...headers, cookie: session.cookie })).toEqual(refused);
		expect(await outcome(backend, 'GET', '/_/session', { ...headers, cookie: session.cookie })).toEqual(refused);
	});

	it.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])('cannot sign in by a form of the type %s', async (type) => {
		const { status, headers } = await call(backend, 'POST', '/_/session', { ...OWN_PAGE, 'content-type': type }, `key=${backend.key}`);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
		expect(headers).not.toHaveProperty('set-cookie');
	});

	it('is let in by no answer: none has headers for other origins', async () => {
		const { headers } = await call(backend, 'GET', '/v1/me', { ...session.headers, origin: backend.url });
		expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
		expect((await call(backend, 'OPTIONS', '/v1/links', { origin: 'https://evil.example', 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'x-linkmill-csrf' })).status).toBe(404);
	});
});
