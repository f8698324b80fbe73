import type { Database } from '../database.ts';
import { claim, type Cursor } from './cursors.ts';
import type { TotalsTable } from './link-totals.ts';
import { Rollups, type Counted } from './rollups.ts';

/** A set of tables, as a writer knows it that believes to be the only one. */
export class CountedSet {
	readonly #database: Database;
	readonly #totals: TotalsTable;
	#believed: Cursor;
	#rollups: Rollups;

	constructor(database: Database, believed: Cursor, totals: TotalsTable) {
		this.#database = database;
		this.#totals = totals;
		this.#believed = believed;
		this.#rollups = new Rollups(believed.set, totals);
	}

	/** Where its cursor was when this writer last looked, or moved it. */
	get believed(): Cursor {
		return this.#believed;
	}

	/**
	 * Adds these, and moves the cursor, in one transaction. Hits that are counted already change nothing.
	 *
	 * @throws DoneElsewhere where another has moved the cursor
	 */
	async fold(counted: Counted, cursor: number): Promise<void> {
		const rollups = this.#rollups;
		try {
			this.#believed = await this.#database.transaction(async (session) => {
				const claimed = await claim(session, this.#believed, cursor);
				await rollups.add(session, counted, this.#believed.position);
				return claimed;
			});
		} catch (error) {
			// It remembers what was not written. The cursor may have moved all the same: then the next one fails too.
			this.#rollups = new Rollups(this.#believed.set, this.#totals);
			throw error;
		}
	}
}
