import { Webhook } from 'standardwebhooks';
import { startApi, type Api } from './api.ts';
import { pass, startReceiver, until, type Received, type Receiver } from './receiver.ts';

/** What a subscription's owner does beside making it: looking, testing, sending again, changing the secret. */

let api: Api;
const receivers: Receiver[] = [];
const receiver = async (...parameters: Parameters<typeof startReceiver>) => {
	const started = await startReceiver(...parameters);
	receivers.push(started);
	return started;
};
const make = async (body: Record<string, unknown>) => (await api.call('POST', '/v1/webhooks', body)).body;
const get = async (id: string) => (await api.call('GET', `/v1/webhooks/${id}`)).body;
const list = async (query = '') => (await api.call('GET', `/v1/webhooks${query}`)).body.webhooks;
const caughtUp = (id: string) => until(async () => (await get(id)).lag_events === 0, 15_000);
const ids = (calls: Received[]) => calls.map(({ body }) => body.id);

beforeAll(async () => {
	api = await startApi();
}, 60_000);
afterAll(async () => {
	expect(await api.stop()).toBe(0);
	expect(api.output().trim().split('\n')).toHaveLength(1);
}, 30_000);
afterEach(async () => {
	for (const { id } of await list()) await api.call('DELETE', `/v1/webhooks/${id}`);
	for (const one of receivers.splice(0)) await one.close();
});

describe('the last attempts', () => {
	it('say what was sent, what was answered, and how long it took; newest first, page by page', async () => {
		const to = await receiver(async (_call, index) => {
			await pass(30);
			return { status: index === 0 ? 503 : 200, body: `answer ${String(index)} ${'x'.repeat(2000)}` };
		});
		const { id } = await make({ url: to.url });
		await api.visit(await api.link(), 2);
		await to.received(3, 15_000);
		await caughtUp(id);
		const { body } = await api.call('GET', `/v1/webhooks/${id}/deliveries`);
		expect(body.next_cursor).toBeNull();
		expect(body.deliveries.map(({ attempt, delivered, status }: Record<string, unknown>) => [attempt, delivered, status])).toEqual([[1, true, 200], [2, true, 200], [1, false, 503]]);
		const [event] = ids(to.calls);
		expect(body.deliveries.at(-1)).toEqual({
			message_id: event, from: event, to: event, events: 1, replay_id: null, attempt: 1, attempted_at: expect.stringMatching(/Z$/), latency_ms: expect.any(Number),
			delivered: false, status: 503, response: expect.stringMatching(/^answer 0 x{1015}$/), error: null,
		});
		expect(body.deliveries.at(-1).latency_ms).toBeGreaterThanOrEqual(29);
		const first = (await api.call('GET', `/v1/webhooks/${id}/deliveries?limit=2`)).body;
		const second = (await api.call('GET', `/v1/webhooks/${id}/deliveries?limit=2&cursor=${first.next_cursor}`)).body;
		expect([...first.deliveries, ...second.deliveries]).toEqual(body.deliveries);
		expect(second.next_cursor).toBeNull();
	}, 30_000);

	it('say why nothing was answered', async () => {
		const to = await receiver();
		await to.close();
		const { id } = await make({ url: to.url });
		await api.visit(await api.link());
		await until(async () => (await get(id)).failures > 0, 15_000);
		const { body } = await api.call('GET', `/v1/webhooks/${id}/deliveries`);
		expect(body.deliveries[0]).toMatchObject({ delivered: false, status: null, response: null, error: expect.stringContaining('connection refused') });
		expect((await get(id)).failing_since).toMatch(/Z$/);
	}, 30_000);

	it.each(['deliveries', 'parked'])('%s of a webhook that there is not, or after a cursor that is none, are told apart', async (what) => {
		const { id } = await make({ url: 'http://127.0.0.1:9/' });
		expect((await api.call('GET', `/v1/webhooks/whk_00000000000/${what}`)).status).toBe(404);
		expect((await api.call('GET', `/v1/webhooks/${id}/${what}?cursor=x`)).body.errors[0].pointer).toBe('?cursor');
		expect((await api.call('GET', `/v1/webhooks/${id}/${what}`)).body[what]).toEqual([]);
	});
});

it('says how far it is behind, in events and in seconds', async () => {
	const { id } = await make({ url: 'http://127.0.0.1:9/' });
	await api.call('PATCH', `/v1/webhooks/${id}`, { status: 'paused' });
	expect(await get(id)).toMatchObject({ lag_events: 0, lag_seconds: 0, status_reason: 'caller' });
	await api.link();
	await pass(1200);
	await api.link();
	await until(async () => (await get(id)).lag_events === 2);
	const { lag_seconds: seconds } = await get(id);
	expect(seconds).toBeGreaterThan(1.1);
	expect(seconds).toBeLessThan(20);
}, 30_000);

