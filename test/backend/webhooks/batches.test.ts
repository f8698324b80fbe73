import type { BatchBody } from '../../../contract/webhook.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { Mill } from './mill.ts';
import { pass, startReceiver, until, type Received, type Receiver } from './receiver.ts';

const folder = temporaryFolder('batches');
let mill: Mill;
const receivers: Receiver[] = [];
const receiver = async (...parameters: Parameters<typeof startReceiver>) => {
	const started = await startReceiver(...parameters);
	receivers.push(started);
	return started;
};
/** Time stands still but for pauses, which take no time at all. */
const leaping = () => {
	let now = Date.UTC(2026, 10, 22, 8);
	return { now: () => now, sleep: async (milliseconds: number) => { now += milliseconds; } };
};
const noncesOf = ({ body }: Received) => (body as unknown as BatchBody).events.map((event) => parseInt('click_id' in event ? event.click_id!.slice(-12) : '0', 16));
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);

beforeEach(async () => {
	mill = new Mill(folder.path);
	await mill.link(7);
	await mill.link(8, { metadata: JSON.stringify({ text: 'x'.repeat(15_000) }) });
});
afterEach(async () => {
	const stopped = mill.deliverer?.stop();
	for (const one of receivers.splice(0)) await one.close();
	await stopped;
	expect(mill.reported).toEqual([]);
});

