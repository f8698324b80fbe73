import { LRUCache } from 'lru-cache';
import type { Session } from '../database.ts';
import { Blobs } from './blobs.ts';
import { OpenDay, type DayRow } from './open-day.ts';
import type { Tables } from './tables.ts';

/** Days of links that are kept taken apart: some 10 kB each. */
const REMEMBERED = 3000;

/** A day of a link. */
export interface DayOfLink {
	link: number;
	day: number;
}

/** Days of links, as they are counted. One for each writer: it knows what it has written. */
export class LinkDays {
	readonly #tables: Tables;
	readonly #known = new LRUCache<number, OpenDay>({ max: REMEMBERED });
	/** Those that are being counted. */
	readonly #open = new Map<number, DayOfLink & { open: OpenDay }>();
	readonly #changed = new Set<number>();

	constructor(tables: Tables) {
		this.#tables = tables;
	}

	/** Opens days, where they are not open. */
	async open(session: Session, days: Iterable<DayOfLink>): Promise<void> {
		const unknown = new Map<number, DayOfLink>();
		for (const { link, day } of days) {
			const key = keyOf(link, day);
			if (this.#open.has(key)) continue;
			const known = this.#known.get(key);
			if (known) this.#open.set(key, { link, day, open: known });
			else unknown.set(key, { link, day });
		}
		if (unknown.size === 0) return;
		const asked = [...unknown.values()];
		const rows = await session.all(
			`SELECT d.link, d.day, d.quarters, d.returns, d.runs, d.counts, d.tail FROM unnest($1::integer[], $2::integer[]) AS u (link, day)
			JOIN ${this.#tables.link_days} d ON d.link = u.link AND d.day = u.day`,
			asked.map(({ link }) => link), asked.map(({ day }) => day),
		);
		const found = new Map(rows.map((row) => [keyOf(row['link'] as number, row['day'] as number), row as unknown as DayRow]));
		for (const [key, { link, day }] of unknown) this.#open.set(key, { link, day, open: new OpenDay(found.get(key)) });
	}

	/** A day that is open, to be changed. */
	of(link: number, day: number): OpenDay {
		const key = keyOf(link, day);
		this.#changed.add(key);
		return (this.#open.get(key) as { open: OpenDay }).open;
	}

	/** Those that have been changed. */
	changed(): Array<DayOfLink & { open: OpenDay }> {
		return Array.from(this.#changed, (key) => this.#open.get(key) as DayOfLink & { open: OpenDay });
	}

	/** Writes what has been changed, and closes all. */
	async write(session: Session): Promise<void> {
		const [blobs, runBlobs] = [new Blobs(), new Blobs()];
		const days: number[][] = Array.from({ length: 13 }, () => []);
		const runs: number[][] = Array.from({ length: 7 }, () => []);
		for (const { link, day, open } of this.changed()) {
			const changes = open.changes();
			const { quarters, returns, counts, tail, runs: count } = changes.row;
			const at = blobs.add(quarters);
			for (const bytes of [returns, tail, ...(counts ? [counts] : [])]) blobs.add(bytes);
			[link, day, ...open.day.totals(), count, at, quarters.length, returns.length, tail.length, counts?.length ?? 0].forEach((number, place) => days[place]?.push(number));
			for (const { run, first, last, hits } of changes.runs) {
				[link, day, run, first, last, runBlobs.add(hits), hits.length].forEach((number, place) => runs[place]?.push(number));
			}
		}
		const { link_days, hit_runs } = this.#tables;
		if (days[0]?.length) {
			await session.run(
				`INSERT INTO ${link_days} AS d (link, day, human, bot, prefetch, head, fresh, runs, quarters, returns, tail, counts)
				SELECT u.link, u.day, u.human, u.bot, u.prefetch, u.head, u.fresh, u.runs, substring($1::bytea FROM u.at FOR u.quarters), substring($1 FROM u.at + u.quarters FOR u.returns),
					substring($1 FROM u.at + u.quarters + u.returns FOR u.tail), CASE WHEN u.counts > 0 THEN substring($1 FROM u.at + u.quarters + u.returns + u.tail FOR u.counts) END
				FROM unnest(${arrays(days.length, 2)}) AS u (link, day, human, bot, prefetch, head, fresh, runs, at, quarters, returns, tail, counts)
				ON CONFLICT (link, day) DO UPDATE SET human = excluded.human, bot = excluded.bot, prefetch = excluded.prefetch, head = excluded.head, fresh = excluded.fresh,
					runs = excluded.runs, quarters = excluded.quarters, returns = excluded.returns, tail = excluded.tail, counts = coalesce(excluded.counts, d.counts)`,
				blobs.all(), ...days,
			);
		}
		if (runs[0]?.length) {
			await session.run(
				`INSERT INTO ${hit_runs} (link, day, run, first, last, hits)
				SELECT u.link, u.day, u.run, u.first, u.last, substring($1::bytea FROM u.at FOR u.size) FROM unnest(${arrays(runs.length, 2)}) AS u (link, day, run, first, last, at, size)`,
				runBlobs.all(), ...runs,
			);
		}
		for (const [key, { open }] of this.#open) this.#known.set(key, open);
		this.#open.clear();
		this.#changed.clear();
	}
}

/** Parameters from `first` on, as arrays of integers. */
function arrays(count: number, first: number): string {
	return Array.from({ length: count }, (_, index) => `$${String(first + index)}::integer[]`).join(', ');
}

/** Days lie within 2,800 years around 1970. */
function keyOf(link: number, day: number): number {
	return link * 2 ** 21 + day + 2 ** 20;
}
