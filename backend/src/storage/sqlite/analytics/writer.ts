import type { AnalyticsWriter, ConversionFold, Fold, ImportedClicks } from '../../storage.ts';
import { Rollups } from './rollups.ts';
import { SqliteRebuild } from './rebuild.ts';
import type { Database } from '../database.ts';

/** Pages of 4 kB that the write-ahead file may hold before they are moved to their place: 32 MB. */
const WAL_PAGES = 8000;

/** Writes rollups. */
export class SqliteAnalyticsWriter implements AnalyticsWriter {
	readonly rebuild: SqliteRebuild;
	readonly #database: Database;
	#rollups: Rollups;

	constructor(database: Database) {
		this.#database = database;
		// One transaction of a busy hour changes 1,500 pages, the next one mostly the same: a checkpoint after each would write them all.
		database.exec(`PRAGMA wal_autocheckpoint = ${String(WAL_PAGES)}`);
		this.#rollups = new Rollups(database);
		this.rebuild = new SqliteRebuild(database, () => { this.#rollups = new Rollups(database); });
	}

	async fold(hits: readonly Fold[], cursor: number, imported: readonly ImportedClicks[] = [], conversions: readonly ConversionFold[] = []): Promise<void> {
		this.#rollups.fold(hits, cursor, imported, conversions);
	}

	async cursor(): Promise<number> {
		return this.#database.get('SELECT position FROM cursor')?.['position'] as number;
	}

	close(): void {
		this.#database.close();
	}
}
