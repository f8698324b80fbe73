import type { AnalyticsWriter, ConversionFold, Fold, ImportedClicks } from '../../storage.ts';
import type { Database } from '../database.ts';
import { currentCursor, type Cursor } from './cursors.ts';
import { CountedSet } from './counted-set.ts';
import { PostgresRebuild } from './rebuild.ts';

/** Writes rollups. Of several processes, the one counts whose `fold` begins where the last one ended. */
export class PostgresAnalyticsWriter implements Omit<AnalyticsWriter, 'close'> {
	readonly rebuild: PostgresRebuild;
	readonly #database: Database;
	#current: CountedSet | undefined;

	constructor(database: Database) {
		this.#database = database;
		this.rebuild = new PostgresRebuild(database, () => this.#look(), (set) => { this.#current = set; });
	}

	async fold(hits: readonly Fold[], cursor: number, imported: readonly ImportedClicks[] = [], conversions: readonly ConversionFold[] = []): Promise<void> {
		const current = this.#current ?? (await this.#look());
		await current.fold({ hits, imported, conversions }, cursor);
	}

	async cursor(): Promise<number> {
		return (await this.#look()).believed.position;
	}

	/** The set that is current, where it has come to. */
	async #look(): Promise<CountedSet> {
		const cursor = await currentCursor(this.#database);
		if (!this.#current || !isSame(this.#current.believed, cursor)) this.#current = new CountedSet(this.#database, cursor, 'link_totals');
		return this.#current;
	}
}

function isSame(a: Cursor, b: Cursor): boolean {
	return a.set === b.set && a.folds === b.folds;
}
