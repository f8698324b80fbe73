import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../backend/src/storage/postgres/database.ts';
import { postgresStorage, preparePostgres } from '../backend/src/storage/postgres/storage.ts';
import { prepareDataFolder, sqliteStorage } from '../backend/src/storage/sqlite/storage.ts';
import type { Storage } from '../backend/src/storage/storage.ts';
import { freePort } from '../scripts/ports.ts';
import { startPostgres } from '../scripts/postgres/server.ts';

/** A storage of one's own, empty at first. */
export interface BenchStorage {
	name: string;
	storage: Storage;
	/** What reports are kept in, in bytes. */
	analyticsBytes(): Promise<number>;
	dispose(): Promise<void>;
}

/** As much memory as on a small machine of its own; what is committed is on the disk. */
const POSTGRES = ['shared_buffers=512MB', 'max_wal_size=4GB'];

/** A data folder. */
export async function onSqlite(): Promise<BenchStorage> {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-bench-'));
	prepareDataFolder(folder, 'process');
	return {
		name: 'SQLite',
		storage: sqliteStorage(folder, 'process'),
		analyticsBytes: async () => statSync(join(folder, 'analytics.db')).size,
		dispose: async () => { rmSync(folder, { recursive: true }); },
	};
}

/** A PostgreSQL that shares the machine, and goes with its files. */
export async function startDatabase(): Promise<{ url: string; folder: string; stop(): Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-bench-'));
	const server = await startPostgres(folder, await freePort(), randomBytes(12).toString('hex'), POSTGRES);
	return {
		url: `postgres://${server.user}:${server.password}@${server.host}:${String(server.port)}/${server.database}`,
		folder,
		async stop() {
			await server.stop();
			for (const own of [server.folder, folder]) rmSync(own, { recursive: true, force: true });
		},
	};
}

/** A storage in it. */
export async function onPostgres(): Promise<BenchStorage> {
	const { url, folder, stop } = await startDatabase();
	const settings = { kind: 'postgres', url, dataDir: folder, spoolBytes: 1_000_000 } as const;
	await preparePostgres(settings);
	const database = new Database(url, { connections: 1 });
	return {
		name: 'PostgreSQL',
		storage: postgresStorage(settings),
		analyticsBytes: async () => Number((await database.get(`SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
			WHERE relkind = 'r' AND (relname ~ '_[12]$' OR relname LIKE '%link_totals')`))?.['bytes']),
		dispose: async () => {
			await database.close();
			await stop();
		},
	};
}
