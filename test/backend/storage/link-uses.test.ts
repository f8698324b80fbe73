import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { NewHit } from '../../../backend/src/storage/storage.ts';
import { dayOf } from '../../../backend/src/storage/log-days.ts';
import { dataFiles, segmentName, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder } from '../../../backend/src/storage/sqlite/storage.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { catchUp, everyEvent, inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const limited = (linkId: number, day: number): NewHit => ({ ...aHit(linkId, { kind: 'human', occurredAt: MORNING + day * DAY }), limit: { max: 9, startedFrom: 0 } });

describe('the segments of the log', () => {
	const folder = temporaryFolder('segments');

	it('carry a counter along until nobody has used it for thirty days, and say so', async () => {
		await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			const { completeSince } = await log.uses(1);
			await log.append([limited(1, 0), limited(2, 0)]);
			await log.append([limited(1, 20)]);
			expect([(await log.uses(1)).counter?.used, (await log.uses(2)).counter?.used]).toEqual([2, 1]);
			expect((await log.uses(2)).completeSince).toBe(completeSince);
			await log.append([aHit(9, { occurredAt: MORNING + 31 * DAY })]);
			expect([(await log.uses(1)).counter?.used, (await log.uses(2)).counter]).toEqual([2, undefined]);
			expect((await log.uses(2)).completeSince).toBeGreaterThan(MORNING);
		});
	});

	it('do not say that a link is unused after the log has lost its end: the reports are asked', async () => {
		await inDataFolder(folder.path, (storage) => storage.clickLog().append([limited(1, 0)]));
		const before = await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			await log.append([limited(2, 0)]);
			await catchUp(storage);
			return log.uses(2);
		});
		// A power cut took the log's last commits, and left what had been counted of them.
		const files = dataFiles(folder.path);
		rmSync(files.log, { recursive: true });
		await inDataFolder(folder.path, async (storage) => {
			const lost = await storage.clickLog().uses(2);
			expect(lost.counter).toBeUndefined();
			expect(lost.completeSince).toBeGreaterThan(before.completeSince);
		});
	});

	it('of the first format are read as they are, beside newer ones', async () => {
		const { log } = dataFiles(folder.path);
		prepareDataFolder(folder.path, 'process');
		for (const { name } of segmentsIn(log)) rmSync(join(log, name));
		const schema = readFileSync(join(import.meta.dirname, '../../../backend/src/storage/sqlite/schema/segment/001-segment.sql'), 'utf8');
		const old = (first: number, day: number) => {
			const path = join(log, segmentName(first, dayOf(MORNING + day * DAY)));
			const database = new DatabaseSync(path);
			database.exec(`${schema}; PRAGMA journal_mode = WAL; PRAGMA user_version = 1; INSERT INTO outbox_mark VALUES (0); INSERT INTO epochs VALUES (1, 1)`);
			database.prepare(`INSERT INTO events VALUES (?, 1, 'link.clicked', ?, 1, 1, '0123456789ab', 'aa11', 'DE', NULL, 'Mozilla/5.0', '', 'de', 'x=1')`).run(first, MORNING + day * DAY);
			database.close();
			return path;
		};
		const oldest = old(1, -2);
		old(2, -1);
		await inDataFolder(folder.path, async (storage) => {
			const clickLog = storage.clickLog();
			expect(await clickLog.append([limited(1, -1), { ...aHit(1, { variant: 'B' }), occurredAt: MORNING }])).toEqual(new Map());
			const events = await everyEvent(storage);
			expect(events.map(({ position, hit }) => [position, hit?.variant, hit?.kind, hit?.query])).toEqual([
				[1, null, null, 'x=1'], [2, null, null, 'x=1'], [3, null, 'human', 'utm_source=mail'], [4, 'B', null, 'utm_source=mail'],
			]);
		});
		const after = new DatabaseSync(oldest, { readOnly: true });
		expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
		after.close();
	});
});
