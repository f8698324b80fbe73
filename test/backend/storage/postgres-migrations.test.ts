import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import { databaseFor, dropDatabaseOf, onDatabase } from '../../support/postgres.ts';

const FOLDER = join(process.cwd(), 'backend/src/storage/postgres/schema');
const FILES = readdirSync(FOLDER).sort();

let name: string;
let url: string;
const prepare = () => preparePostgres({ kind: 'postgres', url, dataDir: tmpdir(), spoolBytes: 0 });
const rows = <Row extends pg.QueryResultRow>(sql: string, of = name) => onDatabase(of, async (client) => (await client.query<Row>(sql)).rows);
const version = async () => (await rows<{ version: number }>('SELECT version FROM linkmill_schema')).map((row) => row.version);

/** What a database is made of, but for the days of the log. */
const schema = async (of: string) => [
	await rows(`SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ '_[0-9]{8}$' ORDER BY 1, 2`, of),
	await rows(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename !~ '_[0-9]{8}$' ORDER BY indexname`, of),
];

beforeEach(async () => {
	name = randomUUID();
	url = await databaseFor(name);
});
afterEach(() => dropDatabaseOf(name));

// Several times: whether two of them make the first table in the same moment is a matter of luck.
it.each([1, 2, 3, 4, 5])('ten processes that start at once on an empty database make it once (%d)', async () => {
	await Promise.all(Array.from({ length: 10 }, prepare));
	expect(await version()).toEqual([FILES.length]);
	expect(await rows('SELECT count(*)::integer AS epochs FROM log_epochs')).toEqual([{ epochs: 1 }]);
	// Today, and the two days after it.
	expect(await rows('SELECT count(*)::integer AS days, count(first_position)::integer AS begun FROM log_days')).toEqual([{ days: 3, begun: 1 }]);
	await Promise.all([prepare(), prepare()]);
	expect(await rows('SELECT count(*)::integer AS epochs FROM log_epochs')).toEqual([{ epochs: 1 }]);
});

it('whoever comes while another migrates waits for it, and goes on where that one dies', async () => {
	await prepare();
	const other = new pg.Client({ connectionString: url });
	await other.connect();
	await other.query('BEGIN');
	await other.query('UPDATE linkmill_schema SET version = 99');
	let prepared = false;
	const preparing = prepare().then(() => (prepared = true));
	const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
	while ((await rows(waiting)).length === 0);
	expect(prepared).toBe(false);
	await other.end();
	await preparing;
	expect(await version()).toEqual([FILES.length]);
});

it('a migration that fails leaves nothing of itself, nor of those before it', async () => {
	await onDatabase(name, (client) => client.query('CREATE TABLE shares (somebody text)'));
	await expect(prepare()).rejects.toThrow('shares');
	expect(await version()).toEqual([0]);
	expect(await rows(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S') ORDER BY 1`)).toEqual([{ name: 'linkmill_schema' }, { name: 'shares' }]);
	await onDatabase(name, (client) => client.query('DROP TABLE shares'));
	await prepare();
	expect(await version()).toEqual([FILES.length]);
});

it.each(FILES.slice(1).map((_, index) => index + 1))('a database of version %i comes to what a new one is', async (older) => {
	await onDatabase(name, async (client) => {
		await client.query('CREATE TABLE linkmill_schema (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version integer NOT NULL)');
		await client.query('INSERT INTO linkmill_schema (version) VALUES ($1)', [older]);
		for (const file of FILES.slice(0, older)) await client.query(readFileSync(join(FOLDER, file), 'utf8'));
	});
	await prepare();
	const migrated = await schema(name);
	const fresh = randomUUID();
	await preparePostgres({ kind: 'postgres', url: await databaseFor(fresh), dataDir: tmpdir(), spoolBytes: 0 });
	expect(migrated).toEqual(await schema(fresh));
	await dropDatabaseOf(fresh);
});

it('a newer one is refused, and left as it is', async () => {
	await prepare();
	await onDatabase(name, (client) => client.query('UPDATE linkmill_schema SET version = 99'));
	const before = await schema(name);
	await expect(prepare()).rejects.toThrow(`The database has schema version 99, this version of linkmill knows ${String(FILES.length)}. Start the newer version`);
	expect([await version(), await schema(name)]).toEqual([[99], before]);
});
