import { dayOf, endOf, type LogDay } from '../../log-days.ts';
import type { Connection, Database } from '../database.ts';

const DAY = 86_400_000;

/** Tables that have a partition a day. Events without what is derived from them are no clicks: whoever drops a day begins with the first. */
export const DAILY = ['events', 'enrichments'] as const;

/** The partition of a table for a day. */
export function partitionName(table: string, day: string): string {
	return `${table}_${day.replaceAll('-', '')}`;
}

/**
 * The days of the log, oldest first. A day that another follows is complete: whoever reads it after this list misses nothing of it,
 * because everything in it was committed before the first event of the next.
 */
export async function readDays(connection: Connection): Promise<LogDay[]> {
	const rows = await connection.all('SELECT day::text AS day, first_position FROM log_days WHERE first_position IS NOT NULL ORDER BY day');
	return rows.map((row) => ({ day: row['day'] as string, first: row['first_position'] as number }));
}

/**
 * Makes what a day needs, where it is not there. A partition is made apart and then attached: to make it in its place would
 * let every visitor wait for those who read.
 */
export async function makeDay(database: Database, day: string): Promise<void> {
	await database.transaction(async (session) => {
		// Of several processes, one makes it, and the others find it made when it is committed.
		if ((await session.run('INSERT INTO log_days (day) VALUES ($1) ON CONFLICT DO NOTHING', day)) === 0) return;
		for (const table of DAILY) {
			const partition = partitionName(table, day);
			await session.exec(`CREATE TABLE ${partition} (LIKE ${table} INCLUDING ALL)`);
			await session.exec(`ALTER TABLE ${table} ATTACH PARTITION ${partition} FOR VALUES FROM ('${day}') TO ('${dayOf(endOf(day))}')`);
		}
	});
}

/** Makes the days that come after a day, so that whoever goes on in them finds them. What cannot be made now is made when it is needed. */
export async function makeDaysAfter(database: Database, day: string): Promise<void> {
	for (const ahead of [0, DAY]) await makeDay(database, dayOf(endOf(day) + ahead));
}

/** Nobody appends meanwhile: all that was drawn before is in the days before. */
const GO_ON = `WITH head AS (UPDATE log_head SET day = $1::date WHERE day < $1::date RETURNING day)
	UPDATE log_days SET first_position = coalesce(pg_sequence_last_value('log_position'), 0) + 1 FROM head WHERE log_days.day = head.day`;

/** Lets the log go on in a day, where it is not in it, or a later one, already. */
export async function goOnIn(database: Database, day: string): Promise<void> {
	const now = (await database.get('SELECT day::text AS day FROM log_head'))?.['day'] as string;
	if (now >= day) return;
	await makeDay(database, day);
	await database.run(GO_ON, day);
	// Nobody waits for these.
	makeDaysAfter(database, day).catch(() => undefined);
}
