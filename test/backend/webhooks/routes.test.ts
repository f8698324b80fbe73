import { startApi, type Api } from './api.ts';
import { pass, startReceiver, until, type Receiver } from './receiver.ts';

let api: Api;
const receivers: Receiver[] = [];
const receiver = async (...parameters: Parameters<typeof startReceiver>) => {
	const started = await startReceiver(...parameters);
	receivers.push(started);
	return started;
};
const make = async (body: Record<string, unknown>) => (await api.call('POST', '/v1/webhooks', body)).body;
const list = async () => (await api.call('GET', '/v1/webhooks')).body.webhooks;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

beforeAll(async () => {
	api = await startApi();
}, 60_000);
afterAll(async () => {
	const code = await api.stop();
	expect(code).toBe(0);
	// Warnings and errors of the server would be here.
	expect(api.output().trim().split('\n')).toHaveLength(1);
}, 30_000);
afterEach(async () => {
	for (const { id } of await list()) await api.call('DELETE', `/v1/webhooks/${id}`);
	for (const one of receivers.splice(0)) await one.close();
});

describe('a new subscription', () => {
	it('is answered whole, with a secret that is shown this once', async () => {
		const { status, body } = await api.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/', name: 'n8n', rate: 5, expires_at: '2099-01-01T00:00', filter: { tags: ['a'] } });
		expect(status).toBe(200);
		expect(body).toEqual({
			id: expect.stringMatching(/^whk_[0-9a-z]{11}$/), url: 'http://127.0.0.1:9/', events: ['link.clicked'], filter: { tags: ['a'] }, batch: { max_events: 1, max_wait_ms: 1000 }, rate: 5, name: 'n8n', key: null,
			secret: expect.stringMatching(/^whsec_.{44}$/), old_secret_until: null, status: 'active', status_reason: null, on_failure: 'park', cursor: null, lag_events: 0, lag_seconds: 0,
			failures: 0, failing_since: null, last_error: null, next_attempt_at: null, parked_events: 0, replay: null, created_at: expect.stringMatching(/Z$/), expires_at: '2099-01-01T00:00:00.000Z',
		});
		const { secret: _secret, ...shown } = body;
		expect((await api.call('GET', `/v1/webhooks/${body.id}`)).body).toEqual(shown);
		expect(await list()).toEqual([shown]);
	});

	it('gets the clicks from now on, signed with its secret', async () => {
		const to = await receiver();
		const slug = await api.link({ tags: ['spring'], metadata: { user_id: 'u-7' } });
		await api.visit(slug);
		const { secret } = await make({ url: to.url });
		expect(await api.visit(slug, 3)).toEqual([302, 302, 302]);
		const calls = await to.received(3);
		for (const call of calls) expect(to.verify(call, secret)).toMatchObject({ type: 'link.clicked', link_slug: slug, tags: ['spring'], user_id: 'u-7', kind: 'human' });
		expect(calls.map(({ body }) => body['is_unique'])).toEqual([false, false, false]);
		await pass(50);
		expect(to.calls).toHaveLength(3);
	});

	it('gets what happens to links, where it asks for that', async () => {
		const to = await receiver();
		await make({ url: to.url, events: ['link.created', 'link.deleted', 'link.created'], filter: { campaign: 'spring' } });
		await api.link({ campaign: 'autumn' });
		const slug = await api.link({ campaign: 'spring' });
		await api.visit(slug);
		await api.call('DELETE', `/v1/links/slug:${slug}`);
		await to.received(2);
		expect(to.calls.map(({ body }) => [body.type, body['link_slug']])).toEqual([['link.created', slug], ['link.deleted', slug]]);
	});
});

