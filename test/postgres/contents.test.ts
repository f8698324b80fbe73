/** What a move takes along, beside what the databases are made of: a table or a column that nobody thought of would be left behind. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TABLES } from '../../backend/src/storage/contents.ts';
import { preparePostgres } from '../../backend/src/storage/postgres/storage.ts';
import { dataFiles, segmentsIn } from '../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder } from '../../backend/src/storage/sqlite/storage.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { databaseFor, dropDatabaseOf, onDatabase } from '../support/postgres.ts';

const MOVED = Object.fromEntries(Object.entries(TABLES).map(([table, columns]) => [table, Object.keys(columns).sort()]));

/** Left out on both sides: the log and what is counted, which go their own way; answers of a day; the index of texts; who has signed out of sessions that end with the move. */
const LEFT_OUT = ['events', 'enrichments', 'idempotency', 'ended_sessions'];

const folder = temporaryFolder('contents');
const database = randomUUID();
afterAll(() => dropDatabaseOf(database));

it('has every table of a PostgreSQL database, and every column', async () => {
	const own = [...LEFT_OUT, 'linkmill_schema', 'enrichment_cursor', 'link_writer', 'documents', 'documents_progress', 'shares', 'share_holders', 'secrets', 'buckets'];
	const logAndRollups = /^log_|_[12]$|^(rebuilt_)?link_totals$|^rollup_cursors$|^current_rollups$/;
	await preparePostgres({ kind: 'postgres', url: await databaseFor(database), dataDir: folder.path, spoolBytes: 0 });
	const { rows } = await onDatabase(database, (client) => client.query<{ table: string; columns: string[] }>(
		`SELECT table_name::text AS table, array_agg(column_name::text ORDER BY column_name::text COLLATE "C") AS columns FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ '_[0-9]{8}$' AND column_name <> 'only_row' GROUP BY 1`,
	));
	const found = rows.filter(({ table }) => !logAndRollups.test(table) && !own.includes(table));
	expect(Object.fromEntries(found.map(({ table, columns }) => [table, columns]))).toEqual(MOVED);
});

it('has every table of a data folder, and every column but numbers of its own', () => {
	prepareDataFolder(folder.path, 'process');
	const files = dataFiles(folder.path);
	const paths = [files.links, files.deliveries, files.firstClicks, join(files.log, segmentsIn(files.log)[0]!.name)];
	const own = [...LEFT_OUT, 'sqlite_sequence', 'sqlite_stat1', 'outbox_mark', 'uses_mark', 'epochs'];
	const names: Record<string, string> = { progress: 'delivery_progress', attempts: 'delivery_attempts', parked: 'delivery_parked' };
	const found: Record<string, string[]> = {};
	for (const path of paths) {
		const file = new DatabaseSync(path, { readOnly: true });
		for (const { name } of file.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all() as Array<{ name: string }>) {
			if (own.includes(name)) continue;
			found[names[name] ?? name] = (file.prepare('SELECT name FROM pragma_table_info(?)').all(name) as Array<{ name: string }>).map((column) => column.name).sort();
		}
		file.close();
	}
	// When a counter was used last, for those that nobody uses; and a place in the table.
	for (const [table, column] of [['link_uses', 'used_at'], ['link_versions', 'id']] as const) found[table] = found[table]!.filter((name) => name !== column);
	expect(found).toEqual(MOVED);
});
