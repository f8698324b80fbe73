import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { answerWith, listen, listeningUrl } from '../../../backend/src/listen.ts';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';

test('keys: scopes, revocation and expiry hold from the next request on', async () => {
	const backend = await startBackend();
	const admin = client(backend);
	const { data: reader } = await admin.post('/v1/keys', { name: 'report', scopes: ['read'] });
	expect(reader.secret).toMatch(/^lmk_/);
	const limited = client({ url: backend.url, key: reader.secret });
	expect((await limited.get('/v1/me')).data).toMatchObject({ name: 'report', scopes: ['read'], base_url: backend.url });
	const forbidden = await limited.post('/v1/links', { destination: 'https://a.example/' });
	expect([forbidden.status, forbidden.data.code]).toEqual([403, 'forbidden']);
	expect(forbidden.data.message).toContain('needs write');
	expect(JSON.stringify((await admin.get('/v1/keys')).data)).not.toContain(reader.secret);
	expect((await admin.delete(`/v1/keys/${reader.id}`)).status).toBe(204);
	expect((await limited.get('/v1/me')).status).toBe(401);
	const { data: brief } = await admin.post('/v1/keys', { name: 'brief', scopes: ['read'], expires_at: new Date(Date.now() + 500).toISOString() });
	await new Promise((resolve) => setTimeout(resolve, 600));
	expect((await client({ url: backend.url, key: brief.secret }).get('/v1/me')).data.message).toContain('expired');
	for (const headers of [{ authorization: '' }, { authorization: 'Basic abc' }, { authorization: 'Bearer wrong' }]) {
		expect((await admin.get('/v1/links', headers)).status).toBe(401);
	}
	await backend.stop();
});

test('the first start without a key writes one that only the owner can read', async () => {
	const backend = await startBackend({ LINKMILL_API_KEY: '' });
	const path = join(backend.dataDir, 'admin.key');
	expect(statSync(path).mode & 0o777).toBe(0o600);
	const api = client({ url: backend.url, key: readFileSync(path, 'utf8').trim() });
	expect((await api.get('/v1/me')).data.scopes).toContain('admin');
	expect(backend.output()).toContain(path);
	await backend.stop();
});

test('the rate limit is a budget of its own for each key', async () => {
	const backend = await startBackend({ LINKMILL_RATE_LIMIT: '60,5' });
	const api = client(backend);
	const answers = [];
	for (let index = 0; index < 7; index++) answers.push(await api.get('/v1/me'));
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
	expect(answers[0]!.headers).toMatchObject({ 'ratelimit-policy': '"burst";q=5;w=5', 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4' });
	expect(Number(answers[6]!.headers['retry-after'])).toBe(1);
	expect(answers[6]!.data.code).toBe('rate_limited');
	await backend.stop();
});

test('health, readiness, metrics and OpenAPI', async () => {
	const backend = await startBackend();
	const api = client(backend);
	const { data: link } = await api.post('/v1/links', { destination: 'https://a.example/' });
	await api.visit(link.slug);
	expect((await api.get('/readyz')).data).toMatchObject({ status: 'ready', unrecorded_clicks: 0 });
	const metrics = String((await api.get('/metrics')).data);
	expect(metrics).toMatch(/^linkmill_clicks_recorded_total 1$/m);
	expect(metrics).toMatch(/^linkmill_requests_total\{route="\/v1\/links",method="POST",status="200"\} 1$/m);
	expect((await api.get('/metrics', { authorization: '' })).status).toBe(401);
	const { data: document } = await api.get('/openapi.json');
	expect(document.openapi).toMatch(/^3\./);
	expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/links', '/v1/links/batch', '/v1/links/{id}', '/v1/links/{id}/analytics', '/v1/analytics', '/v1/webhooks', '/v1/keys', '/v1/me']));
	expect(document.paths['/v1/links/batch'].post.requestBody.content['application/json'].schema.required).toEqual(['links']);
	await backend.stop();
});

test('a bad configuration is refused, every setting named', async () => {
	const start = startBackend({ LINKMILL_PORT: 'abc', LINKMILL_BASE_URL: 'go.example', LINKMILL_API_KEY: 'short', LINKMILL_TRUSTED_PROXIES: 'proxy', LINKMILL_WEBHOOK_ALLOW: 'http://n8n', LINKMILL_RATE_LIMIT: 'lots' });
	const said = await start.then(() => 'it started', (error: unknown) => String(error));
	for (const name of ['LINKMILL_PORT', 'LINKMILL_BASE_URL', 'LINKMILL_API_KEY', 'LINKMILL_TRUSTED_PROXIES', 'LINKMILL_WEBHOOK_ALLOW', 'LINKMILL_RATE_LIMIT']) {
		expect(said).toContain(name);
	}
	expect(said).toContain('status 1');
	const open = startBackend({ LINKMILL_HOST: '0.0.0.0' });
	await expect(open).rejects.toThrow('LINKMILL_BASE_URL is required');
});

test('a port in use is named', async () => {
	const backend = await startBackend();
	await expect(startBackend({ LINKMILL_PORT: new URL(backend.url).port })).rejects.toThrow('LINKMILL_PORT');
	await backend.stop();
});

test('who asks before its handlers are there is told to come back', async () => {
	const server = await listen('127.0.0.1', 0);
	const ask = async () => {
		const { status, headers } = await fetch(listeningUrl(server));
		return [status, headers.get('retry-after')];
	};
	expect(await ask()).toEqual([503, '1']);
	answerWith(server, (_request, response) => { response.end(); });
	expect(await ask()).toEqual([200, null]);
	server.closeAllConnections();
	server.close();
});

test('who asks while it starts does not end it', async () => {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	await new Promise((resolve) => probe.close(resolve));
	const statuses = new Set<number>();
	let asking = true;
	const knock = async () => {
		while (asking) {
			const answer = await fetch(`http://127.0.0.1:${String(port)}/healthz`).catch(() => undefined);
			if (answer) statuses.add(answer.status);
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
	};
	const knocking = Promise.all([knock(), knock(), knock()]);
	const backend = await startBackend({ LINKMILL_PORT: String(port) });
	asking = false;
	await knocking;
	expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
	expect((await client(backend).get('/v1/me')).status).toBe(200);
	expect(await backend.stop()).toBe(0);
}, 60_000);
