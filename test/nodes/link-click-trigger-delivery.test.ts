/** What the trigger makes of a delivery. They are signed by the scheme's own library, then tampered with. */
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { startEngine } from '../support/engine.ts';
import type { Delivery, Engine } from '../support/engine.ts';
import { node, PACK } from './pack.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

let engine: Engine;
beforeAll(async () => {
	// No server: what is looked at here asks none.
	engine = await startEngine({ packDir: PACK, credentials: {} });
});

/** Each trigger has a subscription of its own: what the process remembers of one is nothing to the others. */
let subscriptions = 0;

/** A trigger that has registered, with what n8n keeps for it. */
const trigger = (kept: object = {}, { parameters = {}, test = false } = {}) =>
	engine.trigger(node('linkClickTrigger', parameters), { test, staticData: { 'node:Node': { [test ? 'test' : 'production']: { id: `whk_${++subscriptions}`, secret: SECRET, ...kept } } } });

const id = (position: number, epoch = 1) => `evt_${String(epoch).padStart(13, '0')}_${String(position).padStart(15, '0')}`;
const click = (position: number, epoch = 1) => ({ id: id(position, epoch), type: 'link.clicked', link_slug: 'a' });
const batch = (...events: object[]) => ({ type: 'batch', events });

/** Headers as they are sent: of this body, signed with these secrets at this time. */
function signed(body: string, { secrets = [SECRET], at = new Date(), messageId = 'msg_1' } = {}): Record<string, string> {
	return {
		'webhook-id': messageId,
		'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
		'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
	};
}

const post = async (made: ReturnType<typeof trigger>, body: object, options: Parameters<typeof signed>[1] = {}, then: Parameters<typeof made.receive>[2] = {}) =>
	await made.receive(JSON.stringify(body), signed(JSON.stringify(body), options), then);
const ids = ({ started }: Delivery) => started?.map(({ json }) => json.id);
const nothing = (status: number): Delivery => ({ started: undefined, status });

describe('a genuine delivery', () => {
	test('starts the workflow with the event as it is; n8n answers', async () => {
		expect(await post(trigger(), click(1))).toEqual({ started: [{ json: click(1) }], status: undefined });
	});

	test('of many events starts it once, with an item for each', async () => {
		expect(await post(trigger(), batch(click(1), click(2), click(3)))).toEqual({ started: [1, 2, 3].map((position) => ({ json: click(position) })), status: undefined });
	});

	test('is told by either of two signatures, while a secret is being replaced', async () => {
		expect(ids(await post(trigger(), click(1), { secrets: [OTHER, SECRET] }))).toEqual([id(1)]);
		expect(ids(await post(trigger(), click(1), { secrets: [SECRET, OTHER] }))).toEqual([id(1)]);
	});

	test('may be four minutes old, and be about a click of last year', async () => {
		const body = { ...click(1), occurred_at: '2025-01-01T00:00:00.000Z' };
		expect(ids(await post(trigger(), body, { at: new Date(Date.now() - 240_000) }))).toEqual([id(1)]);
	});

	test('in a test is checked with the secret of the test', async () => {
		expect(ids(await post(trigger({}, { test: true }), click(1)))).toEqual([id(1)]);
		expect(await post(trigger({ secret: OTHER }, { test: true }), click(1))).toEqual(nothing(401));
	});
});

describe('a delivery that is not genuine is refused, and starts nothing', () => {
	const body = JSON.stringify(click(5));
	const forgery = (secret: string) => signed(body, { secrets: [secret] });
	const without = (name: string) => Object.fromEntries(Object.entries(signed(body)).filter(([header]) => header !== name));

	test.each<[string, string, Record<string, string>]>([
		['without a signature', body, {}],
		['signed with another secret', body, forgery(OTHER)],
		['signed with two other secrets', body, signed(body, { secrets: [OTHER, `${OTHER.slice(0, -1)}A`] })],
		['with a changed event', body.replace('"a"', '"b"'), signed(body)],
		['with a higher event id', body.replace(id(5), id(6)), signed(body)],
		['with a replay_id added', body.replace('{', '{"replay_id":"rpl_1",'), signed(body)],
		['with an event added to a batch', JSON.stringify(batch(click(5), click(6))), signed(JSON.stringify(batch(click(5))))],
		['with the same JSON, spaced otherwise', JSON.stringify(click(5), undefined, 1), signed(body)],
		['with another message id', body, { ...signed(body), 'webhook-id': 'msg_2' }],
		['with a time that was made fresh', body, { ...signed(body, { at: new Date(Date.now() - 3_600_000) }), 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) }],
		['an hour old', body, signed(body, { at: new Date(Date.now() - 3_600_000) })],
		['six minutes old', body, signed(body, { at: new Date(Date.now() - 360_000) })],
		['six minutes from the future', body, signed(body, { at: new Date(Date.now() + 360_000) })],
		['without a time', body, without('webhook-timestamp')],
		['without a message id', body, without('webhook-id')],
		['with the signature of another scheme', body, { ...signed(body), 'webhook-signature': signed(body)['webhook-signature']!.replace('v1,', 'v1a,') }],
		['with a cropped signature', body, { ...signed(body), 'webhook-signature': signed(body)['webhook-signature']!.slice(0, -4) }],
		['with an empty signature', body, { ...signed(body), 'webhook-signature': 'v1,' }],
	])('%s', async (_, text, headers) => {
		const made = trigger({ lastEventId: id(1) });
		const before = JSON.stringify(made.staticData);
		expect(await made.receive(text, headers)).toEqual(nothing(401));
		expect(JSON.stringify(made.staticData)).toBe(before);
		// What is genuine is let in afterwards: a refusal is not remembered.
		expect(ids(await post(made, click(5)))).toEqual([id(5)]);
	});

	test('as long as no secret is known, whatever it is signed with', async () => {
		expect(await post(trigger({ secret: undefined }), click(1))).toEqual(nothing(401));
		const emptyKey = new Webhook(Buffer.from('x').toString('base64'));
		const headers = { ...signed(body), 'webhook-signature': emptyKey.sign('msg_1', new Date(), body) };
		expect(await trigger({ secret: '' }).receive(body, headers)).toEqual(nothing(401));
	});

	test('a recording of a genuine one that is played again within the age limit is a repeat', async () => {
		const made = trigger();
		const headers = signed(body);
		expect(ids(await made.receive(body, headers))).toEqual([id(5)]);
		expect(await made.receive(body, headers)).toEqual(nothing(200));
	});
});

