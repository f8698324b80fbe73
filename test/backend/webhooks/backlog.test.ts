import { DAY, MORNING } from '../storage/conformance/samples.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { prepareSince } from '../storage/old-days.ts';
import { Mill } from './mill.ts';
import { startReceiver, until, type Receiver } from './receiver.ts';

const folder = temporaryFolder('backlog');
let mill: Mill;
let to: Receiver;

/** A clock that stands still but for pauses. */
function leaping(start: number) {
	let now = start;
	return { now: () => now, sleep: async (milliseconds: number) => { now += milliseconds; } };
}

const nonces = () => to.calls.map(({ body }) => parseInt(body.click_id!.slice(-12), 16));
const secondsBetween = () => {
	const seconds = to.calls.map(({ headers }) => Number(headers['webhook-timestamp']));
	return seconds.at(-1)! - seconds[0]!;
};
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);

/** Five days of a click every half hour. */
const CLICKS = 240;
const HALF_HOUR = DAY / 48;
const BEGIN = MORNING - 5 * DAY;

beforeEach(async () => {
	prepareSince(folder.path, BEGIN);
	mill = new Mill(folder.path);
	to = await startReceiver();
	await mill.link(7);
	for (let click = 0; click < CLICKS; click++) await mill.click(7, 1, { occurredAt: BEGIN + click * HALF_HOUR });
}, 60_000);
afterEach(async () => {
	const stopped = mill.deliverer?.stop();
	await to.close();
	await stopped;
	expect(mill.reported).toEqual([]);
});

it('delivers three days that a receiver was down for, in order, at its rate and no faster', async () => {
	const port = Number(new URL(to.url).port);
	await to.close();
	const webhook = await mill.subscribe({ url: to.url, rate: 10, startPosition: CLICKS - 144 });
	let down = true;
	const clock = leaping(MORNING - 3 * DAY);
	// While it is down, every pause is one of the three days; it comes up when they are over.
	const sleep = async (milliseconds: number) => {
		await clock.sleep(milliseconds);
		if (down && clock.now() >= MORNING) {
			down = false;
			to = await startReceiver(undefined, port);
		}
	};
	await mill.deliver({ clock: { ...clock, sleep } });
	await until(() => !down && to.calls.length === 144, 30_000);
	expect(nonces()).toEqual(upTo(144, CLICKS - 143));
	expect(secondsBetween()).toBe(14);
	const attempts = await mill.deliveries.attempts(webhook.id, Infinity, 1000);
	const failed = attempts.filter(({ delivered }) => !delivered);
	expect(failed[0]?.error).toContain('connection refused');
	// Ten minutes at most: it was noticed soon that the receiver is back.
	expect(attempts.find(({ delivered }) => delivered)!.attemptedAt - MORNING).toBeLessThan(700_000);
}, 60_000);

it('passes over what is older only where the subscriber says so', async () => {
	const newer = { skipBefore: BEGIN + 200 * HALF_HOUR, skipUpTo: CLICKS };
	const webhook = await mill.subscribe({ url: to.url, ...newer });
	await mill.deliver();
	await to.received(40);
	expect(nonces()).toEqual(upTo(40, 201));
	// It is about what was in the log at that time: what is recorded later comes, however old it says it is.
	await mill.click(7, 1, { occurredAt: BEGIN });
	await to.received(41);
	expect(nonces().at(-1)).toBe(241);
	await until(async () => (await mill.progress(webhook))?.cursor === 241);
}, 30_000);

describe('a receiver that is gone for longer than events are kept', () => {
	it('is told, once that is so and not before', async () => {
		await to.close();
		const webhook = await mill.subscribe({ url: to.url });
		const clock = leaping(MORNING);
		await mill.deliver({ clock, retentionMs: DAY });
		await until(() => mill.unreachable.length > 0, 10_000);
		await mill.deliverer!.stop();
		expect(mill.unreachable[0]).toEqual(webhook);
		const failed = await mill.deliveries.attempts(webhook.id, Infinity, 1000);
		const late = failed.filter(({ attemptedAt }) => attemptedAt - MORNING > DAY);
		expect(late.length).toBeGreaterThan(0);
		expect(failed.length - late.length).toBeGreaterThan(50);
		// At the first attempt after that time, and not before.
		expect(Math.abs(late.length - mill.unreachable.length)).toBeLessThanOrEqual(1);
		to = await startReceiver();
	}, 30_000);

	it('is delivered to no more once it is closed, and from its place on once it is active again', async () => {
		const webhook = await mill.subscribe({ url: to.url, status: 'closed', statusReason: 'receiver_unreachable', startPosition: CLICKS - 2 });
		await mill.deliver();
		expect(mill.deliverer!.idle).toBe(true);
		await mill.change({ ...webhook, status: 'active', statusReason: null });
		await to.received(2);
		expect(nonces()).toEqual([CLICKS - 1, CLICKS]);
	});
});

