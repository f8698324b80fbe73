import { DoneElsewhere } from '../../done-elsewhere.ts';
import type { MilestoneCounts } from '../../storage.ts';
import type { Database } from '../database.ts';

const COUNTS = 'SELECT link_id, clicks FROM milestone_counts WHERE link_id = ANY ($1::bigint[])';

/** From where the cursor was alone: $1 is null where there was none. */
const SAVE = `WITH moved AS (
		UPDATE milestone_cursor SET position = $2 WHERE position = $1::bigint RETURNING 1
	), begun AS (
		INSERT INTO milestone_cursor (position) SELECT $2 WHERE $1::bigint IS NULL ON CONFLICT DO NOTHING RETURNING 1
	), counted AS (
		INSERT INTO milestone_counts AS kept (link_id, clicks) SELECT link_id, clicks FROM unnest($3::bigint[], $4::bigint[]) AS one (link_id, clicks)
		WHERE (SELECT count(*) FROM moved) + (SELECT count(*) FROM begun) = 1
		ON CONFLICT (link_id) DO UPDATE SET clicks = excluded.clicks
	)
	SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM begun) AS saved`;

/** Clicks of links for milestones, as rows. */
export class PostgresMilestones implements Omit<MilestoneCounts, 'close'> {
	readonly #database: Database;
	/** Where the cursor was when it was last read or moved here; null where there was none, undefined where nobody has looked. */
	#cursor: number | null | undefined;

	constructor(database: Database) {
		this.#database = database;
	}

	async cursor(): Promise<number | undefined> {
		const row = await this.#database.get('SELECT position FROM milestone_cursor');
		this.#cursor = (row?.['position'] ?? null) as number | null;
		return this.#cursor ?? undefined;
	}

	async counts(linkIds: readonly number[]): Promise<Map<number, number>> {
		const rows = await this.#database.all(COUNTS, linkIds);
		return new Map(rows.map((row) => [row['link_id'] as number, row['clicks'] as number]));
	}

	/** @throws DoneElsewhere where another process has moved the cursor since it was read; nothing is saved then */
	async save(cursor: number, counts: ReadonlyMap<number, number>): Promise<void> {
		if (this.#cursor === undefined) await this.cursor();
		const row = await this.#database.get(SAVE, this.#cursor ?? null, cursor, [...counts.keys()], [...counts.values()]);
		if (row?.['saved'] !== 1) throw new DoneElsewhere();
		this.#cursor = cursor;
	}

	async clear(): Promise<void> {
		await this.#database.run('WITH cursor AS (DELETE FROM milestone_cursor) DELETE FROM milestone_counts');
		this.#cursor = null;
	}
}