describe('a test', () => {
	it('posts an event that was made up, signed, and says what came of it', async () => {
		const to = await receiver(() => ({ status: 202, body: 'fine' }));
		const { id, secret, cursor } = await make({ url: to.url, events: ['link.expired', 'link.clicked'] });
		const { status, body } = await api.call('POST', `/v1/webhooks/${id}/test`);
		expect([status, body]).toEqual([200, { delivered: true, status: 202, latency_ms: expect.any(Number), response: 'fine', error: null }]);
		expect(to.verify(to.calls[0]!, secret)).toEqual({ type: 'test', event: expect.objectContaining({ type: 'link.expired', link_slug: 'test' }) });
		expect(await get(id)).toMatchObject({ cursor, failures: 0 });
	});

	it('answers 200 for a receiver that fails, too: the test has worked', async () => {
		const to = await receiver(() => ({ status: 500 }));
		const { id } = await make({ url: to.url });
		expect((await api.call('POST', `/v1/webhooks/${id}/test`, {})).body).toMatchObject({ delivered: false, status: 500, response: '' });
		await to.close();
		expect((await api.call('POST', `/v1/webhooks/${id}/test`)).body).toMatchObject({ delivered: false, status: null, error: expect.stringContaining('connection refused') });
		expect((await api.call('POST', '/v1/webhooks/whk_00000000000/test')).status).toBe(404);
	});

	it('is sent once for an Idempotency-Key', async () => {
		const to = await receiver();
		const { id } = await make({ url: to.url });
		const once = () => api.call('POST', `/v1/webhooks/${id}/test`, undefined, { 'idempotency-key': 'test-once' });
		const [first, second] = [await once(), await once()];
		expect([second.body, second.headers.get('idempotent-replayed')]).toEqual([first.body, 'true']);
		expect(to.calls).toHaveLength(1);
	});
});

it('does not ping again for an Idempotency-Key that was answered, even once the receiver is gone', async () => {
	const to = await receiver();
	const once = () => api.call('POST', '/v1/webhooks', { url: to.url, ping: true }, { 'idempotency-key': 'ping-once' });
	const first = await once();
	await to.close();
	const second = await once();
	expect([first.status, second.status, second.body.id, second.body.secret]).toEqual([200, 200, first.body.id, null]);
	expect(to.calls).toHaveLength(1);
	const other = await api.call('POST', '/v1/webhooks', { url: to.url }, { 'idempotency-key': 'ping-once' });
	expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
});

describe('a replay', () => {
	it('sends again what comes after an event, with a replay_id, and is over then', async () => {
		const to = await receiver();
		const { id } = await make({ url: to.url });
		await api.visit(await api.link(), 4);
		await to.received(4, 15_000);
		await caughtUp(id);
		const [first, ...rest] = ids(to.calls);
		const { status, body } = await api.call('POST', `/v1/webhooks/${id}/replay`, { after: first });
		expect([status, body]).toEqual([200, { replay_id: expect.stringMatching(/^rpl_[0-9a-f]{24}$/), cursor: expect.stringMatching(/^evt_/), failures: 0, last_error: null, requested_at: expect.stringMatching(/Z$/) }]);
		// It may have begun before the answer was made.
		expect([first, ...rest]).toContain(body.cursor);
		await to.received(7, 15_000);
		expect(ids(to.calls.slice(4))).toEqual(rest);
		expect(to.calls.slice(4).map((call) => call.body['replay_id'])).toEqual(rest.map(() => body.replay_id));
		expect(to.calls.slice(0, 4).some((call) => 'replay_id' in call.body)).toBe(false);
		await until(async () => (await get(id)).replay === null);
		await pass(50);
		expect(to.calls).toHaveLength(7);
	}, 30_000);

	it('sends again what happened in a time, in batches that carry the replay_id themselves', async () => {
		const to = await receiver();
		const { id } = await make({ url: to.url, batch: { max_events: 10, max_wait_ms: 0 } });
		const slug = await api.link();
		await api.visit(slug, 2);
		await pass(50);
		const since = new Date().toISOString();
		await api.visit(slug, 3);
		await caughtUp(id);
		const live = to.calls.length;
		const { body } = await api.call('POST', `/v1/webhooks/${id}/replay`, { since });
		await to.received(live + 1, 15_000);
		expect(to.calls.at(-1)!.body).toMatchObject({ type: 'batch', replay_id: body.replay_id });
		expect(to.calls.at(-1)!.body['events']).toHaveLength(3);
		expect(JSON.stringify(to.calls.at(-1)!.body['events'])).not.toContain('replay_id');
	}, 30_000);

	it.each<[unknown, string, string]>([
		[{}, '/since', 'Say what to send again'],
		[{ since: '2027-01-01', after: 'evt_1' }, '/since', 'Say what to send again'],
		[{ until: '2027-01-01' }, '/since', 'Say what to send again'],
		[{ since: 'yesterday' }, '/since', 'since must be an ISO 8601 time'],
		[{ since: '2026-01-02', until: '2026-01-01' }, '/until', 'until must be later than since'],
		[{ after: 'evt_1' }, '/after', 'after must be the id of an event'],
		[{ after: 'evt_9999999999999_000009999999999' }, '/after', 'after is no event of this server'],
		[{ parked: false }, '/parked', 'parked must be'],
	])('%j names the bad field', async (body, pointer, sentence) => {
		const { id } = await make({ url: 'http://127.0.0.1:9/' });
		const answer = await api.call('POST', `/v1/webhooks/${id}/replay`, body);
		expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer, message: expect.stringContaining(sentence) })]]);
	});

	it('is of a webhook that there is', async () => {
		expect((await api.call('POST', '/v1/webhooks/whk_00000000000/replay', { parked: true })).status).toBe(404);
	});
});

