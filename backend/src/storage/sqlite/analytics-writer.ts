import type { AnalyticsWriter, ConversionFold, Fold, ImportedClicks } from '../storage.ts';
import { Rollups } from './analytics-fold.ts';
import { SqliteRebuild } from './analytics-rebuild.ts';
import type { Database } from './database.ts';

/** Writes rollups. */
export class SqliteAnalyticsWriter implements AnalyticsWriter {
	readonly rebuild: SqliteRebuild;
	readonly #database: Database;
	#rollups: Rollups;

	constructor(database: Database) {
		this.#database = database;
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
