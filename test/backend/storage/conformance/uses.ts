import fc from 'fast-check';
import type { ClickLog, NewHit, Storage } from '../../../../backend/src/storage/storage.ts';
import { aHit, DAY, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

/** Links with `max_clicks`: the log lets through as many people as may pass, and not one more. */
export const uses: Suite = (subject) => {
	let storage: Storage;
	let log: ClickLog;

	beforeEach(async () => {
		storage = await subject().start();
		log = storage.clickLog();
	});

	const limited = (linkId: number, max: number, differs: Partial<NewHit> & { startedFrom?: number } = {}): NewHit => {
		const { startedFrom = 0, ...hit } = differs;
		return { ...aHit(linkId, { kind: 'human', ...hit }), limit: { max, startedFrom } };
	};
	/** Which of them passed. */
	const append = async (hits: NewHit[], to = log) => {
		const refused = await to.append(hits);
		return hits.map((hit) => !refused.has(hit));
	};
	const counter = async (linkId: number, of = log) => (await of.uses(linkId)).counter;

	it('lets people through until the limit, within a batch and after it, and keeps the others out of the log', async () => {
		expect(await append([limited(1, 3), limited(1, 3)])).toEqual([true, true]);
		expect(await append([limited(1, 3), limited(1, 3), limited(2, 1), aHit(1)])).toEqual([true, false, true, true]);
		expect(await append([limited(1, 3)])).toEqual([false]);
		expect(await counter(1)).toEqual({ version: 1, used: 3 });
		expect((await storage.eventReader().logged(0, 10)).map((event) => [event.position, event.linkId])).toEqual([[1, 1], [2, 1], [3, 1], [4, 2], [5, 1]]);
	});

	it('lets programs through without counting them, as long as people may pass', async () => {
		const programs = (['bot', 'prefetch', 'head'] as const).map((kind) => limited(1, 1, { kind }));
		expect(await append(programs)).toEqual([true, true, true]);
		expect(await counter(1)).toBeUndefined();
		expect(await append([limited(1, 1), ...programs])).toEqual([true, false, false, false]);
	});

	it('keeps the kind that it counted by, and the variant', async () => {
		await log.append([limited(1, 5, { variant: 'B' }), limited(1, 5, { kind: 'bot' })]);
		const events = await storage.eventReader().logged(0, 10);
		expect(events.map(({ hit }) => [hit?.kind, hit?.variant])).toEqual([['human', 'B'], ['bot', null]]);
	});

	it('begins where the count began, and goes on from what it has counted', async () => {
		expect(await append([limited(1, 9, { startedFrom: 7 }), limited(1, 9, { startedFrom: 0 }), limited(1, 9, { startedFrom: 0 })])).toEqual([true, true, false]);
		expect(await counter(1)).toEqual({ version: 1, used: 9 });
	});

	it('for a later version of the link, goes on from whichever count is the higher', async () => {
		await log.append([limited(1, 9), limited(1, 9)]);
		expect(await append([limited(1, 9, { linkVersion: 3, startedFrom: 8 }), limited(1, 9, { linkVersion: 3, startedFrom: 8 })])).toEqual([true, false]);
		expect(await counter(1)).toEqual({ version: 3, used: 9 });
		expect(await append([limited(1, 11, { linkVersion: 4, startedFrom: 2 })])).toEqual([true]);
		expect(await counter(1)).toEqual({ version: 4, used: 10 });
	});

	it('for a visitor who comes late with an earlier version, the count does not go back', async () => {
		await log.append([limited(1, 5, { linkVersion: 2, startedFrom: 4 })]);
		expect(await append([limited(1, 6, { linkVersion: 1 }), limited(1, 6, { linkVersion: 1 })])).toEqual([true, false]);
		expect(await counter(1)).toEqual({ version: 2, used: 6 });
	});

	it('counts nothing where the batch could not be written', async () => {
		const broken = { ...aHit(2), linkId: 'two' as unknown as number };
		await expect(log.append([limited(1, 2), broken])).rejects.toThrow();
		expect(await counter(1)).toBeUndefined();
		expect(await append([limited(1, 2), limited(1, 2), limited(1, 2)])).toEqual([true, true, false]);
	});

	it('goes on after a start and on later days', async () => {
		await log.append([limited(1, 4), limited(1, 4)]);
		const second = (await subject().start()).clickLog();
		expect(await append([limited(1, 4)], second)).toEqual([true]);
		expect(await append([limited(1, 4, { occurredAt: MORNING + DAY }), limited(1, 4, { occurredAt: MORNING + DAY })], second)).toEqual([true, false]);
		const third = (await subject().start()).clickLog();
		expect(await counter(1, third)).toEqual({ version: 1, used: 4 });
		expect(await append([limited(1, 4, { occurredAt: MORNING + 2 * DAY }), aHit(9, { occurredAt: MORNING + 2 * DAY })], third)).toEqual([false, true]);
		expect(await counter(1, third)).toEqual({ version: 1, used: 4 });
	});

	it('says from when on a link without a counter has not been used', async () => {
		expect((await log.uses(1)).completeSince).toBeLessThanOrEqual(Date.now());
	});

	it('lets exactly as many people through as may pass, however they come', async () => {
		let linkId = 100;
		const kind = fc.constantFrom('human' as const, 'human' as const, 'bot' as const, 'head' as const);
		const batches = fc.array(fc.array(kind, { maxLength: 6 }), { maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.nat({ max: 6 }), batches, async (max, startedFrom, kinds) => {
				linkId++;
				let people = 0;
				for (const batch of kinds) {
					const hits = batch.map((one) => limited(linkId, max, { kind: one, startedFrom }));
					const passed = await append(hits);
					people += hits.filter((hit, index) => hit.kind === 'human' && passed[index]).length;
				}
				const came = kinds.flat().filter((one) => one === 'human').length;
				expect(people).toBe(Math.max(0, Math.min(came, max - startedFrom)));
			}),
			{ numRuns: 50 },
		);
	});
};
