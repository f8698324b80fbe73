import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { eventId } from '../../../backend/src/events/event-id.ts';
import { backupDataFolder, MANIFEST } from '../../../backend/src/storage/sqlite/backup.ts';
import { lockFolder } from '../../../backend/src/storage/sqlite/folder-lock.ts';
import { restoreDataFolder } from '../../../backend/src/storage/sqlite/restore.ts';
import { prepareDataFolder } from '../../../backend/src/storage/sqlite/storage.ts';
import type { Storage } from '../../../backend/src/storage/storage.ts';
import { aHit, aLink, aWebhook, DAY, FULL_LINK, MORNING } from './conformance/samples.ts';
import { catchUp, everyEvent, inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const created = (linkId: number) => ({ type: 'link.created' as const, occurredAt: MORNING, linkId, linkVersion: 1 });
const emit = (storage: Storage, ...linkIds: number[]) => storage.linkWriter().transaction((transaction) => transaction.emit(linkIds.map(created)));

describe('a backup', () => {
	const folder = temporaryFolder('backup');
	let data: string;
	let backup: string;
	let restored: string;

	beforeEach(async () => {
		[data, backup, restored] = ['data', 'backup', 'restored'].map((name) => join(folder.path, name)) as [string, string, string];
		await inDataFolder(data, async (storage) => {
			await storage.linkWriter().transaction(async (transaction) => {
				await transaction.insert([FULL_LINK, aLink(8)]);
				await transaction.webhooks.insert(aWebhook());
				await transaction.keys.insert({ name: 'n8n', hash: 'ff', scopes: ['read'], createdAt: MORNING, expiresAt: null, revokedAt: null });
			});
			const log = storage.clickLog();
			for (const day of [0, 1, 2]) await log.append([aHit(7, { occurredAt: MORNING + day * DAY }), aHit(8, { visitorId: 'bb' })]);
			await catchUp(storage);
		});
	});

	const contents = (path: string) =>
		inDataFolder(path, async (storage) => ({
			links: await storage.linkReader().list({}, { by: 'created_at', descending: true }, { limit: 10 }),
			keys: await storage.keyReader().list(),
			webhooks: await storage.webhookReader().all(),
			events: await everyEvent(storage),
			enriched: await storage.eventReader().enriched(2, 10),
			enrichedTo: await storage.enrichmentWriter().cursor(),
			counted: await storage.analyticsReader().together([7, 8], { from: null, to: null }),
			countedTo: await storage.analyticsReader().cursor(),
			delivered: await storage.deliveryReader().progress(1),
			first: await storage.enrichmentWriter().firstClicks([{ position: 1, linkId: 7, visitorId: 'aa11' }, { position: 9, linkId: 7, visitorId: 'aa11' }]),
		}));

	it('holds everything, and restores to the same', async () => {
		writeFileSync(join(data, 'visitor-salt.json'), '{"salt":"s"}');
		writeFileSync(join(data, 'admin.key'), 'lm_secret');
		const manifest = await backupDataFolder(data, backup);
		expect(manifest).toMatchObject({ links_at: 6, log_at: 6 });
		const found = readdirSync(backup, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
		expect(found.sort()).toEqual([...manifest.files, MANIFEST].sort());
		restoreDataFolder(backup, restored, 'process');
		expect(await contents(restored)).toEqual(await contents(data));
		expect(readFileSync(join(restored, 'visitor-salt.json'), 'utf8')).toBe('{"salt":"s"}');
		expect(readFileSync(join(restored, 'admin.key'), 'utf8')).toBe('lm_secret');
		expect(existsSync(join(restored, 'restoring'))).toBe(false);
	});

	it('taken while others write has no reader that is ahead of the log', async () => {
		await inDataFolder(data, async (storage) => {
			const log = storage.clickLog();
			let done = false;
			const load = (async () => {
				for (let i = 0; !done; i++) {
					await log.append(Array.from({ length: 20 }, (_, n) => aHit(7, { occurredAt: MORNING + (3 + Math.floor(i / 20)) * DAY, visitorId: `v${String(i)}-${String(n)}` })));
					await emit(storage, 7);
					if (i % 5 === 0) await catchUp(storage);
					await turn();
				}
			})();
			await backupDataFolder(data, backup).finally(() => {
				done = true;
			});
			await load;
		});
		const manifest = restoreDataFolder(backup, restored, 'process');
		await inDataFolder(restored, async (storage) => {
			const head = storage.clickLog().head();
			expect(head).toBe(manifest.log_at);
			expect(head).toBeGreaterThan(manifest.links_at - 1);
			const cursors = [await storage.enrichmentWriter().cursor(), await storage.analyticsReader().cursor(), (await storage.deliveryReader().progress(1))!.cursor];
			for (const cursor of cursors) expect(cursor).toBeLessThanOrEqual(head);
			await catchUp(storage);
			const events = await everyEvent(storage);
			expect(events.map((event) => event.position)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
			const totals = await storage.analyticsReader().together([7, 8], { from: null, to: null });
			expect(totals.human).toBe(events.filter((event) => event.type === 'link.clicked').length);
			expect(totals.visitors).toBe(new Set(events.flatMap((event) => event.hit?.visitorId ?? [])).size);
		});
	});

	it('gives no id again that the original gives after it, however often it is restored', async () => {
		await backupDataFolder(data, backup);
		const idsAfter = (path: string) =>
			inDataFolder(path, async (storage) => {
				await storage.clickLog().append([aHit(7), aHit(7)]);
				const epochs = await storage.eventReader().epochs();
				return [7, 8].map((position) => eventId(position, epochs));
			});
		const original = await idsAfter(data);
		restoreDataFolder(backup, restored, 'process');
		const once = await idsAfter(restored);
		restoreDataFolder(backup, join(folder.path, 'again'), 'process');
		const again = await idsAfter(join(folder.path, 'again'));
		expect(new Set([...original, ...once, ...again]).size).toBe(6);
		expect([...original, ...once].sort()).toEqual([...original, ...once]);
	});

	it('keeps what waits in the outbox, once', async () => {
		await inDataFolder(data, async (storage) => {
			await emit(storage, 1);
			await storage.clickLog().copyOutbox();
			await emit(storage, 2, 3);
		});
		await backupDataFolder(data, backup);
		restoreDataFolder(backup, restored, 'process');
		await inDataFolder(restored, async (storage) => {
			await emit(storage, 4);
			await storage.clickLog().copyOutbox();
		});
		const events = await inDataFolder(restored, everyEvent);
		expect(events.slice(6).map((event) => event.linkId)).toEqual([1, 2, 3, 4]);
	});

	it('whose links are older than its log loses no event that comes later, and gives no version twice', async () => {
		await backupDataFolder(data, backup);
		await inDataFolder(data, async (storage) => {
			await storage.linkWriter().transaction(async (transaction) => {
				const after = { ...FULL_LINK, title: 'changed', version: 6 };
				await transaction.replace([{ before: FULL_LINK, after }], { keyId: 1, at: MORNING, changeId: null });
				await transaction.emit([created(1), created(2), { ...created(7), type: 'link.updated', linkVersion: 6 }]);
			});
			await storage.clickLog().copyOutbox();
		});
		const later = join(folder.path, 'later');
		await backupDataFolder(data, later);
		const files = readdirSync(join(later, 'log'));
		for (const name of files) cpSync(join(later, 'log', name), join(backup, 'log', name));
		restoreDataFolder(backup, restored, 'process');
		await inDataFolder(restored, async (storage) => {
			expect(await storage.linkReader().find({ id: 7 })).toEqual({ ...FULL_LINK, version: 6 });
			await emit(storage, 11, 12);
			await storage.clickLog().copyOutbox();
			expect((await everyEvent(storage)).slice(6).map((event) => event.linkId)).toEqual([1, 2, 7, 11, 12]);
		});
	});

	it('needs a place of its own, and leaves others alone', async () => {
		mkdirSync(backup);
		writeFileSync(join(backup, 'notes.txt'), 'mine');
		await expect(backupDataFolder(data, backup)).rejects.toThrow('is not empty');
		expect(readdirSync(backup)).toEqual(['notes.txt']);
		await expect(backupDataFolder(join(folder.path, 'nothing'), restored)).rejects.toThrow('There is no data');
		expect(existsSync(restored)).toBe(false);
	});

	it('that fails leaves nothing behind', async () => {
		truncateSync(join(data, 'links.db'), 0);
		writeFileSync(join(data, 'links.db'), 'no database at all, '.repeat(100));
		await expect(backupDataFolder(data, backup)).rejects.toThrow();
		expect(existsSync(backup)).toBe(false);
	});

	describe('that cannot be restored leaves the target as it was', () => {
		beforeEach(() => backupDataFolder(data, backup));

		it('when it is not complete', () => {
			rmSync(join(backup, MANIFEST));
			expect(() => restoreDataFolder(backup, restored, 'process')).toThrow('holds no complete backup');
			expect(existsSync(restored)).toBe(false);
		});

		it.each(['links.db', 'analytics.db'])('when %s is missing', (name) => {
			rmSync(join(backup, name));
			expect(() => restoreDataFolder(backup, restored, 'process')).toThrow(`damaged: ${name} is missing`);
			expect(existsSync(restored)).toBe(false);
		});

		it('when a file is damaged', () => {
			mkdirSync(restored);
			const path = join(backup, 'links.db');
			const bytes = readFileSync(path);
			writeFileSync(path, bytes.fill(0xff, 4096, bytes.length - 100));
			expect(() => restoreDataFolder(backup, restored, 'process')).toThrow(/damaged: .*links\.db/);
			expect(readdirSync(restored)).toEqual([]);
		});

		it('when it was made by a newer version', () => {
			writeFileSync(join(backup, MANIFEST), '{"format":2}');
			expect(() => restoreDataFolder(backup, restored, 'process')).toThrow('newer version');
		});

		it('when the target holds something', () => {
			mkdirSync(restored);
			writeFileSync(join(restored, 'links.db'), 'precious');
			expect(() => restoreDataFolder(backup, restored, 'process')).toThrow('is not empty');
			expect(readdirSync(restored)).toEqual(['links.db']);
			expect(readFileSync(join(restored, 'links.db'), 'utf8')).toBe('precious');
		});

		it('when the target is in use', () => {
			const lock = lockFolder(restored);
			const before = readdirSync(restored);
			expect(() => restoreDataFolder(backup, restored, 'process')).toThrow(`in use by process ${String(process.pid)}`);
			expect(readdirSync(restored)).toEqual(before);
			lock.release();
		});
	});

	it('can be restored again after a restore that was interrupted, which no server starts on', async () => {
		await backupDataFolder(data, backup);
		mkdirSync(join(restored, 'restoring', 'log'), { recursive: true });
		writeFileSync(join(restored, 'analytics.db'), 'moved already');
		expect(() => prepareDataFolder(restored, 'process')).toThrow('was interrupted');
		restoreDataFolder(backup, restored, 'process');
		expect(await inDataFolder(restored, everyEvent)).toHaveLength(6);
	});
});
