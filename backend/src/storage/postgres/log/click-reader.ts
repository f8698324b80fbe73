import type { LogDay } from '../../log-days.ts';
import type { ClickCriteria, ClickPage, ClickReader, EnrichedEvent } from '../../storage.ts';
import type { Database } from '../database.ts';
import { FEW_LINKS, clicksWithin } from './click-positions.ts';
import { readDays } from './days.ts';
import { enrichedFromRow } from './rows.ts';
import { TimesOfDays } from './times-of-days.ts';

/** How much is looked at in one go. */
export interface LookLimits {
	/** Positions that the first statement goes through. Those after it go through more, or fewer, so that each takes some tens of milliseconds. */
	stretch: number;
	/** Milliseconds that one call looks. A link that nobody clicks for months is not worth a minute of anybody's waiting. */
	patience: number;
}

const LIMITS: LookLimits = { stretch: 50_000, patience: 1000 };

/** Milliseconds that a statement is to take at least, where there is more to look through, and at most. */
const QUICK_MS = 20;
const SLOW_MS = 100;

/** Clicks that are fetched at once where it is found out here which of them are wanted. */
const UNSORTED = 5000;

/** A part of a day that can be looked through. */
interface Span extends LogDay {
	last: number;
}

/** Goes through the days of the log, a stretch at a time. */
export class PostgresClickReader implements Omit<ClickReader, 'close'> {
	readonly #database: Database;
	readonly #limits: LookLimits;
	readonly #times: TimesOfDays;

	constructor(database: Database, limits = LIMITS) {
		this.#database = database;
		this.#limits = limits;
		this.#times = new TimesOfDays(database);
	}

	async list(criteria: ClickCriteria, { descending, limit, beyond }: ClickPage): Promise<{ clicks: EnrichedEvent[]; next: number | null }> {
		const deadline = performance.now() + this.#limits.patience;
		const clicks: EnrichedEvent[] = [];
		let { stretch } = this.#limits;
		for (const { day, first, last } of await this.#spans(criteria, descending, beyond)) {
			for (let at = descending ? last : first; at >= first && at <= last; ) {
				const [from, to] = descending ? [Math.max(first, at - stretch + 1), at] : [at, Math.min(last, at + stretch - 1)];
				const began = performance.now();
				const found = await this.#look(criteria, { day, first: from, last: to, descending, limit: limit - clicks.length });
				clicks.push(...found.clicks);
				if (clicks.length >= limit) return { clicks, next: (clicks.at(-1) as EnrichedEvent).position };
				const end = found.end ?? (descending ? from : to);
				if (performance.now() > deadline) return { clicks, next: end };
				at = descending ? end - 1 : end + 1;
				const took = performance.now() - began;
				stretch = took < QUICK_MS ? stretch * 2 : took > SLOW_MS ? Math.max(Math.floor(stretch / 2), 1) : stretch;
			}
		}
		return { clicks, next: null };
	}

	/** What there is to look through, in order. */
	async #spans(criteria: ClickCriteria, descending: boolean, beyond: number | undefined): Promise<Span[]> {
		const cursor = (await this.#database.get('SELECT position FROM enrichment_cursor'))?.['position'] as number;
		const days = await readDays(this.#database);
		const wanted = new Set(await this.#times.within(days, criteria.since, criteria.until));
		const spans = days.flatMap((day, index) => {
			if (!wanted.has(day)) return [];
			let [first, last] = [day.first, Math.min(cursor, (days[index + 1]?.first ?? Infinity) - 1)];
			if (beyond !== undefined) [first, last] = descending ? [first, Math.min(last, beyond - 1)] : [Math.max(first, beyond + 1), last];
			return first <= last ? [{ ...day, first, last }] : [];
		});
		return descending ? spans.reverse() : spans;
	}

	/** The clicks of a stretch; `end` is the position after which it goes on within it. */
	async #look(criteria: ClickCriteria, stretch: Parameters<typeof clicksWithin>[1]): Promise<{ clicks: EnrichedEvent[]; end: number | undefined }> {
		const { linkIds } = criteria;
		const chosenHere = linkIds && linkIds.size > FEW_LINKS ? linkIds : undefined;
		const limit = chosenHere ? Math.max(stretch.limit, UNSORTED) : stretch.limit;
		const { text, values } = clicksWithin(criteria, { ...stretch, limit });
		const rows = (await this.#database.query(text, ...values)).map(enrichedFromRow);
		const clicks = chosenHere ? rows.filter(({ linkId }) => chosenHere.has(linkId)).slice(0, stretch.limit) : rows;
		return { clicks, end: rows.length === limit ? rows.at(-1)?.position : undefined };
	}
}
