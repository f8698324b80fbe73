import { DoneElsewhere } from '../../done-elsewhere.ts';
import type { Enrichment, EnrichmentWriter } from '../../storage.ts';
import type { Database } from '../database.ts';
import { ENRICHMENT_COLUMNS } from './rows.ts';

const CURSOR = 'SELECT position FROM enrichment_cursor';

const HITS = 'unnest($1::bigint[], $2::bigint[], $3::text[]) AS hit (position, link_id, visitor_id)';

/** In one order, so that two processes that do the same never wait for each other in a circle. */
const REMEMBER = `INSERT INTO first_clicks (link_id, visitor_id, position)
	SELECT DISTINCT ON (link_id, visitor_id COLLATE "C") link_id, visitor_id, position FROM ${HITS} ORDER BY link_id, visitor_id COLLATE "C", position
	ON CONFLICT DO NOTHING`;

/**
 * Not in the same statement, which would not see what another process remembers meanwhile. One lookup for each: a join may read all that
 * is remembered.
 */
const RECALL = `SELECT hit.position AS position FROM ${HITS} WHERE hit.position = (SELECT position FROM first_clicks WHERE link_id = hit.link_id AND visitor_id = hit.visitor_id)`;

/** From where the cursor was alone. */
const WRITE = `WITH moved AS (
		UPDATE enrichment_cursor SET position = $2 WHERE position = $1 RETURNING 1
	), written AS (
		INSERT INTO enrichments (day, ${ENRICHMENT_COLUMNS})
		SELECT (SELECT day FROM log_days WHERE first_position <= one.position ORDER BY first_position DESC, day DESC LIMIT 1), one.*
		FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[]) AS one (${ENRICHMENT_COLUMNS})
		WHERE (SELECT count(*) FROM moved) = 1
		ON CONFLICT DO NOTHING
	)
	SELECT count(*) AS moved FROM moved`;

/** Writes enrichments, and remembers first clicks. */
export class PostgresEnrichmentWriter implements Omit<EnrichmentWriter, 'close'> {
	readonly #database: Database;
	/** Where the cursor was when it was last read or moved here: whoever has moved it since, has the task now. */
	#cursor: number | undefined;

	constructor(database: Database) {
		this.#database = database;
	}

	async firstClicks(hits: ReadonlyArray<{ position: number; linkId: number; visitorId: string }>): Promise<Set<number>> {
		if (hits.length === 0) return new Set();
		const values = [hits.map(({ position }) => position), hits.map(({ linkId }) => linkId), hits.map(({ visitorId }) => visitorId)];
		await this.#database.run(REMEMBER, ...values);
		const rows = await this.#database.all(RECALL, ...values);
		return new Set(rows.map((row) => row['position'] as number));
	}

	/** @throws DoneElsewhere where another process has moved the cursor; nothing is written then */
	async write(enrichments: readonly Enrichment[], cursor: number): Promise<void> {
		const before = this.#cursor ?? (await this.cursor());
		// Where it fails, nobody knows whether it was written.
		this.#cursor = undefined;
		const row = await this.#database.get(
			WRITE, before, cursor, enrichments.map((one) => one.position), enrichments.map((one) => one.kind), enrichments.map((one) => one.bot), enrichments.map((one) => one.device),
			enrichments.map((one) => one.browser), enrichments.map((one) => one.os), enrichments.map((one) => one.referrerHost), enrichments.map((one) => one.source), enrichments.map((one) => one.isUnique),
		);
		if (row?.['moved'] !== 1) throw new DoneElsewhere();
		this.#cursor = cursor;
	}

	async cursor(): Promise<number> {
		return (this.#cursor = (await this.#database.get(CURSOR))?.['position'] as number);
	}
}
