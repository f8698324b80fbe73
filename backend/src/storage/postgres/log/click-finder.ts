import { dayOf, type LogDay } from '../../log-days.ts';
import type { ClickFinder, EnrichedEvent } from '../../storage.ts';
import type { Database } from '../database.ts';
import { readDays } from './days.ts';
import { DERIVED_COLUMNS, EVENT_COLUMNS, enrichedFromRow } from './rows.ts';
import { TimesOfDays } from './times-of-days.ts';

/** Of a day. Without what is derived from them, where the reader has not come so far. */
const FIND = `SELECT name.nth AS nth, ${EVENT_COLUMNS}, ${DERIVED_COLUMNS} FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS name (occurred_at, nonce, nth)
	JOIN events ON events.day = $1::date AND events.type = 'link.clicked' AND events.occurred_at = name.occurred_at AND events.nonce = name.nonce
	LEFT JOIN enrichments ON enrichments.day = $1::date AND enrichments.position = events.position AND enrichments.position <= (SELECT position FROM enrichment_cursor)`;

interface ClickName {
	occurredAt: number;
	nonce: string;
}

/** Finds clicks by an index of times. They lie in the day on which they happened, but for those that waited for the database. */
export class PostgresClickFinder implements Omit<ClickFinder, 'close'> {
	readonly #database: Database;
	readonly #times: TimesOfDays;

	constructor(database: Database) {
		this.#database = database;
		this.#times = new TimesOfDays(database);
	}

	async find(names: readonly ClickName[]): Promise<Array<EnrichedEvent | undefined>> {
		const found = new Array<EnrichedEvent | undefined>(names.length).fill(undefined);
		const days = await readDays(this.#database);
		const left = new Set(names.keys());
		const look = async (day: LogDay, places: number[]) => {
			if (places.length === 0) return;
			const asked = places.map((place) => names[place] as ClickName);
			const rows = await this.#database.all(FIND, day.day, asked.map(({ occurredAt }) => occurredAt), asked.map(({ nonce }) => nonce));
			for (const row of rows) {
				const place = places[(row['nth'] as number) - 1] as number;
				found[place] ??= enrichedFromRow(row);
				left.delete(place);
			}
		};
		for (const day of days) await look(day, [...left].filter((place) => dayOf((names[place] as ClickName).occurredAt) === day.day));
		if (left.size === 0) return found;
		for (const day of days) {
			const places: number[] = [];
			for (const place of left) {
				const at = (names[place] as ClickName).occurredAt;
				if (dayOf(at) !== day.day && (await this.#times.has(day, days, at, at + 1))) places.push(place);
			}
			await look(day, places);
		}
		return found;
	}
}