describe('the same key again', () => {
	it('is the same subscription, resumed and replaced, and keeps its secret to itself', async () => {
		const first = await make({ url: 'http://127.0.0.1:9/one', key: 'wf-1', events: ['link.created'], filter: { tags: ['a'] }, rate: 3, name: 'n8n', batch: { max_events: 9 }, on_failure: 'block', expires_at: '2099-01-01' });
		await api.call('PATCH', `/v1/webhooks/${first.id}`, { status: 'paused' });
		const again = await make({ url: 'http://127.0.0.1:9/two', key: 'wf-1' });
		expect(again).toMatchObject({ id: first.id, url: 'http://127.0.0.1:9/two', events: ['link.clicked'], filter: {}, rate: null, name: null, batch: { max_events: 1 }, on_failure: 'park', expires_at: null, status: 'active' });
		expect(again).not.toHaveProperty('secret');
		expect(await list()).toHaveLength(1);
	});

	it('gets what was missed meanwhile, or starts from now if it says so', async () => {
		const to = await receiver();
		const slug = await api.link();
		const { id, secret } = await make({ url: to.url, key: 'wf-2' });
		await api.call('PATCH', `/v1/webhooks/${id}`, { status: 'paused' });
		await api.visit(slug, 2);
		await until(async () => (await api.call('GET', `/v1/webhooks/${id}`)).body.lag_events === 2);
		await make({ url: to.url, key: 'wf-2', start: 'resume' });
		await to.received(2);
		expect(to.verify(to.calls[1]!, secret)).toMatchObject({ link_slug: slug });

		await until(async () => (await api.call('GET', `/v1/webhooks/${id}`)).body.lag_events === 0);
		await api.call('PATCH', `/v1/webhooks/${id}`, { status: 'paused' });
		await api.visit(slug, 2);
		await make({ url: to.url, key: 'wf-2', start: 'now' });
		await api.visit(slug);
		await to.received(3);
		await pass(50);
		expect(to.calls).toHaveLength(3);
	});

	it('takes a new secret when it is given one', async () => {
		const to = await receiver();
		const slug = await api.link();
		await make({ url: to.url, key: 'wf-3' });
		expect(await make({ url: to.url, key: 'wf-3', secret: SECRET })).toMatchObject({ secret: SECRET });
		await api.visit(slug);
		expect(to.verify((await to.received(1))[0]!, SECRET)).toMatchObject({ link_slug: slug });
	});
});

it('gives the answer to an Idempotency-Key again without the secret', async () => {
	const once = () => api.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' }, { 'idempotency-key': 'idem-1' });
	const [first, second] = [await once(), await once()];
	expect(second.headers.get('idempotent-replayed')).toBe('true');
	expect(second.body).toEqual({ ...first.body, secret: null });
	expect(await list()).toHaveLength(1);
});

describe('ping', () => {
	it('calls the URL, signed, before anything is written', async () => {
		let written: unknown[] = [];
		const to = await receiver(async () => {
			written = await list();
			return { status: 204 };
		});
		const { status } = await api.call('POST', '/v1/webhooks', { url: to.url, secret: SECRET, ping: true });
		expect(status).toBe(200);
		expect(to.verify(to.calls[0]!, SECRET)).toEqual({ type: 'ping' });
		expect(written).toEqual([]);
		expect(to.calls).toHaveLength(1);
	});

	it('is signed with the secret of the subscription that has the key', async () => {
		const to = await receiver();
		const { secret } = await make({ url: to.url, key: 'wf-4' });
		await make({ url: to.url, key: 'wf-4', ping: true });
		expect(to.verify(to.calls[0]!, secret)).toEqual({ type: 'ping' });
	});

	it.each([
		[404, {}, 'answers 404'],
		[301, { location: 'https://example.com/' }, 'redirect (301)'],
	])('fails where the answer is %p, and nothing is written', async (answered, headers, words) => {
		const to = await receiver(() => ({ status: answered, headers }));
		const { status, body } = await api.call('POST', '/v1/webhooks', { url: `${to.url}?token=t`, ping: true });
		expect([status, body.code]).toEqual([422, 'webhook_unreachable']);
		expect(body.detail).toContain(to.url);
		expect(body.detail).toContain(words);
		expect(body.detail).not.toContain('token');
		expect(await list()).toEqual([]);
	});

	it('fails where nothing listens, saying where', async () => {
		const to = await receiver();
		await to.close();
		const { status, body } = await api.call('POST', '/v1/webhooks', { url: to.url, ping: true });
		expect([status, body.code]).toEqual([422, 'webhook_unreachable']);
		expect(body.message).toContain(`${new URL(to.url).host}: nothing listens there (connection refused)`);
		expect(await list()).toEqual([]);
	});

	it.each([401, 405, 500])('is content with %p: somebody is there', async (answered) => {
		const to = await receiver(() => ({ status: answered }));
		expect((await api.call('POST', '/v1/webhooks', { url: to.url, ping: true })).status).toBe(200);
	});
});

