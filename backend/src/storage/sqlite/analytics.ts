import type { Dimension } from '../../../../contract/analytics.ts';
import type { AnalyticsReader, ConversionGroup, ConversionTotals, GroupTotals, LinkTotals, QuarterRange, Totals } from '../storage.ts';
import { clicksByValue, visitorsByValue } from './analytics-breakdown.ts';
import { conversionsBetween } from './analytics-conversions.ts';
import { eachQuarter, eachReturn, QUARTERS } from './analytics-day.ts';
import { distinctVisitors } from './analytics-visitors.ts';
import type { Database, Row } from './database.ts';

/** Days of links as they are read: the numbers of the whole day, and what its parts are made of. */
const DAYS = `SELECT d.link_id, d.day, d.human, d.bot, d.prefetch, d.head, d.fresh, d.quarters, d.returns
	FROM json_each(?) l CROSS JOIN link_days d ON d.link_id = l.value AND d.day BETWEEN ? AND ?`;

type DayRow = Record<'link_id' | 'day' | 'human' | 'bot' | 'prefetch' | 'head' | 'fresh', number> & Record<'quarters' | 'returns', Uint8Array>;

/** Reads rollups out of `analytics.db`. */
export class SqliteAnalytics implements AnalyticsReader {
	readonly #database: Database;
	#last: Promise<unknown> = Promise.resolve();

	constructor(database: Database) {
		this.#database = database;
	}

