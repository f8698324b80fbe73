import { eventId, eventPosition } from '../../../../backend/src/events/event-id.ts';
import type { EventReader, Storage } from '../../../../backend/src/storage/storage.ts';
import { aHit, DAY, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

/** The log: one order, nothing lost, nothing twice. */
export const log: Suite = (subject) => {
	let storage: Storage;

	beforeEach(async () => {
		storage = await subject().start();
	});

	const emit = (linkIds: number[], from = storage) =>
		from.linkWriter().transaction((transaction) =>
			transaction.emit(linkIds.map((linkId) => ({ type: 'link.created' as const, occurredAt: MORNING, linkId, linkVersion: 1 }))),
		);

	it('is empty at first', async () => {
		const reader = storage.eventReader();
		expect([await reader.head(), await reader.enrichedHead(), storage.clickLog().head()]).toEqual([0, 0, 0]);
		expect(await reader.logged(0, 10)).toEqual([]);
		expect(await reader.enriched(0, 10)).toEqual([]);
	});

	it('gives back a hit as it was appended', async () => {
		const hits = [aHit(1), aHit(2, { country: null, signal: 'head', userAgent: '', referrer: '', language: '', query: '' })];
		await storage.clickLog().append(hits);
		const reader = storage.eventReader();
		expect(await reader.logged(0, 10)).toEqual(
			hits.map((hit, index) => ({ position: index + 1, type: 'link.clicked', occurredAt: MORNING, linkId: hit.linkId, linkVersion: 1, data: null, hit })),
		);
		expect(await reader.head()).toBe(2);
	});

	it('reads on from any position, over days, in pieces of any size', async () => {
		const clickLog = storage.clickLog();
		for (const day of [0, 0, 1, 4, 4, 5]) await clickLog.append([1, 2, 3].map((linkId) => aHit(linkId, { occurredAt: MORNING + day * DAY })));
		for (const limit of [1, 2, 3, 4, 7, 100]) {
			for (const after of [0, 1, 5, 6, 17]) {
				expect(await positions(storage.eventReader(), after, limit)).toEqual(range(after + 1, 18));
			}
		}
	});

	it('goes on counting after a start, on the same day and on a later one', async () => {
		await storage.clickLog().append([aHit(1), aHit(1)]);
		const second = (await subject().start()).clickLog();
		expect([await second.catchUp(), second.head()]).toEqual([2, 2]);
		await second.append([aHit(1)]);
		const third = (await subject().start()).clickLog();
		await third.append([aHit(1, { occurredAt: MORNING + DAY })]);
		const fourth = await subject().start();
		expect(await fourth.clickLog().catchUp()).toBe(4);
		expect(await positions(fourth.eventReader(), 0, 100)).toEqual([1, 2, 3, 4]);
	});

	it('shows a reader that is open what is appended later, also on a later day', async () => {
		const [clickLog, reader] = [storage.clickLog(), storage.eventReader()];
		await clickLog.append([aHit(1)]);
		expect(await positions(reader, 0, 10)).toEqual([1]);
		await clickLog.append([aHit(1)]);
		expect(await positions(reader, 1, 10)).toEqual([2]);
		await clickLog.append([aHit(1, { occurredAt: MORNING + DAY })]);
		expect(await positions(reader, 2, 10)).toEqual([3]);
		expect(await reader.head()).toBe(3);
	});

	it('stays in order when the clock is set back over midnight', async () => {
		const clickLog = storage.clickLog();
		for (const time of [MORNING, MORNING + DAY, MORNING, MORNING + DAY]) await clickLog.append([aHit(1, { occurredAt: time })]);
		expect(await positions(storage.eventReader(), 0, 10)).toEqual([1, 2, 3, 4]);
	});

	it('takes events from the outbox in their order, each once, between the hits', async () => {
		await emit([1, 2, 3]);
		const clickLog = storage.clickLog();
		await clickLog.append([aHit(9)]);
		expect(await clickLog.copyOutbox()).toBe(3);
		await clickLog.append([aHit(9)]);
		expect(await clickLog.copyOutbox()).toBe(0);
		const events = await storage.eventReader().logged(0, 10);
		expect(events.map((event) => [event.type, event.linkId])).toEqual([
			['link.clicked', 9], ['link.created', 1], ['link.created', 2], ['link.created', 3], ['link.clicked', 9],
		]);
		expect(events[1]).toEqual({ position: 2, type: 'link.created', occurredAt: MORNING, linkId: 1, linkVersion: 1, data: null, hit: null });
	});

	it('keeps what an event says beside its link', async () => {
		const data = JSON.stringify({ value: 19.99, note: "O'Brien ☃" });
		await storage.linkWriter().transaction((transaction) => transaction.emit([{ type: 'link.updated', occurredAt: MORNING, linkId: 1, linkVersion: 2, data }]));
		await storage.clickLog().copyOutbox();
		expect((await storage.eventReader().logged(0, 10))[0]).toEqual({ position: 1, type: 'link.updated', occurredAt: MORNING, linkId: 1, linkVersion: 2, data, hit: null });
	});

	it('copies each outbox event once, whenever the process dies between the steps', async () => {
		const expected: number[] = [];
		for (let round = 0; round < 4; round++) {
			for (const step of ['emit', 'copy', 'tidy'] as const) {
				const now = await subject().start();
				if (step === 'emit') {
					await emit([round * 2, round * 2 + 1], now);
					expected.push(round * 2, round * 2 + 1);
				}
				const clickLog = now.clickLog();
				await clickLog.catchUp();
				if (step === 'copy') await clickLog.copyOutbox();
				if (step === 'tidy') await now.linkWriter().tidy(clickLog.outboxCopied(), 0);
			}
		}
		const last = await subject().start();
		while ((await last.clickLog().copyOutbox()) > 0);
		expect((await last.eventReader().logged(0, 100)).map((event) => event.linkId)).toEqual(expected);
	});

	it('copies a large outbox in shares until nothing is left', async () => {
		const all = range(1, 2345);
		await emit(all);
		const clickLog = storage.clickLog();
		let copied = 0;
		for (let share = await clickLog.copyOutbox(); share > 0; share = await clickLog.copyOutbox()) copied += share;
		expect(copied).toBe(all.length);
		expect((await storage.eventReader().logged(0, 5000)).map((event) => event.linkId)).toEqual(all);
	});

	it('refers to an outbox event by an id that does not come back after it is tidied away', async () => {
		await emit([1, 2]);
		const clickLog = storage.clickLog();
		await clickLog.copyOutbox();
		await storage.linkWriter().tidy(clickLog.outboxCopied(), 0);
		const next = await subject().start();
		await emit([3], next);
		expect(await next.clickLog().copyOutbox()).toBe(1);
		expect((await next.eventReader().logged(2, 10)).map((event) => event.linkId)).toEqual([3]);
	});

	it('gives old positions their old ids after a start, and later ones later ids', async () => {
		await storage.clickLog().append([aHit(1), aHit(1)]);
		const before = await storage.eventReader().epochs();
		const second = await subject().start();
		await second.clickLog().append([aHit(1, { occurredAt: MORNING + DAY })]);
		const after = await second.eventReader().epochs();
		expect([1, 2].map((position) => eventId(position, after))).toEqual([1, 2].map((position) => eventId(position, before)));
		expect(eventId(3, after) > eventId(2, after)).toBe(true);
		expect([2, 3].map((position) => eventPosition(eventId(position, after), after))).toEqual([2, 3]);
	});

	it('does not make the list of epochs longer by starts without an event', async () => {
		for (let start = 0; start < 5; start++) await subject().start();
		expect(await storage.eventReader().epochs()).toEqual([{ epoch: expect.any(Number) as number, from: 1 }]);
	});

	it('does not make visitors wait for a reader when the write-ahead file starts over', async () => {
		const [clickLog, reader] = [storage.clickLog(), storage.eventReader()];
		await clickLog.append([aHit(1)]);
		await reader.logged(0, 1);
		clickLog.restartWal();
		await clickLog.append([aHit(2)]);
		expect(await positions(reader, 0, 10)).toEqual([1, 2]);
	});
};

/** Reads to the end in pieces of `limit`; fails where a piece is longer. */
async function positions(reader: EventReader, after: number, limit: number): Promise<number[]> {
	const found: number[] = [];
	for (let last = after; ; last = found.at(-1)!) {
		const events = await reader.logged(last, limit);
		expect(events.length).toBeLessThanOrEqual(limit);
		if (events.length === 0) return found;
		found.push(...events.map((event) => event.position));
	}
}

const range = (first: number, last: number) => Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
