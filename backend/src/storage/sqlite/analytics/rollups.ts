import { LRUCache } from 'lru-cache';
import { QUARTER_MS } from '../../analytics.ts';
import { DAY_MS, KINDS, LinkDay, QUARTERS } from '../../packed/link-day.ts';
import { COLUMNS, DayValues, NOTHING, valueOf } from '../../packed/values.ts';
import { sampleNumber, visitorDigits } from '../../packed/visitors.ts';
import type { ConversionFold, Fold, ImportedClicks } from '../../storage.ts';
import { writeDayLinks } from './day-links.ts';
import { DayVisitors } from './day-visitors.ts';
import { LinkNumbers } from './link-numbers.ts';
import { ValueNumbers } from './values.ts';
import type { Database, Row } from '../database.ts';

/** Days of links that are kept taken apart: some 10 kB each. */
const OPEN_DAYS = 2000;

/** Links whose newest hit is remembered. */
const OPEN_LINKS = 50_000;

interface OpenDay {
	day: LinkDay;
	values: DayValues;
}

/** Writes the rollups: the tables whose names begin with a prefix, so that a second set can be made beside the first. */
export class Rollups {
	readonly #database: Database;
	readonly #prefix: string;
	readonly #insertHit: string;
	readonly #numbers: ValueNumbers;
	readonly #links: LinkNumbers;
	readonly #visitors: DayVisitors;
	readonly #days = new LRUCache<string, OpenDay>({ max: OPEN_DAYS });
	/** Quarter after which a link has no hits, as far as is known. */
	readonly #newest = new LRUCache<number, number>({ max: OPEN_LINKS });
	/** What has been changed in this transaction. */
	readonly #changed = new Map<string, { linkId: number; day: number; open: OpenDay }>();

