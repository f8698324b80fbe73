import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Database, migrate, type Durability } from './database.ts';

/**
 * Makes a database that is there complete or not at all: readers in other threads look for files by name, and a
 * process may be killed at any line.
 */
export function createDatabase(path: string, schema: string, durability: Durability, fill: (database: Database) => void): void {
	const unfinished = `${path}.new`;
	for (const leftover of ['', '-wal', '-shm']) rmSync(unfinished + leftover, { force: true });
	const database = new Database(unfinished, { access: 'write', durability });
	try {
		migrate(database, schema);
		database.transaction(() => fill(database));
	} finally {
		database.close();
	}
	renameSync(unfinished, path);
	if (durability === 'power') syncFolder(dirname(path));
}

/** Makes names in a folder durable. Windows cannot open folders, and has no need to. */
function syncFolder(path: string): void {
	if (process.platform === 'win32') return;
	const folder = openSync(path, 'r');
	fsyncSync(folder);
	closeSync(folder);
}