describe('a private address', () => {
	it('is refused with the setting to add', async () => {
		const { status, body } = await api.call('POST', '/v1/webhooks', { url: 'http://10.1.2.3:5678/webhook' });
		expect([status, body.code]).toEqual([422, 'webhook_address_private']);
		expect(body.detail).toContain('LINKMILL_WEBHOOK_ALLOW=10.1.2.3:5678');
	});

	it.each(['http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'http://0.0.0.0:8787/'])('is refused for good: %s', async (url) => {
		const { status, body } = await api.call('POST', '/v1/webhooks', { url, ping: true });
		expect([status, body.code]).toEqual([422, 'webhook_address_private']);
		expect(body.detail).not.toContain('LINKMILL_WEBHOOK_ALLOW');
	});

	it('is refused in a change too', async () => {
		const { id } = await make({ url: 'http://127.0.0.1:9/' });
		expect((await api.call('PATCH', `/v1/webhooks/${id}`, { url: 'http://192.168.0.1/' })).body.code).toBe('webhook_address_private');
		expect((await list())[0].url).toBe('http://127.0.0.1:9/');
	});
});

it.each<[string, unknown, string, string]>([
	['POST', { url: 'http://127.0.0.1:9/', batch: {} }, '/batch/max_events', 'batch.max_events is required.'],
	['POST', { url: 'http://127.0.0.1:9/', batch: { max_events: 1001 } }, '/batch/max_events', 'batch.max_events must be a whole number from 1 to 1000.'],
	['POST', { url: 'http://127.0.0.1:9/', start: 'yesterday' }, '/start', 'start must be one of now, resume or an object.'],
	['POST', { url: 'http://127.0.0.1:9/', start: {} }, '/start', 'start must be "now", "resume", or an object with either'],
	['POST', { url: 'http://127.0.0.1:9/', start: { after: 'lnk_1' } }, '/start/after', 'start.after must be the id of an event'],
	['POST', { url: 'http://127.0.0.1:9/', start: { after: 'evt_9999999999999_000000000999999' } }, '/start/after', 'start.after is no event of this server'],
	['POST', { url: 'http://127.0.0.1:9/', on_failure: 'drop' }, '/on_failure', 'on_failure must be one of park, block.'],
	['POST', { url: 'http://127.0.0.1:9/', filter: { countries: ['Germany'] } }, '/filter/countries/0', 'filter.countries.0 must be'],
	['POST', { url: 'http://127.0.0.1:9/', filter: { destination: '*' } }, '/filter/destination', 'filter.destination needs something before the *'],
	['POST', { url: 'http://127.0.0.1:9/', filter: { country: ['DE'] } }, '/filter/country', 'filter.country is not known here.'],
	['POST', {}, '/url', 'url is required.'],
	['POST', { url: 'n8n:5678/webhook' }, '/url', 'url must be an absolute http or https URL'],
	['POST', { url: 'http://user:pass@127.0.0.1:9/' }, '/url', 'url must not contain a user name or password'],
	['POST', { url: 'http://127.0.0.1:9/', events: ['link.exploded'] }, '/events/0', 'events.0 must be one of link.clicked'],
	['POST', { url: 'http://127.0.0.1:9/', events: [] }, '/events', 'events must name at least one event'],
	['POST', { url: 'http://127.0.0.1:9/', secret: 'hunter2' }, '/secret', 'secret must be "whsec_"'],
	['POST', { url: 'http://127.0.0.1:9/', rate: 0 }, '/rate', 'rate must be a number'],
	['POST', { url: 'http://127.0.0.1:9/', expires_at: '2020-01-01' }, '/expires_at', 'expires_at must be an ISO 8601 time in the future'],
	['POST', { url: 'http://127.0.0.1:9/', filter: { link_ids: ['spring-sale'] } }, '/filter/link_ids/0', 'filter.link_ids.0 must be the id of a link'],
	['PATCH', { status: 'stopped' }, '/status', 'status must be one of active, paused'],
	['PATCH', { status: 'closed' }, '/status', 'status must be one of active, paused'],
	['PATCH', { secret: SECRET, rotate_secret: true }, '/rotate_secret', 'rotate_secret makes a new secret'],
	['PATCH', { key: 'other' }, '/key', 'key is not known here.'],
	['PATCH', { expires_at: 'never' }, '/expires_at', 'expires_at must be an ISO 8601 time in the future'],
])('%s %j names the bad field', async (method, body, pointer, sentence) => {
	const { id } = await make({ url: 'http://127.0.0.1:9/' });
	const answer = await api.call(method, method === 'POST' ? '/v1/webhooks' : `/v1/webhooks/${id}`, body);
	expect([answer.status, answer.body.code]).toEqual([422, 'invalid_request']);
	expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, message: expect.stringContaining(sentence) })]);
	expect(await list()).toHaveLength(1);
});