describe('a replay', () => {
	const replay = { id: 'rpl_1', after: 0, upTo: CLICKS, since: null, until: null, parked: false, requestedAt: MORNING };

	it('sends again what happened in a time, each with its id and other message ids, and tells when it is done', async () => {
		const { after, upTo: last } = await mill.events.span(BEGIN + DAY, BEGIN + 2 * DAY);
		expect([after, last]).toEqual([expect.any(Number), expect.any(Number)]);
		expect(after).toBeLessThanOrEqual(48);
		expect(last).toBeGreaterThanOrEqual(96);
		expect(last).toBeLessThan(CLICKS);
		const webhook = await mill.subscribe({ url: to.url, startPosition: CLICKS, replay: { ...replay, after, upTo: last, since: BEGIN + DAY, until: BEGIN + 2 * DAY } });
		await mill.deliver();
		await to.received(48);
		await until(() => mill.replayed.length === 1);
		expect(nonces()).toEqual(upTo(48, 49));
		for (const call of to.calls) {
			expect(to.verify(call, webhook.secret)).toMatchObject({ replay_id: 'rpl_1' });
			expect(call.headers['webhook-id']).toBe(`rpl_1_${call.body.id}`);
		}
		expect(await mill.progress(webhook)).toBeUndefined();
		expect((await mill.deliveries.progress(webhook.id, 'rpl_1'))?.cursor).toBeGreaterThanOrEqual(96);
	}, 30_000);

	it('takes turns with what is new', async () => {
		await mill.subscribe({ url: to.url, startPosition: CLICKS - 20, replay });
		await mill.deliver();
		await to.received(60);
		const isReplay = to.calls.slice(0, 40).map(({ body }) => body['replay_id'] === 'rpl_1');
		expect(isReplay.filter(Boolean)).toHaveLength(20);
		expect(nonces().filter((_, index) => !isReplay[index] && index < 40)).toEqual(upTo(20, CLICKS - 19));
	}, 30_000);

	it('goes on after a restart where it was', async () => {
		const webhook = await mill.subscribe({ url: to.url, startPosition: CLICKS, replay });
		// With a clock of its own, a stop would not wait for the answer to what is in flight.
		await mill.deliver();
		await to.received(10);
		await mill.deliverer!.stop();
		const first = to.calls.length;
		await mill.deliver();
		await until(() => nonces().at(-1) === CLICKS);
		expect(nonces()[first]).toBe((nonces()[first - 1] ?? 0) + 1);
		await until(() => mill.replayed.length === 1);
		await mill.change({ ...webhook, replay: null });
		await until(async () => (await mill.deliveries.progress(webhook.id, 'rpl_1')) === undefined);
	}, 30_000);

	it('of what was set aside sends that alone, and strikes off what is taken', async () => {
		const webhook = await mill.subscribe({ url: to.url, startPosition: CLICKS, filter: { slugs: ['another'] }, replay: { ...replay, parked: true } });
		const progress = { webhookId: webhook.id, replayId: null, startRevision: 1, cursor: CLICKS, failures: 0, failingSince: null, refusals: 0, refusedSince: null, lastError: null, nextAttemptAt: null };
		const attempt = { messageId: 'x', from: 1, to: 1, events: 1, replayId: null, attempt: 1, attemptedAt: MORNING, latencyMs: 1, delivered: false, status: 422, response: null, error: null };
		for (const position of [3, 77]) await mill.deliveries.save(progress, { attempt, parked: { position, type: 'link.clicked', parkedAt: MORNING, status: 422, response: null } });
		expect(await mill.deliveries.countParked(webhook.id)).toBe(2);
		await mill.deliver();
		await to.received(2);
		expect(nonces()).toEqual([3, 77]);
		await until(async () => (await mill.deliveries.countParked(webhook.id)) === 0);
		await until(() => mill.replayed.length === 1);
	}, 30_000);
});
