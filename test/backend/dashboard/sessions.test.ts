/** Signing in and out of the dashboard, as an attacker would try it. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { databaseFor, ON_POSTGRES } from '../../support/postgres.ts';
import { call, OWN_PAGE, signIn } from './visitor.ts';

let backend: Backend;
beforeAll(async () => { backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' }); });
afterAll(() => backend.stop());

const me = (headers: Record<string, string>) => call(backend, 'GET', '/v1/me', headers);

describe('signing in', () => {
	it('gives a cookie that no script reads and no other site sends', async () => {
		const { setCookie, headers } = await signIn(backend);
		expect(setCookie).toMatch(/^linkmill_session=[\w-]{100,}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
		expect((await me(headers)).data.name).toBe('LINKMILL_API_KEY');
	});

	it('gives another session every time, whatever cookie comes along: none can be planted', async () => {
		const planted = await signIn(backend);
		const own = await signIn(backend, { cookie: planted.cookie });
		expect(own.cookie).not.toBe(planted.cookie);
		expect(own.csrf).not.toBe(planted.csrf);
		const made = await signIn(backend, { cookie: 'linkmill_session=chosen-by-somebody-else' });
		expect(made.cookie).not.toContain('chosen-by-somebody-else');
	});

	it('says nothing in the cookie: neither key nor hash', async () => {
		const { cookie } = await signIn(backend);
		const bytes = Buffer.from(cookie.split('=')[1]!, 'base64url').toString('latin1');
		expect(bytes).not.toMatch(/keyHash|endsAt|[0-9a-f]{16}/);
	});

	it.each([
		['a wrong key', { key: 'lmk_wrong' }, 401, 'unauthorized'],
		['no key', {}, 422, 'invalid_request'],
		['an empty one', { key: '' }, 422, 'invalid_request'],
		['one that is too long', { key: 'x'.repeat(1001) }, 422, 'invalid_request'],
		['more than a key', { key: 'lmk_wrong', admin: true }, 422, 'invalid_request'],
	])('with %s is refused, without a cookie', async (_name, body, status, code) => {
		const answer = await call(backend, 'POST', '/_/session', OWN_PAGE, body);
		expect([answer.status, answer.data.code, answer.headers['set-cookie']]).toEqual([status, code, undefined]);
	});

	it('with a key that may not read is refused: there would be nothing to show', async () => {
		const { data: key } = await client(backend).post('/v1/keys', { name: 'writer', scopes: ['write'] });
		const { status, data } = await call(backend, 'POST', '/_/session', OWN_PAGE, { key: key.secret });
		expect([status, data.detail]).toEqual([403, 'The API key "writer" has the scopes write; this call needs read.']);
	});

	it('is told of in answers that no cache keeps', async () => {
		const { headers } = await signIn(backend);
		for (const answer of [await call(backend, 'GET', '/_/session', headers), await call(backend, 'GET', '/_/session')]) expect(answer.headers['cache-control']).toBe('no-store');
	});
});

describe('a session', () => {
	it('is nobody, for who has none', async () => {
		expect((await call(backend, 'GET', '/_/session')).data).toEqual({ session: null });
	});

	it('is refused when a single letter of its cookie is another', async () => {
		const { cookie, headers } = await signIn(backend);
		const [name, value] = cookie.split('=') as [string, string];
		for (const place of [0, 10, 40, Math.floor(value.length / 2), value.length - 2]) {
			const changed = value.slice(0, place) + (value[place] === 'A' ? 'B' : 'A') + value.slice(place + 1);
			expect((await me({ ...headers, cookie: `${name}=${changed}` })).status).toBe(401);
		}
	});

	it('ends at once when its key is revoked', async () => {
		const api = client(backend);
		const { data: key } = await api.post('/v1/keys', { name: 'short', scopes: ['read'] });
		const session = await signIn(backend, {}, key.secret);
		expect((await me(session.headers)).status).toBe(200);
		await api.delete(`/v1/keys/${key.id}`);
		expect((await me(session.headers)).data.detail).toContain('was revoked');
		expect((await call(backend, 'GET', '/_/session', session.headers)).data).toEqual({ session: null });
	});

	it('ends with the sign-out, also for a copy of its cookie', async () => {
		const { headers } = await signIn(backend);
		const answer = await call(backend, 'DELETE', '/_/session', headers);
		expect([answer.status, answer.headers['set-cookie']]).toEqual([204, ['linkmill_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict']]);
		expect((await me(headers)).status).toBe(401);
	});

	it('may do what its key may: reading, and no more', async () => {
		const { data: key } = await client(backend).post('/v1/keys', { name: 'looker', scopes: ['read'] });
		const { headers } = await signIn(backend, {}, key.secret);
		expect((await call(backend, 'GET', '/v1/links', headers)).status).toBe(200);
		for (const [method, path, body] of [['POST', '/v1/links', { destination: 'https://example.com/' }], ['DELETE', '/v1/links', { all: true }], ['POST', '/v1/webhooks', {}]] as const) {
			const { status, data } = await call(backend, method, path, headers, body);
			expect([status, data.code, data.detail]).toEqual([403, 'forbidden', 'The API key "looker" has the scopes read; this call needs write.']);
		}
		expect((await call(backend, 'GET', '/v1/keys', headers)).status).toBe(403);
	});

	it('gets answers that no cache keeps', async () => {
		const { headers } = await signIn(backend);
		for (const path of ['/v1/me', '/v1/links', '/v1/clicks']) expect((await call(backend, 'GET', path, headers)).headers['cache-control']).toBe('private, no-store');
		expect((await call(backend, 'GET', '/v1/analytics', headers)).headers['cache-control']).toBe('private, no-cache');
	});

	it('takes from the budget of its key', async () => {
		const { headers } = await signIn(backend);
		expect((await me(headers)).headers).toHaveProperty('x-ratelimit-remaining');
	});
});

test('sessions outlast a restart, their key is for the owner of the folder alone; by https, the cookie goes nowhere else, and no other host can set it', async () => {
	const first = await startBackend();
	const { cookie, csrf } = await signIn(first);
	// Servers that share a database keep it there.
	if (!ON_POSTGRES) {
		const file = join(first.dataDir, 'session.key');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readFileSync(file, 'utf8')).toMatch(/^[\w-]{43}\n$/);
	}
	await first.kill();

	const second = await startBackend({ LINKMILL_DATA_DIR: first.dataDir, LINKMILL_BASE_URL: 'https://go.example.com' });
	const asked = async (renamed: string, server = second) => (await call(server, 'GET', '/v1/me', { ...OWN_PAGE, cookie: renamed, 'x-linkmill-csrf': csrf })).status;
	expect(await asked(`__Host-${cookie}`)).toBe(200);
	expect(await asked(cookie)).toBe(401);
	// Another server has another key.
	expect(await asked(cookie, backend)).toBe(401);
	expect((await signIn(second)).setCookie).toMatch(/^__Host-linkmill_session=[\w-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/);
	await second.stop();
}, 90_000);

test('a sign-out holds after a restart, and on every other server of the database', async () => {
	const first = await startBackend();
	const second = ON_POSTGRES ? await startBackend({ DATABASE_URL: await databaseFor(first.dataDir) }) : undefined;
	const [leaves, stays] = [await signIn(first), await signIn(second ?? first)];
	const statuses = async (server: Backend) => [(await call(server, 'GET', '/v1/me', leaves.headers)).status, (await call(server, 'GET', '/v1/me', stays.headers)).status];
	for (const server of second ? [first, second] : [first]) expect(await statuses(server)).toEqual([200, 200]);
	expect((await call(first, 'DELETE', '/_/session', leaves.headers)).status).toBe(204);
	for (const server of second ? [first, second] : [first]) expect(await statuses(server)).toEqual([401, 200]);
	await first.kill();

	const again = await startBackend({ LINKMILL_DATA_DIR: first.dataDir });
	expect(await statuses(again)).toEqual([401, 200]);
	expect((await call(again, 'GET', '/_/session', leaves.headers)).data).toEqual({ session: null });
	await Promise.all([again.stop(), second?.stop()]);
}, 90_000);

test('a sign-out that cannot be written down takes the cookie away all the same, and says what to do against a copy', async () => {
	const server = await startBackend();
	const { headers } = await signIn(server);
	await refuseSignOuts(server.dataDir);
	const answer = await call(server, 'DELETE', '/_/session', headers);
	expect([answer.status, answer.data.code, answer.headers['set-cookie']]).toEqual([503, 'unavailable', ['linkmill_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict']]);
	expect(answer.data.detail).toMatch(/^You are signed out in this browser\. .* works until \d{4}-\d\d-\d\dT[\d:.]+Z: to be safe from it, revoke the API key\.$/);
	await server.stop();
}, 90_000);

/** Lets the storage of a server refuse to remember that a session was ended. */
async function refuseSignOuts(dataDir: string): Promise<void> {
	if (!ON_POSTGRES) {
		const database = new DatabaseSync(join(dataDir, 'links.db'));
		database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON ended_sessions BEGIN SELECT raise(ABORT, 'refused'); END`);
		database.close();
		return;
	}
	const client = new pg.Client({ connectionString: await databaseFor(dataDir) });
	await client.connect();
	await client.query('ALTER TABLE ended_sessions ADD CHECK (false) NOT VALID');
	await client.end();
}

test('a network that tries many wrong keys has to wait, and right ones do not count', async () => {
	const attempt = (key: string, address: string) => call(backend, 'POST', '/_/session', { ...OWN_PAGE, 'x-forwarded-for': address }, { key });
	for (let time = 0; time < 15; time++) expect((await attempt(backend.key, '203.0.113.7')).status).toBe(200);
	for (let time = 0; time < 10; time++) expect((await attempt('lmk_wrong', '203.0.113.7')).status).toBe(401);
	for (const key of ['lmk_wrong', backend.key]) {
		const { status, headers, data } = await attempt(key, '203.0.113.7');
		expect([status, data.code]).toEqual([429, 'rate_limited']);
		expect(Number(headers['retry-after'])).toBeGreaterThan(0);
	}
	expect((await attempt(backend.key, '203.0.113.8')).status).toBe(200);
});
