import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './database.ts';

/** Holds a data folder for this process. */
export interface FolderLock {
	release(): void;
}

/** Locks that are held: a connection that nobody refers to would be closed by the garbage collector, and its lock with it. */
const held = new Set<Database>();

/** Primary result code of SQLite for "somebody else has the lock" (https://www.sqlite.org/rescode.html#busy). */
const SQLITE_BUSY = 5;

/**
 * Takes the data folder for this process, and makes it where it is missing. The lock is an exclusive SQLite transaction that is
 * never committed: the operating system lets go of it when the process ends, however it ends.
 *
 * @throws where another process has it, naming that process
 */
export function lockFolder(folder: string): FolderLock {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const owner = join(folder, 'owner');
	const database = new Database(join(folder, 'lock.db'), { access: 'lock' });
	try {
		database.exec('BEGIN EXCLUSIVE');
		writeFileSync(owner, String(process.pid));
	} catch (error) {
		database.close();
		if ((error as { errcode?: unknown }).errcode !== SQLITE_BUSY) throw error;
		throw new FolderInUseError(folder, ownerOf(owner), { cause: error });
	}
	held.add(database);
	return {
		release: () => {
			if (held.delete(database)) database.close();
		},
	};
}

/** The data folder belongs to another process at the moment. */
export class FolderInUseError extends Error {
	/** Id of that process. */
	readonly owner: string;

	constructor(folder: string, owner: string, options: ErrorOptions) {
		super(`The data folder ${folder} is in use by process ${owner}. Stop it first, or choose another LINKMILL_DATA_DIR.`, options);
		this.name = 'FolderInUseError';
		this.owner = owner;
	}
}

function ownerOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '(unknown)';
	}
}
