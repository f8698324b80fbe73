import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dayIndex } from '../log-days.ts';
import type { Enrichment, EnrichmentWriter } from '../storage.ts';
import { Database, migrate, type Durability, type Row } from './database.ts';
import { indexStretch } from './link-clicks.ts';
import { createDatabase } from './new-file.ts';
import { segmentsIn, type Segment } from './segments.ts';

const INSERT = `INSERT OR REPLACE INTO enrichments (position, kind, bot, device, browser, os, referrer_host, source, is_unique)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

// Two statements: most visitors are new, and for the others an upsert would write a page to change nothing.
const REMEMBER = 'INSERT INTO first_clicks (link_id, visitor_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const RECALL = 'SELECT position FROM first_clicks WHERE link_id = ? AND visitor_id = ?';

/** The columns of {@link enrichmentFromRow}. */
export const ENRICHMENT_COLUMNS = 'position, kind, bot, device, browser, os, referrer_host, source, is_unique';

/** Position up to which a file holds enrichments; undefined where it has just been made. `schema` is what it is attached as. */
export function enrichedCursor(database: Database, schema = 'main'): number | undefined {
	return database.get(`SELECT position FROM ${schema}.cursor`)?.['position'] as number | undefined;
}

/** The file beside a segment. */
interface OpenSegment {
	segment: Segment;
	database: Database;
}

/** Writes enrichments into a file beside each segment of the log, with an index of the clicks of links, and remembers first clicks. */
export class SqliteEnrichmentWriter implements EnrichmentWriter {
	readonly #folders: { log: string; enriched: string };
	readonly #durability: Durability;
	readonly #firstClicks: Database;
	#open: OpenSegment | undefined;

	constructor(folders: { log: string; enriched: string; firstClicks: string }, durability: Durability) {
		this.#folders = folders;
		this.#durability = durability;
		this.#firstClicks = new Database(folders.firstClicks, { access: 'write', durability });
	}

	async firstClicks(hits: ReadonlyArray<{ position: number; linkId: number; visitorId: string }>): Promise<Set<number>> {
		const remember = this.#firstClicks.statement(REMEMBER);
		const recall = this.#firstClicks.statement(RECALL);
		return this.#firstClicks.transaction(() => {
			const isFirst = ({ position, linkId, visitorId }: (typeof hits)[number]) =>
				remember.run(linkId, visitorId, position).changes === 1 || (recall.get(linkId, visitorId) as Row)['position'] === position;
			return new Set(hits.filter(isFirst).map((hit) => hit.position));
		});
	}

	async write(enrichments: readonly Enrichment[], cursor: number): Promise<void> {
		const database = this.#for(cursor);
		const insert = database.statement(INSERT);
		database.transaction(() => {
			for (const row of enrichments) {
				insert.run(row.position, row.kind, row.bot, row.device, row.browser, row.os, row.referrerHost, row.source, row.isUnique ? 1 : 0);
			}
			if (database.run('UPDATE cursor SET position = ?', cursor) === 0) database.run('INSERT INTO cursor VALUES (?)', cursor);
		});
		this.#index(cursor);
	}

	async cursor(): Promise<number> {
		for (const segment of segmentsIn(this.#folders.enriched).reverse()) {
			const cursor = enrichedCursor(this.#connect(segment));
			if (cursor !== undefined) return cursor;
		}
		return 0;
	}

	close(): void {
		this.#open?.database.close();
		this.#firstClicks.close();
	}

	/** The file beside the log's segment that holds `position`. A chunk never reaches over two segments. */
	#for(position: number): Database {
		if (this.#open && this.#open.segment.first <= position) {
			const next = segmentsIn(this.#folders.log).find((segment) => segment.first > (this.#open?.segment.first ?? 0));
			if (!next || next.first > position) return this.#open.database;
		}
		const segments = segmentsIn(this.#folders.log);
		const segment = segments[dayIndex(segments, position)];
		if (!segment) throw new Error(`No segment of the log holds position ${String(position)}`);
		if (this.#open && this.#open.segment.first < segment.first) this.#indexRest(this.#open);
		return this.#connect(segment);
	}

	/** One stretch at most, so that events never wait for it: where an older version has left many, each chunk brings one. */
	#index(upTo: number): void {
		if (this.#open) indexStretch(this.#open.database, { ...this.#logged(this.#open.segment), upTo });
	}

	/** Before anything is written beside the next segment: nobody comes back to this one. */
	#indexRest({ segment, database }: OpenSegment): void {
		const upTo = enrichedCursor(database);
		if (upTo === undefined || !existsSync(this.#logged(segment).path)) return;
		while (indexStretch(database, { ...this.#logged(segment), upTo }, { closed: true }));
	}

	#logged({ name, first }: Segment): { path: string; begin: number } {
		return { path: join(this.#folders.log, name), begin: first };
	}

	#connect(segment: Segment): Database {
		if (this.#open?.segment.name === segment.name) return this.#open.database;
		this.#open?.database.close();
		const path = join(this.#folders.enriched, segment.name);
		if (!existsSync(path)) createDatabase(path, 'enriched', this.#durability, () => undefined);
		const database = new Database(path, { access: 'write', durability: this.#durability });
		migrate(database, 'enriched');
		this.#open = { segment, database };
		return database;
	}
}
