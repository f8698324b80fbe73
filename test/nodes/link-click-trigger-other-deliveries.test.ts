/** What the trigger makes of deliveries that are not plain events: replays, pings, tests, gaps. */
import { batch, click, id, ids, nothing, OTHER, post, startTriggers, trigger } from './signedDelivery.ts';

startTriggers();

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
