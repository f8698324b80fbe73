import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './database.ts';

/** Holds a data folder for this process. */
export interface FolderLock {
	release(): void;
}

/**
 * Takes the data folder for this process. The lock is an exclusive SQLite transaction that is never
 * committed: the operating system lets go of it when the process ends, however it ends.
 *
 * @throws where another process has it, naming that process
 */
export function lockFolder(folder: string): FolderLock {
	const owner = join(folder, 'owner');
	const database = new Database(join(folder, 'lock.db'), { access: 'lock' });
	try {
		database.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		database.close();
		throw new Error(`The data folder ${folder} is in use by process ${ownerOf(owner)}. Stop it first, or choose another LINKMILL_DATA_DIR.`, { cause: error });
	}
	writeFileSync(owner, String(process.pid));
	return { release: () => { database.close(); } };
}

function ownerOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '(unknown)';
	}
}
