import { eventId, eventPosition } from '../../../backend/src/events/event-id.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('epochs of a data folder', () => {
	const folder = temporaryFolder('epochs');

	it('begin with each start, and old positions keep their old ids', async () => {
		const before = await inDataFolder(folder.path, async (storage) => {
			await storage.clickLog().append([aHit(1), aHit(1)]);
			return storage.eventReader().epochs();
		});
		const after = await inDataFolder(folder.path, async (storage) => {
			await storage.clickLog().append([aHit(1, { occurredAt: MORNING + DAY })]);
			return storage.eventReader().epochs();
		});
		expect(after).toEqual([...before, { epoch: expect.any(Number) as number, from: 3 }]);
		expect(after[1]!.epoch).toBeGreaterThan(after[0]!.epoch);
		expect([1, 2].map((position) => eventId(position, after))).toEqual([1, 2].map((position) => eventId(position, before)));
		expect(eventPosition(eventId(3, before), after)).toBe(2);
		expect(eventPosition(eventId(3, after), after)).toBe(3);
	});
});
