import type { DeliveryAttempt, DeliveryWriter, MilestoneCounts, StoredParked } from '../../../../backend/src/storage/storage.ts';
import { aProgress, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

function anAttempt(messageId: string, differs: Partial<DeliveryAttempt> = {}): DeliveryAttempt {
	return { messageId, from: 3, to: 7, events: 4, replayId: null, attempt: 1, attemptedAt: MORNING, latencyMs: 12.5, delivered: true, status: 200, response: 'ok', error: null, ...differs };
}

const REFUSED: Partial<DeliveryAttempt> = { delivered: false, status: 422, response: 'nö' };

/** How far subscriptions have come, what became of their deliveries, and clicks for milestones. */
export const deliveries: Suite = (subject) => {
	describe('progress', () => {
		let writer: DeliveryWriter;
		beforeEach(async () => {
			writer = (await subject().start()).deliveryWriter();
		});
		const again = async () => (await subject().start()).deliveryReader();

		it('is kept with what became of the attempt, newest first', async () => {
			const [first, second] = [anAttempt('a'), anAttempt('b', { ...REFUSED, replayId: 'rpl_1', error: 'no' })];
			await writer.save(aProgress({ cursor: 7 }), { attempt: first });
			await writer.save(aProgress({ cursor: 7, failures: 1, failingSince: MORNING, refusals: 2, refusedSince: MORNING - 1, lastError: 'no', nextAttemptAt: MORNING + 1 }), { attempt: second });
			await writer.save(aProgress({ webhookId: 2 }), { attempt: anAttempt('c') });
			const reader = await again();
			const attempts = await reader.attempts(1, Infinity, 10);
			expect(attempts.map(({ sequence: _, ...attempt }) => attempt)).toEqual([second, first]);
			expect(attempts[0]!.sequence).toBeGreaterThan(attempts[1]!.sequence);
			expect(await reader.attempts(1, attempts[0]!.sequence, 10)).toEqual([attempts[1]]);
			expect((await reader.attempts(1, Infinity, 1)).length).toBe(1);
			expect(await reader.progress(1)).toMatchObject({ cursor: 7, failures: 1, lastError: 'no', nextAttemptAt: MORNING + 1 });
		});

		it('of a replay goes its own way, and is forgotten with all but one', async () => {
			await writer.save(aProgress({ cursor: 50 }));
			for (const replayId of ['rpl_1', 'rpl_2']) await writer.save(aProgress({ replayId, cursor: 3 }));
			const reader = await again();
			expect([await reader.progress(1), await reader.progress(1, 'rpl_1')]).toEqual([aProgress({ cursor: 50 }), aProgress({ replayId: 'rpl_1', cursor: 3 })]);
			await writer.forgetReplays(1, 'rpl_2');
			expect([await reader.progress(1), await reader.progress(1, 'rpl_1'), await reader.progress(1, 'rpl_2')]).toMatchObject([{ cursor: 50 }, undefined, { cursor: 3 }]);
			await writer.forgetReplays(1, null);
			expect([await reader.progress(1), await reader.progress(1, 'rpl_2')]).toMatchObject([{ cursor: 50 }, undefined]);
		});

		it('starts anew where the subscription does', async () => {
			await writer.save(aProgress({ cursor: 50 }));
			await writer.save(aProgress({ cursor: 20, startRevision: 2 }));
			expect(await (await again()).progress(1)).toEqual(aProgress({ cursor: 20, startRevision: 2 }));
		});

		it('knows what was set aside, in the order of the log, until it is not', async () => {
			const parked = (position: number): StoredParked => ({ position, type: 'link.clicked', parkedAt: MORNING, status: 422, response: position === 9 ? null : 'nö' });
			for (const position of [9, 4, 6]) await writer.save(aProgress({ cursor: 9 }), { attempt: anAttempt('a', REFUSED), parked: parked(position) });
			await writer.save(aProgress({ webhookId: 2, cursor: 9 }), { attempt: anAttempt('a', REFUSED), parked: parked(5) });
			const reader = await again();
			expect([await reader.parked(1, 0, 10), await reader.countParked(1)]).toEqual([[4, 6, 9].map(parked), 3]);
			expect(await reader.parked(1, 4, 1)).toEqual([parked(6)]);
			await writer.save(aProgress({ replayId: 'rpl_1', cursor: 9 }), { attempt: anAttempt('b'), unparked: [4, 9, 77] });
			expect([await reader.parked(1, 0, 10), await reader.countParked(2)]).toEqual([[parked(6)], 1]);
		});

		it('keeps the last attempts that were taken, and the last that were not, however many the others are', async () => {
			await writer.save(aProgress(), { attempt: anAttempt('refused', REFUSED) });
			for (let nth = 0; nth < 300; nth++) await writer.save(aProgress(), { attempt: anAttempt(String(nth)) });
			const attempts = await (await again()).attempts(1, Infinity, 1000);
			expect(attempts.length).toBeLessThan(140);
			expect(attempts.length).toBeGreaterThan(100);
			expect([attempts[0]!.messageId, attempts.at(-1)!.messageId]).toEqual(['299', 'refused']);
		});

		it('is forgotten with all that belongs to the subscription, and with nothing that does not', async () => {
			for (const webhookId of [1, 2]) await writer.save(aProgress({ webhookId }), { attempt: anAttempt('a'), parked: { position: 1, type: 'link.clicked', parkedAt: 1, status: 400, response: null } });
			await writer.forget(1);
			const reader = await again();
			expect([await reader.progress(1), await reader.attempts(1, Infinity, 9), await reader.countParked(1)]).toEqual([undefined, [], 0]);
			expect([(await reader.progress(2))?.cursor, (await reader.attempts(2, Infinity, 9)).length, await reader.countParked(2)]).toEqual([5, 1, 1]);
		});
	});

	it('clicks for milestones are kept with the cursor up to which they are counted, until nobody asks', async () => {
		const open = async (): Promise<MilestoneCounts> => (await subject().start()).milestoneCounts();
		const counts = await open();
		expect([await counts.cursor(), await counts.counts([1, 2])]).toEqual([undefined, new Map()]);
		await counts.save(0, new Map());
		await counts.save(7, new Map([[1, 3], [2, 5]]));
		await counts.save(9, new Map([[2, 6]]));
		const later = await open();
		expect([await later.cursor(), await later.counts([1, 2, 3])]).toEqual([9, new Map([[1, 3], [2, 6]])]);
		await later.clear();
		expect([await later.cursor(), await later.counts([1, 2])]).toEqual([undefined, new Map()]);
		await later.save(4, new Map([[1, 1]]));
		expect([await (await open()).cursor(), await later.counts([1])]).toEqual([4, new Map([[1, 1]])]);
	});
};
