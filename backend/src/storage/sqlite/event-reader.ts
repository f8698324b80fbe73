import { dayIndex, dayOf, endOf } from '../log-days.ts';
import { enrichmentFromRow, eventFromRow } from '../rows/event.ts';
import type { EnrichedEvent, Enrichment, Epoch, EventReader, LoggedEvent } from '../storage.ts';
import { perSchema } from './event-rows.ts';
import { enrichedCursor, ENRICHMENT_COLUMNS } from './enrichments.ts';
import { readEpochs } from './log-tail.ts';
import { OpenSegment } from './open-segment.ts';

const DAY = 86_400_000;

const select = perSchema((columns) => `SELECT ${columns} FROM events WHERE position > ? ORDER BY position LIMIT ?`);

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
		for (let index = Math.max(dayIndex(segments, after + 1), 0); index < segments.length; index++) {
			const database = this.#log.open(segments[index]);
			const rows = database?.all(select(database), after, limit) ?? [];
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
		// The segment was purged while it was read: what comes after it is next. One that is there lacks what could not be read.
		if (events.some(({ hit, position }) => hit && !enrichments.has(position)) && this.#isPurged(first.position)) return this.enriched(last.position, limit);
		return events.map((event) => ({ ...event, enrichment: enrichments.get(event.position) ?? null }));
	}

	async head(): Promise<number> {
		const segment = this.#log.segments().at(-1);
		const last = this.#log.open(segment)?.get('SELECT max(position) AS last FROM events')?.['last'] as number | null | undefined;
		return last ?? (segment ? segment.first - 1 : 0);
	}

	async begin(): Promise<number> {
		return this.#log.segments()[0]?.first ?? 1;
	}

	async enrichedHead(): Promise<number> {
		for (const segment of this.#enriched.segments().reverse()) {
			const database = this.#enriched.open(segment);
			const cursor = database && enrichedCursor(database);
			if (cursor !== undefined) return cursor;
		}
		return 0;
	}

	async epochs(): Promise<Epoch[]> {
		const database = this.#log.open(this.#log.segments().at(-1));
		return database ? readEpochs(database) : [];
	}

	async span(since: number | null, until: number | null): Promise<{ after: number; upTo: number }> {
		const segments = this.#log.segments();
		const head = await this.head();
		const first = since === null ? segments[0] : segments.find(({ day }) => endOf(day) > since);
		const beyond = until === null ? undefined : segments.find(({ day }) => Date.parse(day) >= endOf(dayOf(until)) + DAY);
		return { after: (first?.first ?? head + 1) - 1, upTo: beyond ? beyond.first - 1 : head };
	}

	close(): void {
		this.#log.close();
		this.#enriched.close();
	}

	#enrichmentsBetween(first: number, last: number): Map<number, Enrichment> {
		const segments = this.#enriched.segments();
		const database = this.#enriched.open(segments[dayIndex(segments, first)]);
		if (!database) return new Map();
		const rows = database.all(`SELECT ${ENRICHMENT_COLUMNS} FROM enrichments WHERE position BETWEEN ? AND ?`, first, last);
		return new Map(rows.map((row) => [row['position'] as number, enrichmentFromRow(row)]));
	}

	#isPurged(position: number): boolean {
		return dayIndex(this.#log.segments(), position) === -1;
	}
}
