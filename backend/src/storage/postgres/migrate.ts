import { readdirSync, readFileSync } from 'node:fs';
import type { Database, Session } from './database.ts';

const FOLDER = new URL('./schema/', import.meta.url);

/** A number of our own, for `pg_advisory_xact_lock`: held by who looks whether the table with the version is there. */
const MAKING = 5_224_100_177;

/**
 * Brings the database to the newest schema: the numbered `.sql` files of `schema/`, all in one transaction that holds the row with
 * the version, so that of several processes that start at once one does it and the others find it done.
 *
 * @throws where a newer version has written it
 */
export async function migrate(database: Database): Promise<void> {
	await ensureVersion(database);
	const files = migrations();
	await database.transaction(async (session) => {
		const version = await lockedVersion(session);
		if (version > files.length) throw new Error(newerSchema(version));
		for (const file of files.slice(version)) await session.exec(readFileSync(new URL(file, FOLDER), 'utf8'));
		if (version < files.length) await session.run('UPDATE linkmill_schema SET version = $1', files.length);
	});
}

/**
 * The version of the schema; 0 where there is none yet.
 *
 * @throws where a newer version has written it
 */
export async function checkedVersion(database: Database): Promise<number> {
	if ((await database.get("SELECT to_regclass('linkmill_schema') IS NULL AS missing"))?.['missing'] === true) return 0;
	const version = Number((await database.get('SELECT version FROM linkmill_schema'))?.['version'] ?? 0);
	if (version > migrations().length) throw new Error(newerSchema(version));
	return version;
}

/** What is said of a database that this version cannot read. */
function newerSchema(version: number): string {
	return `The database has schema version ${String(version)}, this version of linkmill knows ${String(migrations().length)}. Start the newer version that wrote it.`;
}

function ensureVersion(database: Database): Promise<void> {
	return database.transaction(async (session) => {
		// Of two sessions that make a table at once, one is told that it, or its type, or its index is there: `IF NOT EXISTS` or not.
		await session.run('SELECT pg_advisory_xact_lock($1)', MAKING);
		await session.run('CREATE TABLE IF NOT EXISTS linkmill_schema (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version integer NOT NULL)');
		await session.run('INSERT INTO linkmill_schema (version) VALUES (0) ON CONFLICT DO NOTHING');
	});
}

async function lockedVersion(session: Session): Promise<number> {
	return (await session.get('SELECT version FROM linkmill_schema FOR UPDATE'))?.['version'] as number;
}

function migrations(): string[] {
	return readdirSync(FOLDER).filter((file) => file.endsWith('.sql')).sort();
}
