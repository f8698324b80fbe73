import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { eventId } from '../../../backend/src/events/event-id.ts';
import { Database } from '../../../backend/src/storage/sqlite/database.ts';
import { dataFiles, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder } from '../../../backend/src/storage/sqlite/storage.ts';
import { aHit, aLink, aWebhook, DAY, MORNING } from './conformance/samples.ts';
import { catchUp, everyEvent, inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const tomorrow = (linkId: number) => aHit(linkId, { occurredAt: MORNING + DAY });

describe('accidents', () => {
	const folder = temporaryFolder('accidents');
	const positions = async () => (await inDataFolder(folder.path, everyEvent)).map((event) => event.position);

	it('a day that cannot be begun costs the hits of that time and no others', async () => {
		await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			await log.append([aHit(1)]);
			// A folder where the new segment is to be made stands for a disk that is full.
			const day = new Date(MORNING + DAY).toISOString().slice(0, 10);
			const obstacle = join(folder.path, 'log', `${'2'.padStart(15, '0')}-${day}.db.new`);
			mkdirSync(obstacle);
			await expect(log.append([tomorrow(2)])).rejects.toThrow();
			expect(log.head()).toBe(1);
			rmSync(obstacle, { recursive: true });
			await log.append([tomorrow(3), tomorrow(4)]);
			expect((await everyEvent(storage)).map((event) => event.linkId)).toEqual([1, 3, 4]);
		});
		expect(await positions()).toEqual([1, 2, 3]);
	});

	it('a process that dies while it begins a day leaves nothing that the next one trips over', async () => {
		await inDataFolder(folder.path, (storage) => storage.clickLog().append([aHit(1)]));
		new DatabaseSync(join(folder.path, 'log', '000000000000002-2999-01-01.db.new')).exec('CREATE TABLE half (done)');
		await inDataFolder(folder.path, (storage) => storage.clickLog().append([tomorrow(2)]));
		expect(await positions()).toEqual([1, 2]);
	});

	it('a hit that cannot be written takes the others of its batch with it, and nothing else', async () => {
		await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			await log.append([aHit(1)]);
			const broken = { ...aHit(2), linkId: 'two' as unknown as number };
			await expect(log.append([aHit(2), broken])).rejects.toThrow();
			await log.append([aHit(3)]);
			expect((await everyEvent(storage)).map((event) => [event.position, event.linkId])).toEqual([[1, 1], [2, 3]]);
		});
	});

	it('a log that lost its end to a power cut goes on after the furthest of its readers, with new ids', async () => {
		const files = dataFiles(folder.path);
		await inDataFolder(folder.path, (storage) => storage.clickLog().append([aHit(1), aHit(1)]));
		cpSync(files.log, join(folder.path, 'earlier'), { recursive: true });
		const lost = await inDataFolder(folder.path, async (storage) => {
			await storage.clickLog().append([aHit(2), aHit(2), aHit(2)]);
			await catchUp(storage);
			const epochs = await storage.eventReader().epochs();
			return [3, 4, 5].map((position) => eventId(position, epochs));
		});
		rmSync(files.log, { recursive: true });
		cpSync(join(folder.path, 'earlier'), files.log, { recursive: true });
		await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			await log.append([aHit(7), aHit(7)]);
			await catchUp(storage);
			const reader = storage.eventReader();
			const events = await reader.enriched(5, 10);
			expect(events.map((event) => [event.position, event.linkId, event.enrichment?.isUnique])).toEqual([[6, 7, true], [7, 7, false]]);
			expect((await storage.analyticsReader().totals([7]))[0]?.totalClicks).toBe(2);
			const epochs = await reader.epochs();
			expect(lost).not.toContain(eventId(6, epochs));
			expect(eventId(6, epochs) > lost.at(-1)!).toBe(true);
		});
		expect(await positions()).toEqual([1, 2, 6, 7]);
	});

	it('links that lost their end to a power cut still get their later events into the log', async () => {
		const files = dataFiles(folder.path);
		prepareDataFolder(folder.path, 'process');
		cpSync(files.links, join(folder.path, 'earlier.db'));
		const created = (linkId: number) => ({ type: 'link.created' as const, occurredAt: MORNING, linkId, linkVersion: 1 });
		await inDataFolder(folder.path, async (storage) => {
			await storage.linkWriter().transaction(async (transaction) => {
				await transaction.insert([aLink(1)]);
				await transaction.emit([created(1), created(1)]);
				await transaction.webhooks.insert(aWebhook());
			});
			await storage.clickLog().copyOutbox();
			await catchUp(storage);
		});
		for (const suffix of ['', '-wal', '-shm']) rmSync(files.links + suffix, { force: true });
		cpSync(join(folder.path, 'earlier.db'), files.links);
		await inDataFolder(folder.path, async (storage) => {
			const webhook = await storage.linkWriter().transaction(async (transaction) => {
				await transaction.emit([created(8), created(9)]);
				return transaction.webhooks.insert(aWebhook());
			});
			expect(await storage.clickLog().copyOutbox()).toBe(2);
			expect((await everyEvent(storage)).map((event) => event.linkId)).toEqual([1, 1, 8, 9]);
			expect(await storage.deliveryReader().progress(webhook.id)).toBeUndefined();
		});
	});

	it('a reader that holds a snapshot, as a backup does, makes no visitor wait', async () => {
		await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			await log.append([aHit(1)]);
			const newest = segmentsIn(join(folder.path, 'log')).at(-1)!.name;
			const reader = new Database(join(folder.path, 'log', newest), { access: 'read' });
			reader.exec('BEGIN');
			reader.get('SELECT count(*) FROM events');
			await log.append([aHit(2)]);
			const started = performance.now();
			log.restartWal();
			// Five seconds is what every other lock is waited for.
			expect(performance.now() - started).toBeLessThan(2500);
			await log.append([aHit(3)]);
			reader.exec('ROLLBACK');
			reader.close();
			log.restartWal();
		});
		expect(await positions()).toEqual([1, 2, 3]);
	});

	it('a reader in another thread never meets a half-made file while days pass', async () => {
		prepareDataFolder(folder.path, 'process');
		const { log, enriched } = dataFiles(folder.path);
		const module = new URL('../../../backend/src/storage/sqlite/event-reader.ts', import.meta.url).href;
		const days = 40;
		const code = `import { SqliteEventReader } from ${JSON.stringify(module)};
			import { parentPort } from 'node:worker_threads';
			const reader = new SqliteEventReader(${JSON.stringify(log)}, ${JSON.stringify(enriched)});
			let [seen, rounds] = [[], 0];
			parentPort.postMessage('ready');
			while (seen.length < ${String(days)}) {
				rounds++;
				for (const event of await reader.logged(seen.at(-1) ?? 0, 100)) seen.push(event.position);
				await reader.head(); await reader.epochs(); await reader.enrichedHead(); await reader.enriched(0, 10);
			}
			reader.close();
			parentPort.postMessage({ seen, rounds });`;
		const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
		const [ready, done] = [Promise.withResolvers<unknown>(), Promise.withResolvers<unknown>()];
		worker.on('message', (message: unknown) => {
			if (message === 'ready') ready.resolve(message);
			else done.resolve(message);
		});
		worker.once('error', done.reject);
		await ready.promise;
		await inDataFolder(folder.path, async (storage) => {
			const clickLog = storage.clickLog();
			for (let day = 0; day < days; day++) {
				await clickLog.append([aHit(1, { occurredAt: MORNING + day * DAY })]);
				await catchUp(storage);
			}
			expect(await done.promise).toMatchObject({ seen: Array.from({ length: days }, (_, index) => index + 1) });
		});
		expect(readdirSync(log).filter((name) => name.endsWith('.db'))).toHaveLength(days);
	});
});
