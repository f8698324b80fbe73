import { createHash } from 'node:crypto';
import pg from 'pg';

/** The address of the server that tests use; scripts/jest/postgres.cjs sets it. */
function serverUrl(): string {
	const url = process.env['TEST_DATABASE_URL'];
	if (!url) throw new Error('TEST_DATABASE_URL is not set: run this through the jest project "postgres"');
	return url;
}

/** Whether servers that tests start are to keep their data in PostgreSQL. */
export const ON_POSTGRES = process.env['LINKMILL_TEST_STORAGE'] === 'postgres';

/** The address of a database of its own for `name`, the same for the same name; made where there is none. */
export async function databaseFor(name: string): Promise<string> {
	const database = databaseName(name);
	await asAdmin(async (client) => {
		const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
		if (rowCount === 0) await client.query(`CREATE DATABASE ${database} TEMPLATE template0 STRATEGY wal_log`);
	});
	const url = new URL(serverUrl());
	url.pathname = `/${database}`;
	return url.href;
}

/** Throws the database of {@link databaseFor} away, whoever is connected to it. */
export async function dropDatabaseOf(name: string): Promise<void> {
	await asAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${databaseName(name)} WITH (FORCE)`));
}

/** Every row of every table in the database of {@link databaseFor}, as text, by table. */
export function rowsOf(name: string): Promise<Map<string, string>> {
	return onDatabase(name, async (client) => {
		const { rows } = await client.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`);
		const tables = new Map<string, string>();
		for (const table of rows) tables.set(table.name, (await client.query<{ text: string }>(`SELECT t::text AS text FROM ${table.name} t`)).rows.map(({ text }) => text).join('\n'));
		return tables;
	});
}

/** Works on the database of {@link databaseFor}. */
export async function onDatabase<T>(name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	return connected(await databaseFor(name), work);
}

function databaseName(name: string): string {
	return `linkmill_${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;
}

function asAdmin(work: (client: pg.Client) => Promise<unknown>): Promise<unknown> {
	return connected(serverUrl(), work);
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
