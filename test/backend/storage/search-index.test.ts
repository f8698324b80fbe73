/** The file of the index comes from links.db, and is made again from it whenever it does not fit. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexNext } from '../../../backend/src/search/index-links.ts';
import { backupDataFolder } from '../../../backend/src/storage/sqlite/backup.ts';
import { Database } from '../../../backend/src/storage/sqlite/database.ts';
import { restoreDataFolder } from '../../../backend/src/storage/sqlite/restore.ts';
import { dataFiles } from '../../../backend/src/storage/sqlite/segments.ts';
import type { Storage } from '../../../backend/src/storage/storage.ts';
import { aLink, MORNING } from './conformance/samples.ts';
import { inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder('search-index');

async function insert(storage: Storage, ...ids: number[]): Promise<void> {
	await storage.linkWriter().transaction(async (transaction) => {
		await transaction.insert(ids.map((id) => aLink(id)));
		await transaction.emit(ids.map((id) => ({ type: 'link.created', occurredAt: MORNING, linkId: id, linkVersion: 1 })));
	});
}

async function catchUp(storage: Storage): Promise<number> {
	const [feed, index] = [storage.linkFeed(), storage.indexWriter()];
	let rounds = 0;
	while (!(await indexNext(feed, index, 2)).idle) rounds++;
	return rounds;
}

const found = async (storage: Storage) =>
	(await storage.linkReader().list({ search: ['example'] }, { by: 'created_at', descending: false }, { limit: 10 })).links.map(({ id }) => id);

function inFile(path: string, sql: string): void {
	const database = new Database(path, { access: 'write', durability: 'process' });
	database.exec(sql);
	database.close();
}

/** What the next start finds, once the index has caught up. */
const afterStart = () =>
	inDataFolder(folder.path, async (storage) => {
		const rounds = await catchUp(storage);
		return { rounds, found: await found(storage) };
	});

beforeEach(() =>
	inDataFolder(folder.path, async (storage) => {
		await insert(storage, 1, 2, 3, 4, 5);
		await catchUp(storage);
	}),
);

it('goes on where it was at the next start', async () => {
	expect(await afterStart()).toEqual({ rounds: 0, found: [1, 2, 3, 4, 5] });
});

it.each<[string, (path: string) => void]>([
	['is missing', (path) => rmSync(path)],
	['is no database', (path) => writeFileSync(path, 'this is not a database, but somebody wrote it there')],
	['is empty', (path) => writeFileSync(path, '')],
	['is of an earlier version', (path) => inFile(path, 'PRAGMA user_version = 0')],
	['is of a later version', (path) => inFile(path, 'PRAGMA user_version = 99; DROP TABLE documents')],
	['has lost its tables', (path) => inFile(path, 'DROP TABLE progress')],
	['is ahead of links.db, which lost its end with the power', (path) => inFile(path, 'UPDATE progress SET cursor = 1000000')],
])('is built again from the links where it %s', async (_what, harm) => {
	const { search } = dataFiles(folder.path);
	for (const journal of ['-wal', '-shm']) rmSync(search + journal, { force: true });
	harm(search);
	expect(await afterStart()).toEqual({ rounds: 3, found: [1, 2, 3, 4, 5] });
});

it('stays out of backups, and is built again after a restore', async () => {
	const [backup, restored] = [join(folder.path, 'backup'), join(folder.path, 'restored')];
	const { files } = await backupDataFolder(folder.path, backup);
	expect(files).toContain('links.db');
	expect([...files, ...readdirSync(backup)].filter((name) => name.startsWith('search'))).toEqual([]);
	restoreDataFolder(backup, restored, 'process');
	const again = await inDataFolder(restored, async (storage) => {
		await insert(storage, 6);
		await catchUp(storage);
		return found(storage);
	});
	expect(again).toEqual([1, 2, 3, 4, 5, 6]);
});

it('of a folder from before there was one is built at the first start', async () => {
	rmSync(dataFiles(folder.path).search);
	await inDataFolder(folder.path, async (storage) => {
		await storage.linkWriter().tidy(1_000_000, 0);
		await expect(found(storage)).rejects.toThrow('not complete');
		await catchUp(storage);
		expect(await found(storage)).toEqual([1, 2, 3, 4, 5]);
	});
});
