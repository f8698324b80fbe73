import { join } from 'node:path';
import type { EnrichedEvent, Enrichment, Epoch, EventReader, Hit, LoggedEvent } from '../storage.ts';
import { Database, newestVersion, type Row } from './database.ts';
import { enrichedCursor, enrichmentFromRow } from './enrichments.ts';
import { readEpochs } from './log-tail.ts';
import { segmentIndex, segmentsIn, type Segment } from './segments.ts';

const selecting = (added: string) => `SELECT position, type, occurred_at, link_id, link_version, nonce, visitor_id, country, signal, user_agent,
	referrer, language, query, ${added} FROM events WHERE position > ? ORDER BY position LIMIT ?`;
/** Columns that rows have got since the first schema, and the version of the schema that brought them. */
const ADDED = { variant: 2, kind: 2, data: 3, region: 4, city: 4 };

/** By the schema of the segment, the first one first: an older one lacks columns, and is never rewritten. */
const SELECTS = Array.from({ length: newestVersion('segment') }, (_, index) =>
	selecting(Object.entries(ADDED).map(([column, since]) => (index + 1 >= since ? column : `NULL AS ${column}`)).join(', ')),
);

/** Reads the segments of the log, and the enrichments beside them. Holds one file of each open. */
export class SqliteEventReader implements EventReader {
	readonly #log: OpenSegment;
	readonly #enriched: OpenSegment;

	constructor(log: string, enriched: string) {
		this.#log = new OpenSegment(log);
		this.#enriched = new OpenSegment(enriched);
	}

	async logged(after: number, limit: number): Promise<LoggedEvent[]> {
		const segments = this.#log.segments();
		// At the end of a segment, the next one goes on; an empty one was begun and not written to.
		for (let index = Math.max(segmentIndex(segments, after + 1), 0); index < segments.length; index++) {
			const database = this.#log.open(segments[index] as Segment);
			const version = database.get('PRAGMA user_version')?.['user_version'] as number;
			const rows = database.all(SELECTS[version - 1] as string, after, limit);
			if (rows.length > 0) return rows.map(eventFromRow);
		}
		return [];
	}

	async enriched(after: number, limit: number): Promise<EnrichedEvent[]> {
		const upTo = await this.enrichedHead();
		const events = (await this.logged(after, limit)).filter((event) => event.position <= upTo);
		const [first, last] = [events[0], events.at(-1)];
		if (!first || !last) return [];
		const enrichments = this.#enrichmentsBetween(first.position, last.position);
		return events.map((event) => ({ ...event, enrichment: enrichments.get(event.position) ?? null }));
	}

	async head(): Promise<number> {
		const segment = this.#log.segments().at(-1);
		if (!segment) return 0;
		const last = this.#log.open(segment).get('SELECT max(position) AS last FROM events')?.['last'] as number | null;
		return last ?? segment.first - 1;
	}

	async enrichedHead(): Promise<number> {
		const segments = this.#enriched.segments();
		for (const segment of segments.reverse()) {
			const cursor = enrichedCursor(this.#enriched.open(segment));
			if (cursor !== undefined) return cursor;
		}
		return 0;
	}

	async epochs(): Promise<Epoch[]> {
		const segment = this.#log.segments().at(-1);
		return segment ? readEpochs(this.#log.open(segment)) : [];
	}

	close(): void {
		this.#log.close();
		this.#enriched.close();
	}

	#enrichmentsBetween(first: number, last: number): Map<number, Enrichment> {
		const segments = this.#enriched.segments();
		const segment = segments[segmentIndex(segments, first)];
		if (!segment) return new Map();
		const rows = this.#enriched.open(segment).all(
			'SELECT position, kind, bot, device, browser, os, referrer_host, source, is_unique FROM enrichments WHERE position BETWEEN ? AND ?',
			first,
			last,
		);
		return new Map(rows.map((row) => [row['position'] as number, enrichmentFromRow(row)]));
	}
}

/** The one segment of a folder that was read last, kept open. */
class OpenSegment {
	readonly #folder: string;
	#open: { name: string; database: Database } | undefined;

	constructor(folder: string) {
		this.#folder = folder;
	}

	segments(): Segment[] {
		return segmentsIn(this.#folder);
	}

	open(segment: Segment): Database {
		if (this.#open?.name === segment.name) return this.#open.database;
		this.close();
		const database = new Database(join(this.#folder, segment.name), { access: 'read' });
		this.#open = { name: segment.name, database };
		return database;
	}

	close(): void {
		this.#open?.database.close();
		this.#open = undefined;
	}
}

function eventFromRow(row: Row): LoggedEvent {
	const type = row['type'] as LoggedEvent['type'];
	const event = {
		position: row['position'] as number,
		type,
		occurredAt: row['occurred_at'] as number,
		linkId: row['link_id'] as number,
		linkVersion: row['link_version'] as number,
		data: row['data'] as string | null,
	};
	return { ...event, hit: type === 'link.clicked' ? hitFromRow(row, event) : null };
}

function hitFromRow(row: Row, event: Omit<LoggedEvent, 'hit'>): Hit {
	return {
		occurredAt: event.occurredAt,
		linkId: event.linkId,
		linkVersion: event.linkVersion,
		nonce: row['nonce'] as string,
		visitorId: row['visitor_id'] as string,
		country: row['country'] as string | null,
		region: row['region'] as string | null,
		city: row['city'] as string | null,
		signal: row['signal'] as Hit['signal'],
		userAgent: row['user_agent'] as string,
		referrer: row['referrer'] as string,
		language: row['language'] as string,
		query: row['query'] as string,
		variant: row['variant'] as string | null,
		kind: row['kind'] as Hit['kind'],
	};
}
