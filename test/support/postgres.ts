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

function databaseName(name: string): string {
	return `linkmill_${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;
}

async function asAdmin(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
	const client = new pg.Client({ connectionString: serverUrl() });
	await client.connect();
	try {
		await work(client);
	} finally {
		await client.end();
	}
}