it('puts as many events together as it may, in order, signed', async () => {
	const to = await receiver();
	const webhook = await mill.subscribe({ url: to.url, maxEvents: 100, maxWaitMs: 0 });
	await mill.click(7, 950);
	await mill.deliver();
	await to.received(10);
	expect(to.calls.map((call) => noncesOf(call).length)).toEqual([...upTo(9).map(() => 100), 50]);
	expect(to.calls.flatMap(noncesOf)).toEqual(upTo(950));
	for (const call of to.calls) {
		expect(to.verify(call, webhook.secret)).toEqual(call.body);
		expect(Object.keys(call.body)).toEqual(['type', 'events']);
	}
	await until(async () => (await mill.progress(webhook))?.cursor === 950);
	expect(new Set(to.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(10);
});

it('is a batch even with one event in it', async () => {
	const to = await receiver();
	await mill.subscribe({ url: to.url, maxEvents: 2, maxWaitMs: 0 });
	await mill.click(7);
	await mill.deliver();
	expect((await to.received(1))[0]?.body).toMatchObject({ type: 'batch', events: [{ type: 'link.clicked' }] });
});

it('waits for more, no longer than asked for, and not at all once it is full', async () => {
	const to = await receiver();
	await mill.subscribe({ url: to.url, maxEvents: 5, maxWaitMs: 400 });
	await mill.deliver();
	await mill.click(7, 2);
	await pass(50);
	await mill.click(7, 1);
	expect(to.calls).toHaveLength(0);
	await to.received(1);
	expect(noncesOf(to.calls[0]!)).toEqual([1, 2, 3]);
	const at = Date.now();
	await mill.click(7, 5);
	await to.received(2);
	expect(Date.now() - at).toBeLessThan(390);
	expect(noncesOf(to.calls[1]!)).toEqual([4, 5, 6, 7, 8]);
});

it('holds fewer events than it may where they are long', async () => {
	const to = await receiver();
	await mill.subscribe({ url: to.url, maxEvents: 1000, maxWaitMs: 0 });
	await mill.click(8, 400);
	await mill.deliver();
	await until(() => to.calls.flatMap(noncesOf).length === 400, 10_000);
	for (const { raw } of to.calls) expect(Buffer.byteLength(raw)).toBeLessThan(4_000_100);
	expect(to.calls.length).toBe(2);
}, 20_000);

it('repeats a batch that was not taken as it was, though there are more events by now', async () => {
	const to = await receiver(async (_call, index) => {
		if (index === 0) await mill.click(7, 3);
		return { status: index === 0 ? 500 : 200 };
	});
	await mill.subscribe({ url: to.url, maxEvents: 10, maxWaitMs: 0 });
	await mill.click(7, 2);
	await mill.deliver({ clock: leaping() });
	await to.received(3);
	expect(to.calls.map(noncesOf)).toEqual([[1, 2], [1, 2], [3, 4, 5]]);
	expect(to.calls[1]!.raw).toBe(to.calls[0]!.raw);
	expect(to.calls[1]!.headers['webhook-id']).toBe(to.calls[0]!.headers['webhook-id']);
});

describe('an event that is refused', () => {
	const poison = 6;
	const refusing = (call: Received) => ({ status: noncesOf(call).includes(poison) ? 422 : 200, body: 'no such column' });

	it('is found by halves, and set aside after an hour; all others arrive in order', async () => {
		const to = await receiver(refusing);
		const webhook = await mill.subscribe({ url: to.url, maxEvents: 8, maxWaitMs: 0 });
		await mill.click(7, 20);
		await mill.deliver({ clock: leaping() });
		await until(async () => (await mill.progress(webhook))?.cursor === 20);
		const taken = to.calls.filter((call) => !noncesOf(call).includes(poison)).flatMap(noncesOf);
		expect(taken).toEqual(upTo(20).filter((nonce) => nonce !== poison));
		const alone = to.calls.filter((call) => noncesOf(call).length === 1 && noncesOf(call)[0] === poison);
		expect(alone.length).toBeGreaterThanOrEqual(10);
		const seconds = alone.map(({ headers }) => Number(headers['webhook-timestamp']));
		expect(seconds.at(-1)! - seconds[0]!).toBeGreaterThanOrEqual(3600);
		expect(seconds.at(-2)! - seconds[0]!).toBeLessThan(3600);
		expect(await mill.deliveries.parked(webhook.id, 0, 10)).toEqual([{ position: poison, type: 'link.clicked', parkedAt: expect.any(Number), status: 422, response: 'no such column' }]);
	});

	it('blocks for ever where that is asked for', async () => {
		const to = await receiver(refusing);
		const webhook = await mill.subscribe({ url: to.url, maxEvents: 8, maxWaitMs: 0, onFailure: 'block' });
		await mill.click(7, 20);
		await mill.deliver({ clock: leaping() });
		await to.received(60, 10_000);
		await mill.deliverer!.stop();
		expect((await mill.progress(webhook))?.cursor).toBe(poison - 1);
		expect(await mill.deliveries.countParked(webhook.id)).toBe(0);
	}, 20_000);

	it('by its size alone never comes in as large a batch again', async () => {
		const to = await receiver((call) => ({ status: noncesOf(call).length > 3 ? 413 : 200 }));
		await mill.subscribe({ url: to.url, maxEvents: 8, maxWaitMs: 0 });
		await mill.click(7, 12);
		await mill.deliver({ clock: leaping() });
		await until(() => to.calls.filter((call) => noncesOf(call).length <= 3).flatMap(noncesOf).length === 12);
		expect(to.calls.filter((call) => noncesOf(call).length > 3)).toHaveLength(2);
	});

	it('of any other status is never set aside', async () => {
		const to = await receiver((_call, index) => ({ status: index < 40 ? 404 : 200 }));
		const webhook = await mill.subscribe({ url: to.url });
		await mill.click(7, 2);
		await mill.deliver({ clock: leaping() });
		await to.received(42, 10_000);
		expect(await mill.deliveries.countParked(webhook.id)).toBe(0);
	}, 20_000);
});

it('keeps the last hundred attempts that were taken, and the last hundred that were not', async () => {
	const to = await receiver((_call, index) => ({ status: index % 4 === 3 ? 500 : 201, body: 'ü'.repeat(2000) }));
	const webhook = await mill.subscribe({ url: to.url });
	await mill.click(7, 600);
	await mill.deliver({ clock: leaping() });
	await until(async () => (await mill.progress(webhook))?.cursor === 600, 20_000);
	const attempts = await mill.deliveries.attempts(webhook.id, Infinity, 1000);
	expect(attempts.map(({ sequence }) => sequence)).toEqual(attempts.map(({ sequence }) => sequence).sort((a, b) => b - a));
	for (const delivered of [true, false]) {
		const which = attempts.filter((attempt) => attempt.delivered === delivered);
		expect(which.length).toBeGreaterThanOrEqual(100);
		expect(which.length).toBeLessThan(125);
	}
	expect(attempts[0]).toMatchObject({ messageId: expect.stringMatching(/^evt_/), from: 600, to: 600, events: 1, replayId: null, attempt: expect.any(Number), status: 201, response: 'ü'.repeat(512), error: null });
}, 40_000);
