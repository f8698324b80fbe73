import { dayOf, endOf, type LogDay } from '../../log-days.ts';
import type { Database } from '../database.ts';

const DAY = 86_400_000;

/** When the clicks of a day happened: some of them perhaps earlier, where they waited for the database. Null where there are none. */
interface Times {
	oldest: number | null;
	newest: number | null;
}

const TIMES = `SELECT min(occurred_at) AS oldest, max(occurred_at) AS newest FROM events WHERE day = $1::date AND type = 'link.clicked'`;

/** Knows in which days of the log to look for what happened in a time. What it has found of a day that is over does not change. */
export class TimesOfDays {
	readonly #database: Database;
	readonly #known = new Map<string, Times>();

	constructor(database: Database) {
		this.#database = database;
	}

	/** Of all days, those that have clicks of a time: `since` inclusive, `until` exclusive. */
	async within(days: readonly LogDay[], since = -Infinity, until = Infinity): Promise<LogDay[]> {
		if (since === -Infinity && until === Infinity) return [...days];
		const found: LogDay[] = [];
		for (const day of days) if (await this.has(day, days, since, until)) found.push(day);
		return found;
	}

	/** Whether one of all days has clicks of a time. */
	async has(day: LogDay, days: readonly LogDay[], since: number, until: number): Promise<boolean> {
		const { oldest, newest } = await this.#timesOf(day, day !== days.at(-1));
		return oldest !== null && newest !== null && oldest < until && newest >= since;
	}

	/**
	 * From the first day that ends after `since`, to the day after that of `until`, or a later one with clicks from before `until`: the first of
	 * them, and the one that follows them.
	 */
	async around(days: readonly LogDay[], since: number | null, until: number | null): Promise<{ first: LogDay | undefined; beyond: LogDay | undefined }> {
		const first = since === null ? days[0] : days.find(({ day }) => endOf(day) > since);
		if (until === null) return { first, beyond: undefined };
		const late = new Set((await this.within(days, -Infinity, until)).map(({ day }) => day));
		const last = days.findLastIndex(({ day }) => Date.parse(day) < endOf(dayOf(until)) + DAY || late.has(day));
		return { first, beyond: days[last + 1] };
	}

	/** To a day that is not over, anything may still be added. */
	async #timesOf({ day }: LogDay, isOver: boolean): Promise<Times> {
		const known = this.#known.get(day);
		if (known) return known;
		const row = await this.#database.get(TIMES, day);
		const times = { oldest: (row?.['oldest'] ?? null) as number | null, newest: (row?.['newest'] ?? null) as number | null };
		if (isOver) this.#known.set(day, times);
		return times;
	}
}