describe('a repeat starts nothing', () => {
	test('of an event that came before, or of one before that', async () => {
		const made = trigger();
		expect(ids(await post(made, click(7)))).toEqual([id(7)]);
		for (const position of [7, 6]) expect(await post(made, click(position))).toEqual(nothing(200));
		expect(ids(await post(made, click(8)))).toEqual([id(8)]);
	});

	test('of a batch; of one that has grown, only what is new starts the workflow', async () => {
		const made = trigger();
		await post(made, batch(click(1), click(2)));
		expect(await post(made, batch(click(1), click(2)))).toEqual(nothing(200));
		expect(ids(await post(made, batch(click(1), click(2), click(3))))).toEqual([id(3)]);
	});

	test('but an event of a later epoch is new, though its position came before', async () => {
		const made = trigger();
		await post(made, click(900, 1));
		expect(ids(await post(made, click(20, 2)))).toEqual([id(20, 2)]);
		expect(await post(made, click(901, 1))).toEqual(nothing(200));
	});

	test('however often batches are repeated, and grow meanwhile: each event starts the workflow once, in order', async () => {
		// What is not acknowledged is sent again from there on, with more behind it.
		const attempt = fc.record({ sent: fc.integer({ min: 1, max: 5 }), heard: fc.boolean() });
		await fc.assert(
			fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 8 }), async (attempts) => {
				const made = trigger();
				const startedIds: unknown[] = [];
				let [cursor, highest] = [0, 0];
				for (const { sent, heard } of attempts) {
					const positions = Array.from({ length: sent }, (_, index) => cursor + index + 1);
					startedIds.push(...(ids(await post(made, batch(...positions.map((position) => click(position))))) ?? []));
					highest = Math.max(highest, cursor + sent);
					if (heard) cursor += sent;
				}
				expect(startedIds).toEqual(Array.from({ length: highest }, (_, index) => id(index + 1)));
			}),
			{ numRuns: 50 },
		);
	});

	test('and what n8n stores is what is compared, so it holds after a restart', async () => {
		const made = trigger();
		await post(made, click(3));
		const { production } = made.staticData['node:Node'] as { production: object };
		// Another subscription's memory is empty, as that of a process which has just started.
		expect(await post(trigger({ ...production, id: 'whk_other' }), click(3))).toEqual(nothing(200));
	});
});

describe('what n8n could not take is delivered again', () => {
	const finishing = { parameters: { acknowledge: 'lastNode' } };
	/** The memory of the process that started them is gone, what n8n has stored is not. */
	const afterACrash = (made: ReturnType<typeof trigger>, options = {}) => trigger({ ...(made.staticData['node:Node'] as { production: object }).production, id: `whk_crashed_${++subscriptions}` }, options);

	test('where it answered with an error, because it could not store the execution', async () => {
		const made = trigger();
		await post(made, click(1), {}, { answer: 500 });
		expect(ids(await post(made, click(1)))).toEqual([id(1)]);
		expect(await post(made, click(1))).toEqual(nothing(200));
	});

	test('where it crashed before it answered', async () => {
		const made = trigger();
		await post(made, click(1), {}, { later: () => undefined });
		expect(ids(await post(afterACrash(made), click(1)))).toEqual([id(1)]);
	});

	test('not where it crashed after it had stored the execution and said so', async () => {
		const made = trigger();
		await post(made, click(1));
		expect(await post(afterACrash(made), click(1))).toEqual(nothing(200));
	});

	test('once the execution that is going on has ended; until then n8n is busy', async () => {
		const made = trigger({}, finishing);
		let end: ((status: number) => void) | undefined;
		await post(made, click(1), {}, { later: (answer) => (end = answer) });
		expect(await post(made, click(1))).toEqual(nothing(503));
		end?.(200);
		expect(await post(made, click(1))).toEqual(nothing(200));
		expect(ids(await post(made, click(2)))).toEqual([id(2)]);
	});

	test('where a crash cut off an execution that n8n was to answer at the end of', async () => {
		const made = trigger({}, finishing);
		await post(made, click(1), {}, { later: () => undefined });
		expect(ids(await post(afterACrash(made, finishing), click(1)))).toEqual([id(1)]);
	});

	test('once, where the execution ended with an error', async () => {
		const made = trigger({}, finishing);
		await post(made, click(1), {}, { answer: 500 });
		expect(ids(await post(made, click(1), {}, { answer: 500 }))).toEqual([id(1)]);
		expect(await post(made, click(1))).toEqual(nothing(200));
		await post(made, click(2), {}, { answer: 500 });
		expect(ids(await post(made, click(2)))).toEqual([id(2)]);
	});

	test('and where n8n answers at the end, what the workflow itself has stored is left alone', async () => {
		const made = trigger({}, finishing);
		const before = JSON.stringify(made.staticData);
		await post(made, click(1));
		expect(JSON.stringify(made.staticData)).toBe(before);
	});

	test('but a recording from before n8n was started is refused there', async () => {
		expect(await post(trigger({}, finishing), click(1), { at: new Date(Date.now() - 120_000) })).toEqual(nothing(503));
	});
});