	constructor(database: Database, prefix = '') {
		this.#database = database;
		this.#prefix = prefix;
		this.#insertHit = `INSERT INTO ${prefix}hits (link_id, day, kind, visitor, time, position, ${COLUMNS.join(', ')})
			VALUES (?, ?, ?, ?, ?, ?, ${COLUMNS.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;
		this.#numbers = new ValueNumbers(database, `${prefix}dimension_values`);
		this.#links = new LinkNumbers(database, prefix);
		this.#visitors = new DayVisitors(database, prefix);
	}

	/** Adds these, and moves the cursor, in one transaction. */
	fold(hits: readonly Fold[], cursor: number, imported: readonly ImportedClicks[], conversions: readonly ConversionFold[]): void {
		try {
			this.#database.transaction(() => {
				for (const { linkId, clicks } of imported) this.#imported(linkId, clicks);
				for (const conversion of conversions) this.#conversion(conversion);
				const counted = hits.filter((hit) => this.#hit(hit));
				this.#totals(counted);
				this.#write();
				this.#database.run(`UPDATE ${this.#prefix}cursor SET position = ?`, cursor);
			});
		} catch (error) {
			this.#days.clear();
			this.#newest.clear();
			this.#numbers.forget();
			this.#links.forget();
			this.#visitors.forget();
			throw error;
		} finally {
			this.#changed.clear();
		}
	}

	/** @returns whether it had not been counted yet */
	#hit(hit: Fold): boolean {
		const { position, linkId, occurredAt, kind } = hit;
		const digits = visitorDigits(hit.visitorId);
		const day = Math.floor(occurredAt / DAY_MS);
		const quarter = Math.floor(occurredAt / QUARTER_MS);
		const visitor = BigInt.asIntN(64, BigInt(`0x${digits}`));
		const sighting = kind === 'human' ? this.#sighting(hit, visitor, quarter) : undefined;
		const open = this.#open(linkId, day);
		const values = COLUMNS.map((column, index) => (kind === 'human' ? this.#numbers.of(column, valueOf(hit, column), (number) => open.values.room(index, number)) : NOTHING));
		const inserted = this.#database.statement(this.#insertHit).run(linkId, day, KINDS.indexOf(kind), visitor, occurredAt - day * DAY_MS, position, ...values);
		if (inserted.changes === 0) return false;
		open.day.count(quarter - day * QUARTERS, kind);
		this.#change(linkId, day, open);
		if (kind !== 'human') return true;
		values.forEach((value, index) => { open.values.count(index, value); });
		this.#newest.set(linkId, Math.max(quarter, this.#newestOf(linkId)));
		if (!sighting) return true;
		this.#visitors.add(day, sampleNumber(digits), this.#links.of(linkId), quarter - day * QUARTERS);
		const { before, after } = sighting;
		this.#sighted(linkId, quarter, before, 1);
		if (after === undefined) return true;
		// It came late: the visitor's next click was not that long after the one before.
		this.#sighted(linkId, after, before, -1);
		this.#sighted(linkId, after, quarter, 1);
		return true;
	}

	/** Undefined where the visitor has clicked the link in this quarter already; else the quarters of the clicks around it. */
	#sighting({ linkId, isFirst }: Fold, visitor: bigint, quarter: number): { before: number | undefined; after: number | undefined } | undefined {
		if (isFirst) return { before: undefined, after: undefined };
		const before = this.#before(linkId, visitor, quarter);
		if (before === quarter) return undefined;
		return { before, after: quarter < this.#newestOf(linkId) ? this.#after(linkId, visitor, quarter) : undefined };
	}

	/** The quarter of the visitor's last click on the link in `quarter` or before. */
	#before(linkId: number, visitor: bigint, quarter: number): number | undefined {
		const statement = this.#database.statement(`SELECT max(time) AS time FROM ${this.#prefix}hits WHERE link_id = ? AND day = ? AND kind = 0 AND visitor = ? AND time < ?`);
		const first = this.#database.get(`SELECT min(day) AS day FROM ${this.#prefix}hits WHERE link_id = ?`, linkId)?.['day'] as number | null;
		const day = Math.floor(quarter / QUARTERS);
		// Visitors are others with each new salt, so this does not go back far.
		for (let at = day; at >= (first ?? Infinity); at--) {
			const time = (statement.get(linkId, at, visitor, at === day ? (quarter + 1 - day * QUARTERS) * QUARTER_MS : DAY_MS) as Row)['time'] as number | null;
			if (time !== null) return at * QUARTERS + Math.floor(time / QUARTER_MS);
		}
		return undefined;
	}

	/** The quarter of the visitor's next click on the link after `quarter`. */
	#after(linkId: number, visitor: bigint, quarter: number): number | undefined {
		const statement = this.#database.statement(`SELECT min(time) AS time FROM ${this.#prefix}hits WHERE link_id = ? AND day = ? AND kind = 0 AND visitor = ? AND time >= ?`);
		const day = Math.floor(quarter / QUARTERS);
		for (let at = day; at <= Math.floor(this.#newestOf(linkId) / QUARTERS); at++) {
			const time = (statement.get(linkId, at, visitor, at === day ? (quarter + 1 - day * QUARTERS) * QUARTER_MS : 0) as Row)['time'] as number | null;
			if (time !== null) return at * QUARTERS + Math.floor(time / QUARTER_MS);
		}
		return undefined;
	}

	#newestOf(linkId: number): number {
		const known = this.#newest.get(linkId);
		if (known !== undefined) return known;
		const day = this.#database.get(`SELECT max(day) AS day FROM ${this.#prefix}hits WHERE link_id = ?`, linkId)?.['day'] as number | null;
		const newest = day === null ? -Infinity : day * QUARTERS + QUARTERS - 1;
		this.#newest.set(linkId, newest);
		return newest;
	}