describe('where it starts', () => {
	const clicked = async (slug: string, times: number) => {
		const to = await receiver();
		const { id } = await make({ url: to.url });
		await api.visit(slug, times);
		const events = ids(await to.received(times, 15_000));
		await api.call('DELETE', `/v1/webhooks/${id}`);
		return events;
	};

	it('is after the event that it names, new or not', async () => {
		const events = await clicked(await api.link(), 4);
		const to = await receiver();
		await make({ url: to.url, key: 'after', start: { after: events[1] } });
		await to.received(2, 15_000);
		await make({ url: to.url, key: 'after', start: { after: events[2] } });
		await to.received(3, 15_000);
		expect(ids(to.calls)).toEqual([events[2], events[3], events[3]]);
	}, 30_000);

	it('is where it stopped, but for what is too old', async () => {
		const to = await receiver();
		const slug = await api.link();
		const { id } = await make({ url: to.url, key: 'age' });
		await api.call('PATCH', `/v1/webhooks/${id}`, { status: 'paused' });
		await api.visit(slug, 2);
		await pass(2500);
		await api.visit(slug, 1);
		await make({ url: to.url, key: 'age', start: { max_age_seconds: 2 } });
		await to.received(1, 15_000);
		await caughtUp(id);
		expect(to.calls).toHaveLength(1);
	}, 30_000);
});

describe('a new secret', () => {
	it('is made and shown once, and the old one is good for a day', async () => {
		const to = await receiver();
		const made = await make({ url: to.url });
		const { body } = await api.call('PATCH', `/v1/webhooks/${made.id}`, { rotate_secret: true });
		expect(body.secret).toMatch(/^whsec_.{44}$/);
		expect(body.secret).not.toBe(made.secret);
		expect(Math.abs(Date.parse(body.old_secret_until) - Date.now() - 86_400_000)).toBeLessThan(20_000);
		expect(await get(made.id)).not.toHaveProperty('secret');
		await api.visit(await api.link());
		const [call] = await to.received(1, 15_000);
		for (const secret of [made.secret, body.secret]) expect(new Webhook(secret).verify(call!.raw, call!.headers as Record<string, string>)).toMatchObject({ type: 'link.clicked' });
		expect(JSON.stringify(await list())).not.toContain('whsec_');
	}, 30_000);
});

it('is found by its key, and by its status', async () => {
	const [one, two] = [await make({ url: 'http://127.0.0.1:9/1', key: 'find/1 ü' }), await make({ url: 'http://127.0.0.1:9/2' })];
	await api.call('PATCH', `/v1/webhooks/${two.id}`, { status: 'paused' });
	expect((await list(`?key=${encodeURIComponent('find/1 ü')}`)).map(({ id }: { id: string }) => id)).toEqual([one.id]);
	expect((await list('?status=paused')).map(({ id }: { id: string }) => id)).toEqual([two.id]);
	expect(await list('?status=closed')).toEqual([]);
	expect(await list('?key=other')).toEqual([]);
});

it('is told why it was paused', async () => {
	const to = await receiver(() => ({ status: 410 }));
	const { id } = await make({ url: to.url });
	await api.visit(await api.link());
	await until(async () => (await get(id)).status === 'paused', 15_000);
	expect((await get(id)).status_reason).toBe('receiver_gone');
	expect((await api.call('PATCH', `/v1/webhooks/${id}`, { status: 'active', expires_at: '2099-01-01' })).body).toMatchObject({ status: 'active', status_reason: null, expires_at: '2099-01-01T00:00:00.000Z' });
}, 30_000);
