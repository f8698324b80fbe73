import { DoneElsewhere } from '../../done-elsewhere.ts';
import type { AnalyticsRebuild, ConversionFold, Fold, ImportedClicks } from '../../storage.ts';
import type { Database } from '../database.ts';
import { CountedSet } from './counted-set.ts';
import { claim, cursorOf, type Cursor } from './cursors.ts';
import { differencesBetween } from './differences.ts';
import { takeOver } from './recount.ts';
import { otherSet, tablesOf, type SetNumber } from './tables.ts';

/** Milliseconds after which a rebuild to which nothing is added is that of a process that has died. */
const ABANDONED_MS = 60_000;

/** Milliseconds in which a set that is left must become free. */
const EMPTYING_MS = 20_000;

/**
 * Fills the set of tables that is not current. That it is then is one row: reports that are under way go on reading the set that
 * they have begun with, which is emptied when they are through.
 */
export class PostgresRebuild implements AnalyticsRebuild {
	readonly #database: Database;
	readonly #current: () => Promise<CountedSet>;
	readonly #swapped: (set: CountedSet) => void;
	#counted: CountedSet | undefined;

	/** @param swapped is told what is current now */
	constructor(database: Database, current: () => Promise<CountedSet>, swapped: (set: CountedSet) => void) {
		this.#database = database;
		this.#current = current;
		this.#swapped = swapped;
	}

	async begin(horizon: number): Promise<void> {
		const { believed: current } = await this.#current();
		const set = otherSet(current.set);
		await this.#empty(set);
		const cursor = { set, position: Math.min(horizon - 1, current.position), folds: numberOfNow() };
		const [from, to] = [tablesOf(current.set), tablesOf(set)];
		await this.#database.transaction(async (session) => {
			// Values and links keep their numbers, so that both sets can be compared.
			for (const table of ['dimension_values', 'link_numbers'] as const) await session.exec(`INSERT INTO ${to[table]} SELECT * FROM ${from[table]}`);
			await session.run(`INSERT INTO ${to.counted_conversions} SELECT * FROM ${from.counted_conversions} WHERE position < $1`, horizon);
			await session.run('INSERT INTO rollup_cursors (set, position, folds) VALUES ($1, $2, $3)', set, cursor.position, cursor.folds);
			await session.run(`INSERT INTO ${to.filling} (number) VALUES ($1)`, cursor.folds);
		});
		await takeOver(this.#database, current.set, horizon);
		this.#counted = new CountedSet(this.#database, cursor, 'rebuilt_link_totals');
	}

	async fold(hits: readonly Fold[], cursor: number, imported: readonly ImportedClicks[] = [], conversions: readonly ConversionFold[] = []): Promise<void> {
		await this.#begun().fold({ hits, imported, conversions }, cursor);
	}

	async cursor(): Promise<number> {
		const { set } = this.#begun().believed;
		const found = await cursorOf(this.#database, set);
		if (!found) throw new DoneElsewhere();
		return found.position;
	}

	async differences(): Promise<string[]> {
		const { believed: current } = await this.#current();
		return differencesBetween(this.#database, current.set, this.#begun().believed.set);
	}

	async finish(): Promise<void> {
		const [current, { believed: rebuilt }] = [(await this.#current()).believed, this.#begun()];
		const claimed = await this.#database.transaction(async (session) => {
			// Whoever would count into the set that is left finds its cursor moved.
			await claim(session, current, current.position);
			const moved = await claim(session, rebuilt, rebuilt.position);
			await session.run('UPDATE current_rollups SET number = $1', rebuilt.set);
			await session.exec(`DELETE FROM link_totals t WHERE NOT EXISTS (SELECT 1 FROM rebuilt_link_totals r WHERE r.link_id = t.link_id);
				INSERT INTO link_totals AS t (link_id, total_clicks, imported_clicks, last_clicked_at) SELECT link_id, total_clicks, imported_clicks, last_clicked_at FROM rebuilt_link_totals
				ON CONFLICT (link_id) DO UPDATE SET total_clicks = excluded.total_clicks, imported_clicks = excluded.imported_clicks, last_clicked_at = excluded.last_clicked_at
				WHERE (t.total_clicks, t.imported_clicks, t.last_clicked_at) IS DISTINCT FROM (excluded.total_clicks, excluded.imported_clicks, excluded.last_clicked_at)`);
			return moved;
		});
		this.#counted = undefined;
		this.#swapped(new CountedSet(this.#database, claimed, 'link_totals'));
		// Where reports take long, what was left stays until the next rebuild, or the next start.
		await this.#empty(current.set).catch(() => undefined);
	}

	/** One that another process has begun is left to it, unless that process must have died. */
	async discard(): Promise<void> {
		const set = otherSet((await this.#current()).believed.set);
		const isOwn = this.#counted !== undefined;
		this.#counted = undefined;
		const left = await this.#database.get('SELECT folded_at < now() - make_interval(secs => $1) AS abandoned FROM rollup_cursors WHERE set = $2', ABANDONED_MS / 1000, set);
		if (left && (isOwn || left['abandoned'] === true)) await this.#empty(set);
	}

	#begun(): CountedSet {
		if (!this.#counted) throw new Error('No rebuild has begun.');
		return this.#counted;
	}

	/** Reports that still read it are waited for, for a while. */
	async #empty(set: SetNumber): Promise<void> {
		await this.#database.transaction((session) => session.exec(`SET LOCAL lock_timeout = ${String(EMPTYING_MS)}; TRUNCATE ${[...Object.values(tablesOf(set)), 'rebuilt_link_totals'].join(', ')}; DELETE FROM rollup_cursors WHERE set = ${String(set)}`));
	}
}

/** Higher than what any set has come to by counting up from the time at which it was begun. */
function numberOfNow(): Cursor['folds'] {
	return Date.now() * 1000;
}