describe('a replay that was asked for', () => {
	const replayed = (position: number, replay_id = 'rpl_1') => ({ ...click(position), replay_id });

	test('goes through once, though its events came before; each says that it is one', async () => {
		const made = trigger({ lastEventId: id(9) });
		expect(await post(made, replayed(4))).toEqual({ started: [{ json: replayed(4) }], status: undefined });
		expect(ids(await post(made, replayed(5)))).toEqual([id(5)]);
		for (const position of [5, 4]) expect(await post(made, replayed(position))).toEqual(nothing(200));
	});

	test('goes through again when it is asked for again', async () => {
		const made = trigger({ lastEventId: id(9) });
		await post(made, replayed(4));
		expect(ids(await post(made, replayed(4, 'rpl_2')))).toEqual([id(4)]);
		expect(await post(made, replayed(4))).toEqual(nothing(200));
	});

	test('does not move what is told by the highest event: neither do new ones stop it, nor it new ones', async () => {
		const made = trigger({ lastEventId: id(9) });
		await post(made, replayed(4));
		expect(ids(await post(made, click(10)))).toEqual([id(10)]);
		expect(ids(await post(made, replayed(5)))).toEqual([id(5)]);
		expect(await post(made, click(9))).toEqual(nothing(200));
	});

	test('in batches says so in every item', async () => {
		const made = trigger({ lastEventId: id(9) });
		const { started } = await post(made, { ...batch(click(1), click(2)), replay_id: 'rpl_1' });
		expect(started?.map(({ json }) => [json.id, json.replay_id])).toEqual([[id(1), 'rpl_1'], [id(2), 'rpl_1']]);
	});

	test('is not forgotten before twenty others, and what is kept does not grow', async () => {
		const made = trigger({ lastEventId: id(9) });
		for (let replay = 1; replay <= 30; replay++) await post(made, replayed(4, `rpl_${replay}`));
		expect(await post(made, replayed(4, 'rpl_11'))).toEqual(nothing(200));
		expect(JSON.stringify(made.staticData).match(/rpl_/g)).toHaveLength(20);
	});
});

describe('what is no event', () => {
	test('a ping is answered, without proof, and starts nothing', async () => {
		expect(await trigger().receive('{"type":"ping"}', {})).toEqual(nothing(200));
	});

	test('a test delivery is answered as its signature deserves, and starts nothing', async () => {
		const body = { type: 'test', event: click(1) };
		expect(await post(trigger(), body)).toEqual(nothing(200));
		expect(await post(trigger(), body, { secrets: [OTHER] })).toEqual(nothing(401));
	});

	test.each([
		['no id', { type: 'link.clicked' }],
		['an id that is no text', { id: 7, type: 'link.clicked' }],
		['no id in a batch', batch(click(1), { type: 'link.clicked' })],
		['no events', { type: 'batch' }],
	])('with %s is refused as a mistake', async (_, body) => {
		expect(await post(trigger(), body)).toEqual(nothing(400));
	});

	test('an empty batch is taken', async () => {
		expect(await post(trigger(), batch())).toEqual(nothing(200));
	});
});

describe('a gap in the log', () => {
	const gap = { id: id(5), type: 'log.gap', occurred_at: '2026-11-22T08:00:00.000Z', from: id(2), to: id(5), count: 4 };

	test('starts nothing where it is not asked for, and is taken', async () => {
		const made = trigger();
		expect(await post(made, gap)).toEqual(nothing(200));
		expect(ids(await post(made, batch({ ...gap, id: id(6) }, click(7))))).toEqual([id(7)]);
	});

	test('starts the workflow where it is', async () => {
		expect(ids(await post(trigger({}, { parameters: { events: ['link.clicked', 'log.gap'] } }), gap))).toEqual([id(5)]);
	});
});
