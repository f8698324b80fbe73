import { randomUUID } from 'node:crypto';
import { Database } from '../../../backend/src/storage/postgres/database.ts';
import { postgresStorage, preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import { tablesOf } from '../../../backend/src/storage/postgres/analytics/tables.ts';
import type { Storage } from '../../../backend/src/storage/storage.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { tracked } from './conformance/subject.ts';

/** Rollups in PostgreSQL, for what has its log and links elsewhere. One database for all tests of a file, emptied for each. */
export interface RollupsOnPostgres {
	readonly database: Database;
	/** As a process opens the storage. */
	start(): Storage;
	/** Closes what was opened. */
	close(): void;
	/** The same, and empties the rollups. */
	empty(): Promise<void>;
}

/** Call at the top of a file. */
export function rollupsOnPostgres(): RollupsOnPostgres {
	const name = randomUUID();
	const open = new Set<{ close(): void }>();
	let url = '';
	let database: Database;
	beforeAll(async () => {
		url = await databaseFor(name);
		await preparePostgres(settings());
		database = new Database(url, { connections: 2 });
	});
	const settings = () => ({ kind: 'postgres', url, dataDir: '', spoolBytes: 0 }) as const;
	const close = () => {
		for (const part of open) part.close();
		open.clear();
	};
	afterAll(async () => {
		close();
		await database.close();
		await dropDatabaseOf(name);
	});
	return {
		get database() { return database; },
		start: () => tracked(postgresStorage(settings()), open),
		close,
		async empty() {
			close();
			const tables = [...Object.values(tablesOf(1)), ...Object.values(tablesOf(2)), 'rollup_cursors', 'link_totals', 'rebuilt_link_totals'];
			await database.transaction((session) => session.exec(`TRUNCATE ${tables.join(', ')}; UPDATE current_rollups SET number = 1; INSERT INTO rollup_cursors (set, position, folds) VALUES (1, 0, 0); INSERT INTO filling_1 (number) VALUES (0)`));
		},
	};
}
