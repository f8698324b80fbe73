/** What the trigger makes of a delivery. They are signed by the scheme's own library, then tampered with. */
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { batch, click, id, ids, nothing, OTHER, otherSubscription, post, SECRET, signed, startTriggers, trigger } from './signedDelivery.ts';

startTriggers();

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
	const afterACrash = (made: ReturnType<typeof trigger>, options = {}) => trigger({ ...(made.staticData['node:Node'] as { production: object }).production, id: otherSubscription() }, options);

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
