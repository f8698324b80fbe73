import { QUARTER_MS } from '../../analytics.ts';
import { eachHit, type DayHit } from '../../packed/hits.ts';
import { DAY_MS, KINDS, QUARTERS } from '../../packed/link-day.ts';
import type { Database, Session } from '../database.ts';
import { DayParts } from './day-parts.ts';
import { DayVisitors } from './day-visitors.ts';
import { LinkDays } from './link-days.ts';
import { PLANNED } from './settings.ts';
import { Sightings } from './sightings.ts';
import { otherSet, tablesOf, type SetNumber } from './tables.ts';

/** Rows of hits that are read in one go: some 2 kB each. */
const ROWS = 2000;

/** Days that are written together. */
const DAYS = 500;

/** Entries of days' visitors that are kept before they are written: some 50 MB. */
const ENTRIES = 500_000;

/** A day of a link, and its hits in the order in which they came. */
interface HitDay {
	link: number;
	day: number;
	hits: DayHit[];
}

/** Takes over into the other set what was counted of events before a position, which the log may have no more: hits, link by link, and what follows from them. */
export async function takeOver(database: Database, set: SetNumber, horizon: number): Promise<void> {
	await database.transaction(async (session) => {
		await session.all(`SELECT ${PLANNED}`);
		const recount = new Recount(session, otherSet(set));
		if (horizon > 1) for await (const { hits, ...day } of hitDays(session, set)) await recount.day({ ...day, hits: hits.filter(({ position }) => position < horizon) });
		await recount.end();
		await session.exec(`INSERT INTO rebuilt_link_totals AS r (link_id, total_clicks, imported_clicks) SELECT link_id, imported_clicks, imported_clicks FROM link_totals WHERE imported_clicks > 0
			ON CONFLICT (link_id) DO UPDATE SET total_clicks = r.total_clicks + excluded.imported_clicks, imported_clicks = excluded.imported_clicks`);
	});
}

/** Every day of every link, in this order. */
async function* hitDays(session: Session, set: SetNumber): AsyncGenerator<HitDay> {
	const { hit_runs, link_days } = tablesOf(set);
	let after = [0, 0, 0];
	let open: HitDay | undefined;
	for (;;) {
		const rows = await session.all(
			`SELECT link, day, run, hits FROM (
				(SELECT link, day, run, hits FROM ${hit_runs} WHERE (link, day, run) > ($1, $2, $3) ORDER BY link, day, run LIMIT $4)
				UNION ALL (SELECT link, day, runs, tail FROM ${link_days} WHERE (link, day) >= ($1, $2) AND (link, day, runs) > ($1, $2, $3) ORDER BY link, day LIMIT $4)
			) AS r ORDER BY link, day, run LIMIT $4`,
			...after, ROWS,
		);
		for (const row of rows) {
			const [link, day] = [row['link'] as number, row['day'] as number];
			after = [link, day, row['run'] as number];
			if (open && (open.link !== link || open.day !== day)) {
				yield open;
				open = undefined;
			}
			open ??= { link, day, hits: [] };
			const { hits } = open;
			eachHit(row['hits'] as Buffer, (hit) => { hits.push({ ...hit, values: Int32Array.from(hit.values) }); });
		}
		if (rows.length < ROWS) break;
	}
	if (open) yield open;
}

/** Counts hits again, of one link after the other, each from its first day to its last. */
class Recount {
	readonly #session: Session;
	readonly #numbers: string;
	readonly #days: LinkDays;
	readonly #sightings: Sightings;
	readonly #parts: DayParts;
	readonly #visitors: DayVisitors;
	/** The quarter in which each visitor of the link was there last. */
	#seen = { link: 0, last: new Map<number, number>() };
	#totals = new Map<number, { clicks: number; last: number }>();
	#waiting = 0;

	constructor(session: Session, set: SetNumber) {
		const tables = tablesOf(set);
		this.#session = session;
		this.#numbers = tables.link_numbers;
		this.#days = new LinkDays(tables);
		this.#sightings = new Sightings(tables);
		this.#parts = new DayParts(tables);
		this.#visitors = new DayVisitors(tables);
	}

	async day({ link, day, hits }: HitDay): Promise<void> {
		if (hits.length === 0) return;
		if (this.#seen.link !== link) this.#seen = { link, last: new Map() };
		await this.#days.open(this.#session, [{ link, day }]);
		const open = this.#days.of(link, day);
		for (const hit of hits) open.add(hit);
		for (const hit of [...hits].sort((a, b) => a.time - b.time)) {
			const { kind, time, visitor } = hit;
			if (KINDS[kind] !== 'human') continue;
			this.#visitors.addHit(day, link, hit);
			this.#total(link, day * DAY_MS + time);
			const quarter = Math.floor(time / QUARTER_MS);
			const [at, before] = [day * QUARTERS + quarter, this.#seen.last.get(visitor)];
			this.#seen.last.set(visitor, at);
			if (at === before) continue;
			open.day.sighted(quarter, before === undefined ? undefined : at - before);
			this.#sightings.add({ link, visitor, quarter: at });
			this.#visitors.add(day, visitor, link, quarter);
		}
		if (++this.#waiting >= DAYS) await this.#write();
		if (this.#visitors.waiting > ENTRIES) await this.#visitors.write(this.#session);
	}

	async end(): Promise<void> {
		await this.#write();
		await this.#visitors.write(this.#session);
	}

	#total(link: number, time: number): void {
		const known = this.#totals.get(link);
		if (!known) {
			this.#totals.set(link, { clicks: 1, last: time });
			return;
		}
		known.clicks++;
		known.last = Math.max(known.last, time);
	}

	async #write(): Promise<void> {
		this.#waiting = 0;
		await this.#parts.write(this.#session, this.#days.changed().map(({ link, day, open }) => ({ link, day, content: open.day })));
		await this.#days.write(this.#session);
		await this.#sightings.write(this.#session);
		const totals = [...this.#totals.values()];
		await this.#session.run(
			`INSERT INTO rebuilt_link_totals AS t (link_id, total_clicks, last_clicked_at)
			SELECT n.link_id, u.clicks, u.last FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) AS u (link, clicks, last) JOIN ${this.#numbers} n ON n.number = u.link
			ON CONFLICT (link_id) DO UPDATE SET total_clicks = t.total_clicks + excluded.total_clicks, last_clicked_at = greatest(t.last_clicked_at, excluded.last_clicked_at)`,
			[...this.#totals.keys()], totals.map(({ clicks }) => clicks), totals.map(({ last }) => last),
		);
		this.#totals = new Map();
	}
}