it('lists page by page', async () => {
	const made = [await make({ url: 'http://127.0.0.1:9/1' }), await make({ url: 'http://127.0.0.1:9/2' }), await make({ url: 'http://127.0.0.1:9/3' })].map(({ id }) => id);
	const first = (await api.call('GET', '/v1/webhooks?limit=2')).body;
	const second = (await api.call('GET', `/v1/webhooks?limit=2&cursor=${first.next_cursor}`)).body;
	expect([first, second].map(({ webhooks }) => webhooks.map(({ id }: { id: string }) => id))).toEqual([made.slice(0, 2), made.slice(2)]);
	expect(second.next_cursor).toBeNull();
	for (const query of ['limit=0', 'cursor=x', 'page=2']) expect((await api.call('GET', `/v1/webhooks?${query}`)).status).toBe(422);
});

it('changes what a change names, and no more', async () => {
	const made = await make({ url: 'http://127.0.0.1:9/', name: 'n8n', rate: 2, filter: { tags: ['a'] }, key: 'wf-5' });
	const { secret: _secret, ...shown } = made;
	const { body } = await api.call('PATCH', `/v1/webhooks/${made.id}`, { rate: null, filter: { campaign: 'x' } });
	expect(body).toEqual({ ...shown, rate: null, filter: { campaign: 'x' } });
});

it('knows no webhook under another id, or once it is removed', async () => {
	const { id } = await make({ url: 'http://127.0.0.1:9/' });
	expect((await api.call('DELETE', `/v1/webhooks/${id}`)).status).toBe(204);
	for (const [method, body] of [['GET'], ['PATCH', { name: 'x' }], ['DELETE']] as const) {
		for (const unknown of [id, 'whk_00000000000', 'lnk_00000000001', 'x']) {
			const answer = await api.call(method, `/v1/webhooks/${unknown}`, body);
			expect([method, unknown, answer.status, answer.body.code]).toEqual([method, unknown, 404, 'not_found']);
		}
	}
});

it('is paused when its receiver answers 410', async () => {
	const to = await receiver(() => ({ status: 410 }));
	const { id } = await make({ url: to.url });
	await api.visit(await api.link(), 2);
	await until(async () => (await list())[0].status === 'paused');
	expect((await api.call('GET', `/v1/webhooks/${id}`)).body).toMatchObject({ last_error: 'answered 410 Gone', next_attempt_at: null });
	await pass(100);
	expect(to.calls).toHaveLength(1);
});

it('is gone when its time has come', async () => {
	const to = await receiver();
	const { id } = await make({ url: to.url, key: 'test', expires_at: new Date(Date.now() + 500).toISOString() });
	await pass(600);
	expect((await api.call('GET', `/v1/webhooks/${id}`)).status).toBe(404);
	await api.visit(await api.link());
	expect((await make({ url: to.url, key: 'test' })).id).not.toBe(id);
	expect(to.calls).toEqual([]);
});

it('shows a receiver that fails: how often, why, and when it is tried again', async () => {
	const to = await receiver(() => ({ status: 500, body: 'boom' }));
	const { id } = await make({ url: to.url });
	await api.visit(await api.link());
	await until(async () => (await list())[0].failures === 1);
	expect((await api.call('GET', `/v1/webhooks/${id}`)).body).toMatchObject({ lag_events: 1, last_error: 'answered 500 Internal Server Error: boom', next_attempt_at: expect.stringMatching(/Z$/) });
});
