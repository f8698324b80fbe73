import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventId } from '../../backend/src/events/event-id.ts';
import { linkmill } from '../backend/commands/command.ts';
import { everyEvent, inDataFolder } from '../backend/storage/data-folder.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { client } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';
import { clicksReported, createLinks, SLUGS } from './reports.ts';
import { crowd, visitsIn } from './visitors.ts';

const idsOf = (folder: string) =>
	inDataFolder(folder, async (storage) => {
		const epochs = await storage.eventReader().epochs();
		return (await everyEvent(storage)).map((event) => eventId(event.position, epochs));
	});

describe('a backup taken under load', () => {
	const folder = temporaryFolder('live-backup');

	it('restores to a server whose reports agree with its log, and whose events have ids of their own', async () => {
		const [data, backup, restored] = ['data', 'backup', 'restored'].map((name) => join(folder.path, name)) as [string, string, string];
		const original = await startBackend({ LINKMILL_DATA_DIR: data });
		await createLinks(original);
		const visitors = crowd(original.url, SLUGS);
		await sleep(500);
		const before = new Set(visitors.answered);
		const made = await linkmill(['backup', backup], { LINKMILL_DATA_DIR: data });
		expect(made).toMatchObject({ status: 0, stderr: expect.stringContaining('Backed up') as string });
		await sleep(300);
		await visitors.stop();
		expect(await clicksReported(original)).toBe(visitsIn(await readWhileServed(data)).length);
		await original.stop();

		expect(await linkmill(['restore', backup], { LINKMILL_DATA_DIR: restored })).toMatchObject({ status: 0 });
		const kept = await inDataFolder(restored, everyEvent);
		const visits = visitsIn(kept);
		expect([...before].filter((number) => !visits.includes(number))).toEqual([]);
		expect(kept.length).toBeLessThan((await inDataFolder(data, everyEvent)).length);

		const server = await startBackend({ LINKMILL_DATA_DIR: restored });
		const more = crowd(server.url, SLUGS);
		await sleep(500);
		await more.stop();
		await client(server).post('/v1/links', { destination: 'https://example.com/after', tags: ['fault'] });
		expect(more.answered.size).toBeGreaterThan(0);
		expect(await clicksReported(server)).toBe(visits.length + more.answered.size);
		await server.stop();

		const [originalIds, restoredIds] = [await idsOf(data), await idsOf(restored)];
		expect(restoredIds.slice(0, kept.length)).toEqual(originalIds.slice(0, kept.length));
		const after = new Set(originalIds.slice(kept.length));
		expect(after.size).toBeGreaterThan(0);
		expect(restoredIds.slice(kept.length).filter((id) => after.has(id))).toEqual([]);
		expect(restoredIds.toSorted()).toEqual(restoredIds);
		expect(visitsIn(await inDataFolder(restored, everyEvent))).toHaveLength(visits.length + more.answered.size);
	}, 120_000);
});

/** The log of a folder that a server has: reading needs no lock. */
async function readWhileServed(folder: string) {
	const { SqliteEventReader } = await import('../../backend/src/storage/sqlite/event-reader.ts');
	const reader = new SqliteEventReader(join(folder, 'log'), join(folder, 'enriched'));
	const events = await reader.logged(0, 1_000_000);
	reader.close();
	return events;
}