	#sighted(linkId: number, quarter: number, before: number | undefined, by: number): void {
		const day = Math.floor(quarter / QUARTERS);
		const open = this.#open(linkId, day);
		open.day.sighted(quarter - day * QUARTERS, before === undefined ? undefined : quarter - before, by);
		this.#change(linkId, day, open);
	}

	#open(linkId: number, day: number): OpenDay {
		const key = `${String(linkId)} ${String(day)}`;
		const known = this.#changed.get(key)?.open ?? this.#days.get(key);
		if (known) return known;
		const numbers = this.#database.get(`SELECT quarters, returns FROM ${this.#prefix}link_days WHERE link_id = ? AND day = ?`, linkId, day) as unknown as { quarters: Uint8Array; returns: Uint8Array } | undefined;
		const values = this.#database.get(`SELECT counts FROM ${this.#prefix}link_day_values WHERE link_id = ? AND day = ?`, linkId, day) as unknown as { counts: Uint8Array } | undefined;
		const open = { day: numbers ? LinkDay.from(numbers.quarters, numbers.returns) : new LinkDay(), values: values ? DayValues.from(values.counts) : new DayValues() };
		this.#days.set(key, open);
		return open;
	}

	#change(linkId: number, day: number, open: OpenDay): void {
		this.#changed.set(`${String(linkId)} ${String(day)}`, { linkId, day, open });
	}

	#write(): void {
		const days = this.#database.statement(`INSERT OR REPLACE INTO ${this.#prefix}link_days (link_id, day, human, bot, prefetch, head, fresh, quarters, returns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
		const counts = this.#database.statement(`INSERT OR REPLACE INTO ${this.#prefix}link_day_values (link_id, day, counts) VALUES (?, ?, ?)`);
		for (const { linkId, day, open } of this.#changed.values()) {
			days.run(linkId, day, ...open.day.totals(), open.day.quarters(), open.day.returns());
			counts.run(linkId, day, open.values.bytes());
		}
		writeDayLinks(this.#database, this.#prefix, Array.from(this.#changed.values(), ({ linkId, day, open }) => ({ number: this.#links.of(linkId), day, content: open.day })));
		this.#visitors.write();
	}

	/** Once a link, for these are in two indexes. */
	#totals(hits: readonly Fold[]): void {
		const clicks = new Map<number, { count: number; last: number }>();
		for (const { linkId, kind, occurredAt } of hits) {
			if (kind !== 'human') continue;
			const { count, last } = clicks.get(linkId) ?? { count: 0, last: occurredAt };
			clicks.set(linkId, { count: count + 1, last: Math.max(last, occurredAt) });
		}
		const total = this.#database.statement(`INSERT INTO ${this.#prefix}link_totals (link_id, total_clicks, last_clicked_at) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET total_clicks = total_clicks + excluded.total_clicks,
			last_clicked_at = max(coalesce(last_clicked_at, excluded.last_clicked_at), excluded.last_clicked_at)`);
		for (const [linkId, { count, last }] of clicks) total.run(linkId, count, last);
	}

	#conversion(conversion: ConversionFold): void {
		const { position, linkId, occurredAt, currency, amount } = conversion;
		const values = COLUMNS.map((column) => this.#numbers.of(column, valueOf(conversion, column), () => true));
		const quarter = Math.floor(occurredAt / QUARTER_MS);
		this.#database.run(
			`INSERT INTO ${this.#prefix}conversions (link_id, quarter, time, position, currency, amount, ${COLUMNS.join(', ')})
			VALUES (?, ?, ?, ?, ?, ?, ${COLUMNS.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
			linkId, quarter, occurredAt - quarter * QUARTER_MS, position, currency, amount, ...values,
		);
	}

	#imported(linkId: number, clicks: number): void {
		this.#database.run(
			`INSERT INTO ${this.#prefix}link_totals (link_id, total_clicks, imported_clicks) VALUES (?1, ?2, ?2)
			ON CONFLICT DO UPDATE SET total_clicks = total_clicks - imported_clicks + excluded.total_clicks, imported_clicks = excluded.imported_clicks`,
			linkId,
			clicks,
		);
	}

}
