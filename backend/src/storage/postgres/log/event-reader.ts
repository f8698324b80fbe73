import { dayIndex, type LogDay } from '../../log-days.ts';
import { eventFromRow } from '../../rows/event.ts';
import type { EnrichedEvent, Epoch, EventReader, LoggedEvent } from '../../storage.ts';
import type { Database, Row } from '../database.ts';
import { readDays } from './days.ts';
import { readEpochs } from './epochs.ts';
import { readHead } from './head.ts';
import { DERIVED_COLUMNS, EVENT_COLUMNS, enrichedFromRow } from './rows.ts';
import { TimesOfDays } from './times-of-days.ts';

/** The partition is chosen when the query is planned: the day must be one of its values. */
const LOGGED = `SELECT ${EVENT_COLUMNS} FROM events WHERE day = $1::date AND position > $2 ORDER BY position LIMIT $3`;

const ENRICHED = `SELECT ${EVENT_COLUMNS}, ${DERIVED_COLUMNS} FROM events
	LEFT JOIN enrichments ON enrichments.day = $1::date AND enrichments.position = events.position AND enrichments.position > $2
	WHERE events.day = $1::date AND events.position > $2 AND events.position <= (SELECT position FROM enrichment_cursor) ORDER BY events.position LIMIT $3`;

/** Reads the log day by day. */
export class PostgresEventReader implements Omit<EventReader, 'close'> {
	readonly #database: Database;
	readonly #times: TimesOfDays;
	/** As they were when it was asked for them last. */
	#days: LogDay[] = [];

	constructor(database: Database) {
		this.#database = database;
		this.#times = new TimesOfDays(database);
	}

	async logged(after: number, limit: number): Promise<LoggedEvent[]> {
		return (await this.#read(LOGGED, after, limit)).map(eventFromRow);
	}

	async enriched(after: number, limit: number): Promise<EnrichedEvent[]> {
		return (await this.#read(ENRICHED, after, limit)).map(enrichedFromRow);
	}

	async begin(): Promise<number> {
		const [first] = await readDays(this.#database);
		return first?.first ?? (await this.head()) + 1;
	}

	async head(): Promise<number> {
		return (await readHead(this.#database)).position;
	}

	async enrichedHead(): Promise<number> {
		return (await this.#database.get('SELECT position FROM enrichment_cursor'))?.['position'] as number;
	}

	epochs(): Promise<Epoch[]> {
		return readEpochs(this.#database);
	}

	async span(since: number | null, until: number | null): Promise<{ after: number; upTo: number }> {
		const head = await this.head();
		const days = await readDays(this.#database);
		const { first, beyond } = await this.#times.around(days, since, until);
		return { after: (first?.first ?? head + 1) - 1, upTo: beyond ? beyond.first - 1 : head };
	}

	/** The next rows after a position, of one day. */
	async #read(sql: string, after: number, limit: number): Promise<Row[]> {
		for (;;) {
			for (const { day } of this.#days.slice(Math.max(dayIndex(this.#days, after + 1), 0))) {
				const rows = await this.#database.all(sql, day, after, limit);
				if (rows.length > 0) return rows;
			}
			// A day that has begun since: the one before it may have got events after it was read, and is read again.
			const newest = this.#days.at(-1)?.day;
			this.#days = await readDays(this.#database);
			if (this.#days.at(-1)?.day === newest) return [];
		}
	}
}
