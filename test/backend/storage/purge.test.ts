import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupDataFolder } from '../../../backend/src/storage/sqlite/backup.ts';
import { dataFiles, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import { sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import type { EventReader, Storage } from '../../../backend/src/storage/storage.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { tracked } from './conformance/subject.ts';
import { catchUp, everyEvent } from './data-folder.ts';
import { prepareSince } from './old-days.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the old end of the log', () => {
	const folder = temporaryFolder('purge');
	const open = new Set<{ close(): void }>();
	let storage: Storage;

	/** Ten days of five hits, up to today. */
	beforeEach(async () => {
		prepareSince(folder.path, MORNING - 9 * DAY);
		storage = tracked(sqliteStorage(folder.path, 'process'), open);
		const log = storage.clickLog();
		for (let day = 9; day >= 0; day--) await log.append([1, 2, 3, 4, 5].map((linkId) => aHit(linkId, { occurredAt: MORNING - day * DAY, visitorId: String(day).padStart(16, '0') })));
		await catchUp(storage);
	});
	afterEach(() => {
		for (const part of open) part.close();
		open.clear();
	});

	const all = { before: MORNING + 900 * DAY, readUpTo: Infinity };
	const names = (path: string) => segmentsIn(path).map(({ name }) => name);

	it('goes day by day, with what was derived from it, but for the newest', async () => {
		const { log, enriched } = dataFiles(folder.path);
		const purger = storage.logPurger();
		expect(await purger.purge({ before: MORNING - 7 * DAY, readUpTo: 50 })).toBe(2);
		expect((await everyEvent(storage)).map(({ position }) => position)).toEqual(Array.from({ length: 40 }, (_, index) => index + 11));
		expect([names(log).length, await storage.eventReader().begin()]).toEqual([8, 11]);
		expect(await purger.purge(all)).toBe(7);
		expect([await storage.eventReader().begin(), await storage.eventReader().head(), await storage.eventReader().enrichedHead()]).toEqual([46, 50, 50]);
		expect(names(enriched)).toEqual(names(log));
		expect(await purger.purge(all)).toBe(0);
		await storage.clickLog().append([aHit(1)]);
		expect(await storage.eventReader().head()).toBe(51);
	});

	it('is read to the end of a day by whoever has it open, and then goes on behind the gap', async () => {
		const readers = Array.from({ length: 2 }, () => storage.eventReader());
		const [logged, enriched] = readers as [EventReader, EventReader];
		expect([(await logged.logged(5, 2)).length, (await enriched.enriched(5, 2)).length]).toEqual([2, 2]);
		await storage.logPurger().purge({ before: MORNING - 5 * DAY, readUpTo: 50 });
		expect((await logged.logged(7, 10)).map(({ position }) => position)).toEqual([21, 22, 23, 24, 25]);
		expect((await enriched.enriched(7, 10)).map(({ position, enrichment }) => [position, enrichment?.kind])).toEqual([21, 22, 23, 24, 25].map((position) => [position, 'human']));
		const clicks = storage.clickReader();
		const page = await clicks.list({}, { descending: false, limit: 3, beyond: 7 });
		expect(page.clicks.map(({ position }) => position)).toEqual([21, 22, 23]);
	});

	it('leaves no hit without what was derived from it, wherever a purge dies', async () => {
		const { log, enriched } = dataFiles(folder.path);
		const [oldest] = names(log) as [string];
		rmSync(join(log, oldest));
		expect((await storage.eventReader().enriched(0, 10))[0]).toMatchObject({ position: 6, enrichment: { kind: 'human' } });
		expect(await storage.logPurger().purge({ before: MORNING - 9 * DAY, readUpTo: 50 })).toBe(0);
		expect([existsSync(join(enriched, oldest)), names(enriched)]).toEqual([false, names(log)]);
	});

	it('may go while a backup is made, which is then as if it had gone before', async () => {
		for (let round = 0; round < 3; round++) {
			const to = join(folder.path, `backup-${String(round)}`);
			const making = backupDataFolder(folder.path, to);
			await new Promise((resolve) => setTimeout(resolve, 3 * round));
			await storage.logPurger().purge({ before: MORNING - (8 - 2 * round) * DAY, readUpTo: 50 });
			const { files } = await making;
			const [log, enriched] = [segmentsIn(dataFiles(to).log), segmentsIn(dataFiles(to).enriched)];
			expect(enriched).toEqual(log);
			expect(files.filter((name) => name.startsWith('log/'))).toEqual(log.map(({ name }) => `log/${name}`));
			const copy = tracked(sqliteStorage(to, 'process'), open);
			const positions = (await everyEvent(copy)).map(({ position }) => position);
			expect(positions).toEqual(Array.from({ length: 51 - positions[0]! }, (_, index) => positions[0]! + index));
		}
	});
});
