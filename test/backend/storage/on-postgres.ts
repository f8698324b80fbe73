import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresStorage, preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import type { Storage } from '../../../backend/src/storage/storage.ts';
import { openLine, type Line } from '../../support/line.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { tracked } from './conformance/subject.ts';

/** A database of its own for each test, and processes that use it. */
export interface PostgresSubject {
	/** The database's address, past the line that the processes use. */
	readonly url: string;
	/** A process's own folder: that of all that are started without one. */
	readonly dataDir: string;
	/** The line between the processes and the database. */
	readonly line: Line;
	/** The storage as another process opens it. */
	start(settings?: { dataDir?: string; spoolBytes?: number }): Promise<Storage>;
	/** Closes what was opened so far, as a process does that ends. */
	end(): void;
	/** While `work` is under way, nobody reaches the database. */
	away<T>(work: () => Promise<T>): Promise<T>;
}

/** Prepares a database before each test, and throws it away afterwards. */
export function onPostgres(): PostgresSubject {
	const open = new Set<{ close(): void }>();
	let [name, url, dataDir] = ['', '', ''];
	let line: Line;
	beforeEach(async () => {
		name = randomUUID();
		url = await databaseFor(name);
		line = await openLine(url);
		dataDir = await mkdtemp(join(tmpdir(), 'linkmill-storage-'));
	});
	const end = () => {
		for (const part of open) part.close();
		open.clear();
	};
	afterEach(async () => {
		end();
		await line.close();
		await dropDatabaseOf(name);
		await rm(dataDir, { recursive: true, force: true });
	});
	return {
		get url() { return url; },
		get dataDir() { return dataDir; },
		get line() { return line; },
		async start(settings = {}) {
			const all = { kind: 'postgres', url: line.url, dataDir, spoolBytes: 20_000_000, ...settings } as const;
			await preparePostgres(all);
			return tracked(postgresStorage(all), open);
		},
		end,
		async away(work) {
			line.cut();
			try {
				return await work();
			} finally {
				line.mend();
			}
		},
	};
}

/** Resolves once `check` throws no more. */
export async function eventually(check: () => void | Promise<void>, timeout = 10_000): Promise<void> {
	for (const deadline = performance.now() + timeout; ; ) {
		try {
			await check();
			return;
		} catch (error) {
			if (performance.now() > deadline) throw error;
			await sleep(10);
		}
	}
}
