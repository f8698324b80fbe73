import { daysToDrop, forgottenBefore } from '../../log-days.ts';
import type { LogPurger, PurgeLimits } from '../../storage.ts';
import type { Database } from '../database.ts';
import { DAILY, readDays } from './days.ts';

/** Rows of first clicks that one transaction looks at. */
const SLICE = 20_000;

const SLICE_END = `SELECT max(link_id) AS last FROM (SELECT link_id FROM first_clicks WHERE link_id > $1 ORDER BY link_id LIMIT ${String(SLICE)}) AS slice`;
const FORGET = 'DELETE FROM first_clicks WHERE link_id > $1 AND link_id <= $2 AND position < $3';

/** Appenders that have been silent for so long are dead, and nothing of theirs waits on any disk. */
const FORGET_APPENDERS = `DELETE FROM log_appenders WHERE appended_at < now() - interval '90 days'`;

/** Partitions of a table that no day has any more: a purge that died, or could not wait for a reader, has left them. */
const LEFTOVERS = `SELECT c.relname AS name, i.inhrelid IS NOT NULL AS attached, coalesce(i.inhdetachpending, false) AS pending FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
	WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname ~ ('^' || $1 || '_[0-9]{8}$')
	AND NOT EXISTS (SELECT 1 FROM log_days WHERE $1 || '_' || to_char(day, 'YYYYMMDD') = c.relname) ORDER BY c.relname`;

/** Drops whole days from the old end of the log. */
export class PostgresLogPurger implements Omit<LogPurger, 'close'> {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async purge(limits: PurgeLimits): Promise<number> {
		const days = await readDays(this.#database);
		const old = daysToDrop(days, limits);
		const begin = days[old.length]?.day;
		// From here on nobody looks for them. With them go days that were made and got nothing.
		if (begin !== undefined) await this.#database.run('DELETE FROM log_days WHERE day < $1::date AND (first_position IS NULL OR day = ANY ($2::date[]))', begin, old.map(({ day }) => day));
		for (const table of DAILY) await this.#dropLeftovers(table);
		await this.#database.run(FORGET_APPENDERS);
		return old.length;
	}

	async forgetFirstClicks(before: number, readUpTo: number): Promise<void> {
		const position = forgottenBefore(await readDays(this.#database), before, readUpTo);
		if (position === undefined) return;
		for (let after = -1; ; ) {
			const last = (await this.#database.get(SLICE_END, after))?.['last'] as number | null | undefined;
			if (last === null || last === undefined) return;
			await this.#database.run(FORGET, after, last, position);
			after = last;
		}
	}

	/**
	 * A partition is taken from its table first, which waits for those who read and lets visitors pass meanwhile; to drop it where it is
	 * would let every visitor wait for them.
	 */
	async #dropLeftovers(table: string): Promise<void> {
		for (const row of await this.#database.all(LEFTOVERS, table)) {
			const name = row['name'] as string;
			if (row['pending'] === true) await this.#database.query(`ALTER TABLE ${table} DETACH PARTITION ${name} FINALIZE`);
			else if (row['attached'] === true) await this.#database.query(`ALTER TABLE ${table} DETACH PARTITION ${name} CONCURRENTLY`);
			await this.#database.query(`DROP TABLE ${name}`);
		}
	}
}
