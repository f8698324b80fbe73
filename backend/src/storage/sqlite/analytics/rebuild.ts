import type { AnalyticsRebuild, ConversionFold, Fold, ImportedClicks } from '../../storage.ts';
import { DayVisitors } from './day-visitors.ts';
import { Rollups } from './rollups.ts';
import { recountDays } from './recount.ts';
import type { Database } from '../database.ts';

/** Tables that hold what was counted. */
const TABLES = ['hits', 'dimension_values', 'link_days', 'link_day_values', 'link_numbers', 'day_links', 'day_visitors', 'day_samples', 'conversions', 'link_totals', 'cursor'] as const;

/** What the names of the second set begin with. */
const PREFIX = 'rebuilt_';

/**
 * Makes a second set of tables in the same file. A second file could not be put in the place of the first while other threads have it
 * open, Windows would not even allow it; tables change places in one transaction, and the next statement of every reader sees the new ones.
 */
export class SqliteRebuild implements AnalyticsRebuild {
	readonly #database: Database;
	readonly #swapped: () => void;
	#rollups: Rollups;

	/** @param swapped is told that the first set is another now */
	constructor(database: Database, swapped: () => void) {
		this.#database = database;
		this.#swapped = swapped;
		this.#rollups = new Rollups(database, PREFIX);
	}

	async begin(horizon: number): Promise<void> {
		this.#database.transaction(() => {
			this.#drop();
			for (const table of TABLES) this.#database.exec(this.#definition(table).replace(/^CREATE TABLE "?\w+"?/, `CREATE TABLE ${PREFIX}${table}`));
			// What is taken over is counted: where the log has nothing more, that is all.
			this.#database.query(`INSERT INTO ${PREFIX}cursor SELECT min(position, ?) FROM cursor`, horizon - 1);
			// Values and links keep their numbers, so that both sets can be compared.
			for (const table of ['dimension_values', 'link_numbers']) this.#database.exec(`INSERT INTO ${PREFIX}${table} SELECT * FROM ${table}`);
			this.#takeOver(horizon);
		});
		this.#rollups = new Rollups(this.#database, PREFIX);
	}

	async fold(hits: readonly Fold[], cursor: number, imported: readonly ImportedClicks[] = [], conversions: readonly ConversionFold[] = []): Promise<void> {
		this.#rollups.fold(hits, cursor, imported, conversions);
	}

	async cursor(): Promise<number> {
		return this.#database.get(`SELECT position FROM ${PREFIX}cursor`)?.['position'] as number;
	}

	async differences(): Promise<string[]> {
		this.#database.transaction(() => { for (const prefix of ['', PREFIX]) new DayVisitors(this.#database, prefix).settle(); });
		return TABLES.flatMap((table) => {
			const count = (one: string, other: string) => Number(this.#database.get(`SELECT count(*) AS n FROM (SELECT * FROM ${one} EXCEPT SELECT * FROM ${other})`)?.['n']);
			const [missing, surplus] = [count(PREFIX + table, table), count(table, PREFIX + table)];
			return missing + surplus === 0 ? [] : [`${table}: the log gives ${String(missing)} rows that are not there, and not ${String(surplus)} that are.`];
		});
	}

	async finish(): Promise<void> {
		this.#database.transaction(() => {
			const indexes = this.#database.all(`SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name NOT LIKE '${PREFIX}%'`);
			for (const table of TABLES) this.#database.exec(`DROP TABLE ${table}; ALTER TABLE ${PREFIX}${table} RENAME TO ${table}`);
			for (const index of indexes) this.#database.exec(index['sql'] as string);
		});
		this.#swapped();
	}

	async discard(): Promise<void> {
		this.#database.transaction(() => { this.#drop(); });
	}

	#drop(): void {
		for (const table of TABLES) this.#database.exec(`DROP TABLE IF EXISTS ${PREFIX}${table}`);
	}

	#definition(table: string): string {
		return this.#database.get(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`, table)?.['sql'] as string;
	}

	/** Hits and conversions that the log has no more, and what follows from them. */
	#takeOver(horizon: number): void {
		for (const table of ['hits', 'conversions']) this.#database.query(`INSERT INTO ${PREFIX}${table} SELECT * FROM ${table} WHERE position < ?`, horizon);
		recountDays(this.#database, PREFIX);
		this.#database.exec(`INSERT INTO ${PREFIX}link_totals (link_id, total_clicks, imported_clicks, last_clicked_at)
			SELECT link_id, total_clicks, imported_clicks, last_clicked_at FROM (
				SELECT t.link_id, t.imported_clicks, t.imported_clicks + coalesce(h.clicks, 0) AS total_clicks, h.last AS last_clicked_at, h.clicks
				FROM link_totals t LEFT JOIN (
					SELECT link_id, count(*) AS clicks, max(day * 86400000 + time) AS last FROM ${PREFIX}hits WHERE kind = 0 GROUP BY link_id
				) h ON h.link_id = t.link_id
			) WHERE clicks > 0 OR imported_clicks > 0`);
	}
}
