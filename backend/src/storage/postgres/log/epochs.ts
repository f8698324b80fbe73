import type { Epoch } from '../../storage.ts';
import type { Connection, Database } from '../database.ts';
import { readHead } from './head.ts';

/** Epochs are numbered by the millisecond in which they begin, counted from here: 2025-01-01. */
const BEGINNING = Date.UTC(2025, 0, 1);

/** What tells this copy of the database from another: the cluster, its history since the last change of the primary, and the database in it. */
const COPY = `SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' || (SELECT timeline_id FROM pg_control_checkpoint())::text || '/' || oid::text AS copy FROM pg_database WHERE datname = current_database()`;

/** The same, where the server does not let everybody know so much. */
const COPY_IN_SHORT = 'SELECT oid::text AS copy FROM pg_database WHERE datname = current_database()';

/** What such a server says: `insufficient_privilege`, `undefined_function`, `feature_not_supported`. */
const NOT_ALLOWED = ['42501', '42883', '0A000'];

/**
 * Begins an epoch of the log, where there is none, or where the database is another than that in which the last one began: it
 * was restored from a dump, or a standby has become the primary, and may have lost the newest events. Their positions come
 * again, their ids do not.
 *
 * Only at a start, and not after a restore into the same database: `docs/scaling.md` says what to do then.
 */
export async function ensureEpoch(database: Database, now = Date.now()): Promise<void> {
	const copy = await copyOf(database);
	await database.transaction(async (session) => {
		// Nobody appends meanwhile.
		await session.get('SELECT day FROM log_head FOR UPDATE');
		const { position } = await readHead(session);
		const last = await session.get('SELECT epoch, copy FROM log_epochs ORDER BY epoch DESC LIMIT 1');
		if (last?.['copy'] === copy) return;
		const epoch = Math.max(((last?.['epoch'] as number | undefined) ?? 0) + 1, now - BEGINNING);
		// One that gave no id is forgotten.
		await session.run('DELETE FROM log_epochs WHERE from_position > $1', position);
		await session.run('INSERT INTO log_epochs (epoch, from_position, copy) VALUES ($1, $2, $3)', epoch, position + 1, copy);
	});
}

/** The epochs, oldest first. */
export async function readEpochs(connection: Connection): Promise<Epoch[]> {
	const rows = await connection.all('SELECT epoch, from_position FROM log_epochs ORDER BY epoch');
	return rows.map((row) => ({ epoch: row['epoch'] as number, from: row['from_position'] as number }));
}

async function copyOf(database: Database): Promise<string> {
	const row = await database.get(COPY).catch((error: unknown) => {
		if (!NOT_ALLOWED.includes(String((error as { code?: unknown }).code))) throw error;
		return database.get(COPY_IN_SHORT);
	});
	return row?.['copy'] as string;
}