	snapshot<T>(work: () => Promise<T>): Promise<T> {
		const next = this.#last.then(async () => {
			this.#database.exec('BEGIN');
			try {
				return await work();
			} finally {
				this.#database.rollback();
			}
		});
		this.#last = next.catch(() => undefined);
		return next;
	}

	async totals(linkIds: readonly number[]): Promise<LinkTotals[]> {
		const statement = this.#database.statement('SELECT total_clicks, imported_clicks, last_clicked_at FROM link_totals WHERE link_id = ?');
		return linkIds.flatMap((linkId) => {
			const row = statement.get(linkId) as Row | undefined;
			return row ? [{ linkId, totalClicks: row['total_clicks'] as number, importedClicks: row['imported_clicks'] as number, lastClickedAt: row['last_clicked_at'] as number | null }] : [];
		});
	}

	async byLink(linkIds: readonly number[], range: QuarterRange): Promise<Map<number, Totals>> {
		const found = new Map<number, Totals>();
		const edges = edgesOf(range);
		this.#each(linkIds, edges, (row) => {
			let totals = found.get(row.link_id);
			if (!totals) found.set(row.link_id, (totals = nothing()));
			addDay(row, edges, [totals]);
		});
		for (const [linkId, { human, bot, prefetch, head }] of found) if (human + bot + prefetch + head === 0) found.delete(linkId);
		return found;
	}

	async together(linkIds: readonly number[], range: QuarterRange): Promise<Totals> {
		return (await this.series(linkIds, edgesOf(range)))[0] as Totals;
	}

	async series(linkIds: readonly number[], edges: readonly number[]): Promise<Totals[]> {
		const found = edges.slice(1).map(nothing);
		this.#each(linkIds, edges, (row) => { addDay(row, edges, found); });
		// Of one link, the visitors add up; those of several are told apart one by one.
		if (linkIds.length === 1) return found;
		return found.map((totals, index) => (totals.human === 0 ? totals : { ...totals, ...this.#visitors(linkIds, edges[index] as number, edges[index + 1] as number, totals.human) }));
	}

	async breakdown(linkIds: readonly number[], range: QuarterRange, dimensions: readonly Dimension[]): Promise<Map<Dimension, Map<string | null, number>>> {
		return clicksByValue(this.#database, { linkIds, ...this.#bounded(linkIds, range) }, dimensions);
	}

	async grouped(linkIds: readonly number[], range: QuarterRange, dimension: Dimension): Promise<GroupTotals[]> {
		return visitorsByValue(this.#database, { linkIds, ...this.#bounded(linkIds, range) }, dimension);
	}

	async conversions(linkIds: readonly number[], edges: readonly (number | null)[], by: ConversionGroup): Promise<Array<Map<string | number | null, ConversionTotals[]>>> {
		return edges.slice(1).map((to, index) => conversionsBetween(this.#database, { linkIds, from: edges[index] ?? EARLIEST, to: to ?? LATEST }, by));
	}

	async clickedLinks(): Promise<number[]> {
		return this.#database.all('SELECT link_id FROM link_totals').map((row) => row['link_id'] as number);
	}

	async extent(linkIds: readonly number[]): Promise<{ first: number; last: number } | undefined> {
		const days = this.#database.get('SELECT min((SELECT min(day) FROM link_days WHERE link_id = l.value)) AS first, max((SELECT max(day) FROM link_days WHERE link_id = l.value)) AS last FROM json_each(?) l', JSON.stringify(linkIds));
		if (typeof days?.['first'] !== 'number') return undefined;
		const seen: number[] = [];
		for (const day of [days['first'], days['last'] as number]) {
			this.#each(linkIds, [day * QUARTERS, (day + 1) * QUARTERS], (row) => { eachQuarter(row.quarters, (quarter) => seen.push(day * QUARTERS + quarter)); });
		}
		return { first: seen.reduce((a, b) => Math.min(a, b)), last: seen.reduce((a, b) => Math.max(a, b)) };
	}

	async cursor(): Promise<number> {
		return this.#database.get('SELECT position FROM cursor')?.['position'] as number;
	}

	close(): void {
		this.#database.close();
	}

	#each(linkIds: readonly number[], edges: readonly number[], look: (row: DayRow) => void): void {
		const [first, last] = [Math.floor((edges[0] as number) / QUARTERS), Math.floor(((edges.at(-1) as number) - 1) / QUARTERS)];
		for (const row of this.#database.statement(DAYS).iterate(JSON.stringify(linkIds), first, last)) look(row as unknown as DayRow);
	}

	#visitors(linkIds: readonly number[], from: number, to: number, clicks: number): Pick<Totals, 'visitors' | 'estimated'> {
		const { visitors, estimated } = distinctVisitors(this.#database, { linkIds, ...this.#bounded(linkIds, { from, to }) }, clicks);
		return { visitors, ...(estimated && { estimated }) };
	}

	/** The part of a range in which there is something. */
	#bounded(linkIds: readonly number[], { from, to }: QuarterRange): { from: number; to: number } {
		const [low, high] = [from ?? EARLIEST, to ?? LATEST];
		if (high - low < LONG) return { from: low, to: high };
		const days = this.#database.get('SELECT min((SELECT min(day) FROM link_days WHERE link_id = l.value)) AS first, max((SELECT max(day) FROM link_days WHERE link_id = l.value)) AS last FROM json_each(?) l', JSON.stringify(linkIds));
		const [first, last] = [Number(days?.['first'] ?? 0), Number(days?.['last'] ?? 0)];
		return { from: Math.max(low, first * QUARTERS), to: Math.max(Math.min(high, (last + 1) * QUARTERS), low + 1) };
	}
}

/** Quarters before and after every hit: the years 1684 and 2255. */
const [EARLIEST, LATEST] = [-10_000_000, 10_000_000];

/** Quarters of a year: longer ranges may be longer than what there is. */
const LONG = 366 * QUARTERS;

function edgesOf({ from, to }: QuarterRange): [number, number] {
	return [from ?? EARLIEST, to ?? LATEST];
}

const nothing = (): Totals => ({ human: 0, bot: 0, prefetch: 0, head: 0, visitors: 0 });

/** Adds a day of a link to the ranges between edges that it falls into. Visitors who had clicked before count where that was before the range. */
function addDay(row: DayRow, edges: readonly number[], into: readonly Totals[]): void {
	const start = row.day * QUARTERS;
	let at = rangeOf(edges, Math.max(start, edges[0] as number));
	const whole = start >= (edges[at] as number) && start + QUARTERS <= (edges[at + 1] as number);
	if (whole) {
		const totals = into[at] as Totals;
		totals.human += row.human;
		totals.bot += row.bot;
		totals.prefetch += row.prefetch;
		totals.head += row.head;
		totals.visitors += row.fresh;
	} else {
		eachQuarter(row.quarters, (quarter, human, bot, prefetch, head, fresh) => {
			const totals = find(start + quarter);
			if (!totals) return;
			totals.human += human;
			totals.bot += bot;
			totals.prefetch += prefetch;
			totals.head += head;
			totals.visitors += fresh;
		});
	}
	at = rangeOf(edges, Math.max(start, edges[0] as number));
	eachReturn(row.returns, (quarter, gap, visitors) => {
		const totals = find(start + quarter);
		if (totals && start + quarter - gap < (edges[at] as number)) totals.visitors += visitors;
	});

	/** Quarters come in their order. */
	function find(quarter: number): Totals | undefined {
		if (quarter < (edges[at] as number)) return undefined;
		while (at < into.length && quarter >= (edges[at + 1] as number)) at++;
		return into[at];
	}
}

/** Index of the last edge that is not after a quarter. */
function rangeOf(edges: readonly number[], quarter: number): number {
	let [low, high] = [0, edges.length - 2];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((edges[middle] as number) <= quarter) low = middle;
		else high = middle - 1;
	}
	return low;
}
