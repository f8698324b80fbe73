import type { MilestoneCounts } from '../storage.ts';
import type { Database } from './database.ts';

/** Clicks of links for milestones, in `deliveries.db`. */
export class SqliteMilestones implements MilestoneCounts {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async cursor(): Promise<number | undefined> {
		return this.#database.get('SELECT position FROM milestone_cursor')?.['position'] as number | undefined;
	}

	async counts(linkIds: readonly number[]): Promise<Map<number, number>> {
		const statement = this.#database.statement('SELECT clicks FROM milestone_counts WHERE link_id = ?');
		return new Map(linkIds.flatMap((linkId) => {
			const row = statement.get(linkId);
			return row ? [[linkId, row['clicks'] as number] as const] : [];
		}));
	}

	async save(cursor: number, counts: ReadonlyMap<number, number>): Promise<void> {
		this.#database.transaction(() => {
			for (const [linkId, clicks] of counts) this.#database.run('INSERT OR REPLACE INTO milestone_counts (link_id, clicks) VALUES (?, ?)', linkId, clicks);
			this.#database.run('DELETE FROM milestone_cursor');
			this.#database.run('INSERT INTO milestone_cursor (position) VALUES (?)', cursor);
		});
	}

	async clear(): Promise<void> {
		this.#database.transaction(() => {
			for (const table of ['milestone_cursor', 'milestone_counts']) this.#database.run(`DELETE FROM ${table}`);
		});
	}

	close(): void {
		this.#database.close();
	}
}
