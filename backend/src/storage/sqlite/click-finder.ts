import type { ClickFinder, EnrichedEvent, EventReader } from '../storage.ts';
import type { Database } from './database.ts';
import { OpenSegment } from './open-segment.ts';
import type { Segment } from './segments.ts';

/** Milliseconds by which a hit may lie beyond the day of its segment: it waited for a commit, or the clock was set. */
const BEYOND_THE_DAY = 60_000;

/** Rows around the place where a click should be that are looked at where it is not there: the clock may have been set back. */
const AROUND = 5000;

// Two queries in one: asked for both at once, SQLite goes through the whole table, 30 ms for a million rows.
const BOUNDS = 'SELECT (SELECT min(position) FROM events) AS first, (SELECT max(position) FROM events) AS last';
const NEXT_CLICK = `SELECT position, occurred_at FROM events WHERE position >= ? AND position <= ? AND type = 'link.clicked' ORDER BY position LIMIT 1`;
const AT_TIME = `SELECT position, occurred_at, nonce FROM events WHERE position >= ? AND type = 'link.clicked' ORDER BY position`;
const NEARBY = `SELECT position FROM events WHERE position BETWEEN ? AND ? AND type = 'link.clicked' AND occurred_at = ? AND nonce = ?`;

interface ClickName {
	occurredAt: number;
	nonce: string;
}

/**
 * Finds clicks without an index of them, which would cost every redirect: the day tells the segment, and within it hits are in
 * the order of time, so that the place is found by halving, some twenty lookups in ten million rows.
 */
export class SqliteClickFinder implements ClickFinder {
	readonly #log: OpenSegment;
	readonly #events: Pick<EventReader, 'logged' | 'enriched' | 'close'>;

	constructor(log: string, events: Pick<EventReader, 'logged' | 'enriched' | 'close'>) {
		this.#log = new OpenSegment(log);
		this.#events = events;
	}

	async find(names: readonly ClickName[]): Promise<Array<EnrichedEvent | undefined>> {
		const segments = this.#log.segments();
		const found = new Array<EnrichedEvent | undefined>(names.length).fill(undefined);
		// By time, so that each segment is opened once.
		const order = [...names.entries()].sort(([, a], [, b]) => a.occurredAt - b.occurredAt);
		for (const [index, name] of order) {
			const position = this.#position(segments, name);
			if (position !== undefined) found[index] = await this.#at(position);
		}
		return found;
	}

	close(): void {
		this.#log.close();
		this.#events.close();
	}

	/** Without what is derived from it, where the reader has not come so far. */
	async #at(position: number): Promise<EnrichedEvent | undefined> {
		const [enriched] = await this.#events.enriched(position - 1, 1);
		if (enriched?.position === position) return enriched;
		const [logged] = await this.#events.logged(position - 1, 1);
		return logged?.position === position ? { ...logged, enrichment: null } : undefined;
	}

	#position(segments: readonly Segment[], name: ClickName): number | undefined {
		for (const [index, segment] of segments.entries()) {
			const next = segments[index + 1];
			const [from, to] = [Date.parse(segment.day) - BEYOND_THE_DAY, next ? Date.parse(next.day) + BEYOND_THE_DAY : Infinity];
			if (name.occurredAt < from || name.occurredAt >= to) continue;
			const database = this.#log.open(segment);
			const position = database && positionIn(database, name);
			if (position !== undefined) return position;
		}
		return undefined;
	}
}

function positionIn(database: Database, { occurredAt, nonce }: ClickName): number | undefined {
	const bounds = database.get(BOUNDS);
	if (typeof bounds?.['first'] !== 'number') return undefined;
	const [first, last] = [bounds['first'], bounds['last'] as number];
	const next = database.statement(NEXT_CLICK);
	let [low, high] = [first, last + 1];
	while (low < high) {
		const middle = low + Math.floor((high - low) / 2);
		const click = next.get(middle, high) as { position: number; occurred_at: number } | undefined;
		if (!click || click.occurred_at >= occurredAt) high = middle;
		else low = click.position + 1;
	}
	for (const row of database.statement(AT_TIME).iterate(low)) {
		if (row['occurred_at'] !== occurredAt) break;
		if (row['nonce'] === nonce) return row['position'] as number;
	}
	return database.get(NEARBY, low - AROUND, low + AROUND, occurredAt, nonce)?.['position'] as number | undefined;
}
