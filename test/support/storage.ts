import type { TargetContents } from '../../backend/src/storage/contents.ts';
import { openStorage, prepareStorage } from '../../backend/src/storage/open.ts';
import { Database } from '../../backend/src/storage/postgres/database.ts';
import { makeDay } from '../../backend/src/storage/postgres/log/days.ts';
import { withPostgresContents } from '../../backend/src/storage/postgres/storage.ts';
import type { StorageSettings } from '../../backend/src/storage/settings.ts';
import { SqliteContents } from '../../backend/src/storage/sqlite/contents.ts';
import type { Storage } from '../../backend/src/storage/storage.ts';
import { tracked } from '../backend/storage/conformance/subject.ts';
import { prepareSince } from '../backend/storage/old-days.ts';
import { databaseFor, ON_POSTGRES } from './postgres.ts';

/** Where a server that a test starts on this folder keeps its data. */
export async function storageOf(dataDir: string): Promise<StorageSettings> {
	return ON_POSTGRES ? { kind: 'postgres', url: await databaseFor(dataDir), dataDir, spoolBytes: 1_000_000 } : { kind: 'sqlite', dataDir, durability: 'process' };
}

/** Works on the data of a server, which may run meanwhile where `work` only reads. */
export async function inStorage<T>(dataDir: string, work: (storage: Storage) => Promise<T>): Promise<T> {
	const open = new Set<{ close(): void }>();
	try {
		return await work(tracked(openStorage(await storageOf(dataDir)), open));
	} finally {
		for (const part of open) part.close();
	}
}

/** Makes a storage whose log began at a time in the past: what is appended from there on is kept with those days. */
export async function prepareStorageSince(dataDir: string, time: number): Promise<void> {
	const settings = await storageOf(dataDir);
	if (settings.kind === 'sqlite') {
		prepareSince(dataDir, time);
		return;
	}
	await prepareStorage(settings);
	const database = new Database(settings.url, { connections: 1 });
	const day = new Date(time).toISOString().slice(0, 10);
	await makeDay(database, day);
	await database.run('UPDATE log_days SET first_position = CASE WHEN day = $1::date THEN 1 END', day);
	await database.run('UPDATE log_head SET day = $1::date', day);
	await database.close();
}

/** Fills a storage that no server uses, as a move from another does. */
export async function fillStorage(dataDir: string, work: (contents: TargetContents) => Promise<void>): Promise<void> {
	const settings = await storageOf(dataDir);
	await prepareStorage(settings);
	if (settings.kind === 'postgres') {
		await withPostgresContents(settings, work);
		return;
	}
	const contents = new SqliteContents(dataDir, settings.durability);
	await work(contents).finally(() => { contents.close(); });
}
