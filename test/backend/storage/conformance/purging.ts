import type { Storage } from '../../../../backend/src/storage/storage.ts';
import { catchUp } from '../data-folder.ts';
import { aHit, DAY, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const DAYS = 5;
const LINKS = [1, 2, 3];

/** The old end of the log, which goes day by day. */
export const purging: Suite = (subject) => {
	let storage: Storage;

	/** Each day one visitor, on each link. */
	beforeEach(async () => {
		storage = await subject().start();
		const log = storage.clickLog();
		for (let day = 0; day < DAYS; day++) await log.append(LINKS.map((linkId) => aHit(linkId, { occurredAt: MORNING + day * DAY, visitorId: visitorOf(day) })));
		await catchUp(storage);
	});

	const visitorOf = (day: number) => String(day).padStart(16, '0');
	const positions = async () => (await storage.eventReader().enriched(0, 3)).map(({ position }) => position);
	const everything = { before: MORNING + 900 * DAY, readUpTo: Infinity };
	/** Which of the visitors would be new on the first link, if they came again. */
	const forgotten = async () => {
		const hits = Array.from({ length: DAYS }, (_, day) => ({ position: 1000 + day, linkId: 1, visitorId: visitorOf(day) }));
		return [...(await storage.enrichmentWriter().firstClicks(hits))].map((position) => position - 1000).sort();
	};

	it('goes with what was derived from it, but for the newest day', async () => {
		const purger = storage.logPurger();
		expect(await purger.purge({ before: MORNING + 2 * DAY, readUpTo: 15 })).toBe(2);
		expect([await storage.eventReader().begin(), await positions()]).toEqual([7, [7, 8, 9]]);
		expect(await purger.purge(everything)).toBe(2);
		const reader = storage.eventReader();
		expect([await reader.begin(), await reader.head(), await reader.enrichedHead(), await positions()]).toEqual([13, 15, 15, [13, 14, 15]]);
		expect(await purger.purge(everything)).toBe(0);
		await storage.clickLog().append([aHit(1, { occurredAt: MORNING + DAYS * DAY })]);
		expect(await storage.eventReader().head()).toBe(16);
	});

	it('stays where those who read have not come to its end', async () => {
		expect(await storage.logPurger().purge({ before: Infinity, readUpTo: 8 })).toBe(2);
		expect(await storage.eventReader().begin()).toBe(7);
	});

	it('is read on behind the gap by whoever was in the middle of it', async () => {
		const reader = storage.eventReader();
		expect(await reader.logged(1, 1)).toHaveLength(1);
		await storage.logPurger().purge({ before: MORNING + 3 * DAY, readUpTo: 15 });
		expect((await reader.logged(3, 100)).map(({ position }) => position)[0]).toBe(10);
		expect((await storage.clickReader().list({}, { descending: false, limit: 2, beyond: 4 })).clicks.map(({ position }) => position)).toEqual([10, 11]);
	});

	it('takes first clicks with it once their visitors have other ids, and not before all of them are counted', async () => {
		await storage.logPurger().forgetFirstClicks(MORNING + 2 * DAY, 5);
		expect(await forgotten()).toEqual([]);
		await storage.logPurger().forgetFirstClicks(MORNING + 2 * DAY, 15);
		expect(await forgotten()).toEqual([0, 1]);
	});

	it('leaves the first clicks of visitors who come again under their ids, though the clicks are purged', async () => {
		await storage.logPurger().purge({ before: MORNING + 4 * DAY, readUpTo: 15 });
		await storage.logPurger().forgetFirstClicks(MORNING - 10 * DAY, 15);
		expect(await forgotten()).toEqual([]);
	});
};
