import type { Dimension } from '../../../../../contract/analytics.ts';
import { closed, isLong, within, type Days, type Span } from '../../packed/span.ts';
import type { AnalyticsReader, ConversionGroup, ConversionTotals, GroupTotals, LinkTotals, TimeRange, Totals } from '../../storage.ts';
import { clicksByValue, visitorsByValue } from './breakdown.ts';
import { conversionsBetween } from './conversions.ts';
import { daysOfHits, spanOfHits } from './extent.ts';
import { totalsBetween, totalsByLink } from './totals.ts';
import { distinctVisitors } from './visitors.ts';
import type { Database, Row } from '../database.ts';

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

	async byLink(linkIds: readonly number[], range: TimeRange): Promise<Map<number, Totals>> {
		return totalsByLink(this.#database, linkIds, closed(range));
	}

	async together(linkIds: readonly number[], range: TimeRange): Promise<Totals> {
		const { from, to } = closed(range);
		return (await this.series(linkIds, [from, to]))[0] as Totals;
	}

	async series(linkIds: readonly number[], edges: readonly number[]): Promise<Totals[]> {
		const found = totalsBetween(this.#database, linkIds, edges);
		// Of one link, the visitors add up; those of several are told apart one by one.
		if (linkIds.length === 1) return found;
		const all: Totals[] = [];
		for (const [index, totals] of found.entries()) {
			all.push(totals.human === 0 ? totals : { ...totals, ...(await this.#visitors(linkIds, { from: edges[index] as number, to: edges[index + 1] as number }, totals.human)) });
		}
		return all;
	}

	async breakdown(linkIds: readonly number[], range: TimeRange, dimensions: readonly Dimension[]): Promise<Map<Dimension, Map<string | null, number>>> {
		return clicksByValue(this.#database, { linkIds, ...this.#bounded(linkIds, range) }, dimensions);
	}

	async grouped(linkIds: readonly number[], range: TimeRange, dimension: Dimension): Promise<GroupTotals[]> {
		return visitorsByValue(this.#database, { linkIds, ...this.#bounded(linkIds, range) }, dimension);
	}

	async conversions(linkIds: readonly number[], edges: readonly (number | null)[], by: ConversionGroup): Promise<Array<Map<string | number | null, ConversionTotals[]>>> {
		return edges.slice(1).map((to, index) => conversionsBetween(this.#database, { linkIds, ...closed({ from: edges[index] as number | null, to }) }, by));
	}

	async clickedLinks(): Promise<number[]> {
		return this.#database.all('SELECT link_id FROM link_totals').map((row) => row['link_id'] as number);
	}

	async convertedLinks(): Promise<number[]> {
		return this.#database.all('SELECT DISTINCT link_id FROM conversions').map((row) => row['link_id'] as number);
	}

	async days(linkIds: readonly number[]): Promise<Days | undefined> {
		return daysOfHits(this.#database, linkIds);
	}

	async extent(linkIds: readonly number[]): Promise<Span | undefined> {
		return spanOfHits(this.#database, linkIds);
	}

	async cursor(): Promise<number> {
		return this.#database.get('SELECT position FROM cursor')?.['position'] as number;
	}

	close(): void {
		this.#database.close();
	}

	async #visitors(linkIds: readonly number[], range: Span, clicks: number): Promise<Pick<Totals, 'visitors' | 'estimated'>> {
		const { visitors, estimated } = await distinctVisitors(this.#database, { linkIds, ...this.#bounded(linkIds, range) }, clicks);
		return { visitors, ...(estimated && { estimated }) };
	}

	/** The part of a range in which there is something. */
	#bounded(linkIds: readonly number[], range: TimeRange): Span {
		const span = closed(range);
		return isLong(span) ? within(span, daysOfHits(this.#database, linkIds) ?? { first: 0, last: 0 }) : span;
	}
}
