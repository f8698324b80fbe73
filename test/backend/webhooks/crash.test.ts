import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type Api } from './api.ts';
import { pass, startReceiver, until, type Receiver } from './receiver.ts';

let api: Api;
let dataDir: string;
const receivers: Receiver[] = [];
const restart = async () => {
	// Events tell the short URL: with a port of its own in it, each start would tell another one.
	api = await startApi({ LINKMILL_DATA_DIR: dataDir, LINKMILL_BASE_URL: 'https://go.example' });
	return api;
};
const withoutRepeats = (ids: string[]) => ids.filter((id, index) => id !== ids[index - 1]);
const idsOf = (to: Receiver) => to.calls.map(({ body }) => body.id);

beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'linkmill-crash-'));
	await restart();
}, 60_000);
afterEach(async () => {
	await api.stop();
	for (const one of receivers.splice(0)) await one.close();
	await rm(dataDir, { recursive: true, force: true });
}, 30_000);

it('loses no click to a kill -9 in the middle of delivering, and repeats none but the one under way', async () => {
	const to = await startReceiver(async () => {
		await pass(5);
		return { status: 200 };
	});
	const { body } = await api.call('POST', '/v1/webhooks', { url: to.url });
	const slug = await api.link();
	let answered = 0;
	for (let crash = 0; crash < 3; crash++) {
		const before = to.calls.length;
		const visits = (async () => {
			for (let i = 0; i < 40; i++) {
				await api.visit(slug);
				answered++;
			}
		})().catch(() => undefined);
		await to.received(before + 10, 10_000);
		await api.kill();
		await visits;
		await restart();
	}
	await until(async () => (await api.call('GET', `/v1/webhooks/${body.id}`)).body.lag_events === 0, 10_000);
	// A click that was committed but not answered when the process died is delivered too: at most one a crash.
	const delivered = withoutRepeats(idsOf(to));
	expect(delivered.length).toBeGreaterThanOrEqual(answered);
	expect(delivered.length).toBeLessThanOrEqual(answered + 3);
	expect(delivered).toEqual([...new Set(delivered)].sort());
	expect(to.calls.length - delivered.length).toBeLessThanOrEqual(3);
	for (const call of to.calls) to.verify(call, body.secret);
	await to.close();
}, 90_000);

it('loses nothing of batches and replays to a kill -9, and repeats only with the same ids', async () => {
	const to = await startReceiver(async () => {
		await pass(20);
		return { status: 200 };
	});
	receivers.push(to);
	const { body } = await api.call('POST', '/v1/webhooks', { url: to.url, batch: { max_events: 7, max_wait_ms: 50 } });
	const slug = await api.link();
	const eventsOf = (isReplay: boolean) => to.calls.filter((call) => 'replay_id' in call.body === isReplay).flatMap((call) => call.body['events'] as Array<{ id: string }>).map(({ id }) => id);
	let answered = 0;
	for (let crash = 0; crash < 2; crash++) {
		const visits = (async () => {
			for (let i = 0; i < 60; i++) {
				await api.visit(slug);
				answered++;
			}
		})().catch(() => undefined);
		await to.received(to.calls.length + 2 + crash * 3, 15_000);
		await api.kill();
		await visits;
		await restart();
	}
	await until(async () => (await api.call('GET', `/v1/webhooks/${body.id}`)).body.lag_events === 0, 15_000);
	const seen = eventsOf(false);
	const delivered = seen.filter((id, index) => seen.slice(0, index).every((earlier) => earlier < id));
	expect(delivered).toEqual([...new Set(seen)].sort());
	expect(delivered.length).toBeGreaterThanOrEqual(answered);

	await api.call('POST', `/v1/webhooks/${body.id}/replay`, { since: '2020-01-01' });
	await until(() => eventsOf(true).length > 14, 15_000);
	await api.kill();
	await restart();
	await until(async () => (await api.call('GET', `/v1/webhooks/${body.id}`)).body.replay === null, 15_000);
	expect([...new Set(eventsOf(true))]).toEqual(delivered);
	// One id always stands for one body.
	const bodies = new Map(to.calls.map(({ headers, raw }) => [headers['webhook-id'], raw]));
	for (const call of to.calls) expect([to.verify(call, body.secret), bodies.get(call.headers['webhook-id'])]).toEqual([call.body, call.raw]);
}, 120_000);

it('delivers after a restart what was clicked while the receiver was down', async () => {
	const down = await startReceiver();
	const port = Number(new URL(down.url).port);
	await down.close();
	const { body } = await api.call('POST', '/v1/webhooks', { url: down.url });
	const slug = await api.link();
	await api.visit(slug, 5);
	await until(async () => (await api.call('GET', `/v1/webhooks/${body.id}`)).body.failures > 0);
	expect((await api.call('GET', `/v1/webhooks/${body.id}`)).body.last_error).toContain('connection refused');
	await api.kill();
	const up = await startReceiver(undefined, port);
	await restart();
	expect(await up.received(5, 10_000)).toHaveLength(5);
	await up.close();
}, 60_000);

it('ends within ten seconds of a SIGTERM though a receiver keeps it waiting, and sends that event again', async () => {
	let waiting = true;
	const to = await startReceiver(() => (waiting ? 'hang' : { status: 200 }));
	await api.call('POST', '/v1/webhooks', { url: to.url });
	await api.visit(await api.link());
	await to.received(1);
	const at = Date.now();
	expect(await api.stop()).toBe(0);
	expect(Date.now() - at).toBeLessThan(10_000);
	waiting = false;
	await restart();
	await to.received(2);
	expect(idsOf(to)[1]).toBe(idsOf(to)[0]);
	await to.close();
}, 60_000);
