import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { enrichmentFromRow, eventFromRow } from '../rows/event.ts';
import type { ClickCriteria, ClickPage, ClickReader, EnrichedEvent } from '../storage.ts';
import { clickPositions } from './click-positions.ts';
import { Database } from './database.ts';
import { enrichedCursor, ENRICHMENT_COLUMNS } from './enrichments.ts';
import { perSchema } from './event-rows.ts';
import { segmentsIn, type Segment } from './segments.ts';

/** How much is looked at in one go. */
export interface LookLimits {
	/** Positions that one statement goes through: some tens of milliseconds, after which the thread turns to other questions. */
	stretch: number;
	/** Milliseconds that one call looks. A link that nobody clicks for months is not worth a minute of anybody's waiting. */
	patience: number;
}

const LIMITS: LookLimits = { stretch: 100_000, patience: 1000 };

/** Milliseconds by which a hit may lie beyond the day of its segment: it waited for a commit, or the clock was set. */
const BEYOND_THE_DAY = 60_000;

const events = perSchema((columns) => `SELECT ${columns} FROM events WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position`);
const ENRICHMENTS = `SELECT ${ENRICHMENT_COLUMNS} FROM derived.enrichments WHERE position IN (SELECT value FROM json_each(?))`;

/** A segment with what is derived from it, as `derived`. */
interface OpenPair {
	name: string;
	database: Database;
}

/** Goes through the segments of the log, a stretch at a time. */
export class SqliteClickReader implements ClickReader {
	readonly #log: string;
	readonly #enriched: string;
	readonly #limits: LookLimits;
	#open: OpenPair | undefined;

	constructor(log: string, enriched: string, limits = LIMITS) {
		this.#log = log;
		this.#enriched = enriched;
		this.#limits = limits;
	}

	async list(criteria: ClickCriteria, { descending, limit, beyond }: ClickPage): Promise<{ clicks: EnrichedEvent[]; next: number | null }> {
		const deadline = performance.now() + this.#limits.patience;
		const clicks: EnrichedEvent[] = [];
		for (const { database, first, last } of this.#stretches(criteria, descending, beyond)) {
			const found = clickPositions(database, criteria, { first, last, descending, limit: limit - clicks.length });
			clicks.push(...read(database, found, descending));
			const end = found.at(-1);
			if (clicks.length >= limit && end !== undefined) return { clicks, next: end };
			if (performance.now() > deadline) return { clicks, next: descending ? first : last };
			await new Promise(setImmediate);
		}
		return { clicks, next: null };
	}

	close(): void {
		this.#open?.database.close();
		this.#open = undefined;
	}

	/** What there is to look through, in order. A segment that is purged meanwhile is left out. */
	*#stretches({ since = -Infinity, until = Infinity }: ClickCriteria, descending: boolean, beyond: number | undefined): Generator<{ database: Database; first: number; last: number }> {
		const segments = segmentsIn(this.#log);
		const wanted = segments.flatMap((segment, index) => {
			const next = segments[index + 1];
			const [from, to] = [Date.parse(segment.day) - BEYOND_THE_DAY, next ? Date.parse(next.day) + BEYOND_THE_DAY : Infinity];
			return from < until && to > since ? [{ segment, end: next ? next.first - 1 : Infinity }] : [];
		});
		for (const { segment, end } of descending ? wanted.reverse() : wanted) {
			if (beyond !== undefined && (descending ? segment.first >= beyond : end <= beyond)) continue;
			const database = this.#pair(segment);
			const cursor = database && enrichedCursor(database, 'derived');
			if (!database || cursor === undefined) continue;
			const { stretch } = this.#limits;
			let [low, high] = [segment.first, Math.min(cursor, lastIn(database))];
			if (beyond !== undefined && !descending) low = Math.max(low, beyond + 1);
			if (beyond !== undefined && descending) high = Math.min(high, beyond - 1);
			for (; low <= high; descending ? (high -= stretch) : (low += stretch)) {
				yield descending ? { database, first: Math.max(low, high - stretch + 1), last: high } : { database, first: low, last: Math.min(high, low + stretch - 1) };
			}
		}
	}

	#pair({ name }: Segment): Database | undefined {
		if (this.#open?.name === name) return this.#open.database;
		this.close();
		const [log, enriched] = [join(this.#log, name), join(this.#enriched, name)];
		// Attaching a file that is not there would make it.
		if (!existsSync(enriched)) return undefined;
		let database: Database | undefined;
		try {
			database = new Database(log, { access: 'read' });
			database.attach(enriched, 'derived');
		} catch (error) {
			database?.close();
			if (existsSync(log) && existsSync(enriched)) throw error;
			return undefined;
		}
		this.#open = { name, database };
		return database;
	}
}

function lastIn(database: Database): number {
	return (database.get('SELECT max(position) AS last FROM events')?.['last'] as number | null) ?? 0;
}

function read(database: Database, positions: readonly number[], descending: boolean): EnrichedEvent[] {
	if (positions.length === 0) return [];
	const list = JSON.stringify(positions);
	const enrichments = new Map(database.all(ENRICHMENTS, list).map((row) => [row['position'] as number, enrichmentFromRow(row)]));
	const found = database.all(events(database), list).map((row): EnrichedEvent => ({ ...eventFromRow(row), enrichment: enrichments.get(row['position'] as number) ?? null }));
	return descending ? found.reverse() : found;
}
