import type { Dimension } from '../../../../../contract/analytics.ts';
import { closed, isLong, within, type Days, type Span } from '../../packed/span.ts';
import { nothing } from '../../packed/sums.ts';
import type { AnalyticsReader, ConversionGroup, ConversionTotals, GroupTotals, LinkTotals, TimeRange, Totals } from '../../storage.ts';
import type { Database } from '../database.ts';
import { clicksByValue, visitorsByValue } from './breakdown.ts';
import { conversionsBetween } from './conversions.ts';
import { currentCursor } from './cursors.ts';
import { daysOfHits, spanOfHits } from './extent.ts';
import { selectionOf, type Selection } from './selection.ts';
import { totalsBetween, totalsByLink } from './sums.ts';
import { Views, type View } from './view.ts';
import { distinctVisitors } from './visitors.ts';

/** Reads rollups. */
export class PostgresAnalytics implements Omit<AnalyticsReader, 'close'> {
	readonly #database: Database;
	readonly #views: Views;
	#view: View | undefined;
	#last: Promise<unknown> = Promise.resolve();

	constructor(database: Database) {
		this.#database = database;
		this.#views = new Views(database);
	}

	snapshot<T>(work: () => Promise<T>): Promise<T> {
		const next = this.#last.then(() => this.#views.open(async (view) => {
			this.#view = view;
			try {
				return await work();
			} finally {
				this.#view = undefined;
			}
		}));
		this.#last = next.catch(() => undefined);
		return next;
	}

	async totals(linkIds: readonly number[]): Promise<LinkTotals[]> {
		const connection = this.#view?.connection ?? this.#database;
		const rows = await connection.all('SELECT link_id, total_clicks, imported_clicks, last_clicked_at FROM link_totals WHERE link_id = ANY($1::bigint[])', linkIds);
		const found = new Map(rows.map((row) => [row['link_id'] as number, row]));
		return linkIds.flatMap((linkId) => {
			const row = found.get(linkId);
			return row ? [{ linkId, totalClicks: row['total_clicks'] as number, importedClicks: row['imported_clicks'] as number, lastClickedAt: row['last_clicked_at'] as number | null }] : [];
		});
	}

	byLink(linkIds: readonly number[], range: TimeRange): Promise<Map<number, Totals>> {
		return this.#ask(linkIds, (view, selection) => totalsByLink(view, selection, closed(range)));
	}

	async together(linkIds: readonly number[], range: TimeRange): Promise<Totals> {
		const { from, to } = closed(range);
		return (await this.series(linkIds, [from, to]))[0] ?? nothing();
	}

	series(linkIds: readonly number[], edges: readonly number[]): Promise<Totals[]> {
		return this.#ask(linkIds, async (view, selection) => {
			const found = await totalsBetween(view, selection, edges);
			// Of one link, the visitors add up; those of several are told apart one by one.
			if (linkIds.length === 1 || found.every(({ human }) => human === 0)) return found;
			const ranges: Array<Span & { clicks: number }> = [];
			for (const [index, { human }] of found.entries()) ranges.push({ ...(await bounded(view, selection, { from: edges[index] as number, to: edges[index + 1] as number })), clicks: human });
			const distinct = await distinctVisitors(view, selection, ranges);
			return found.map((totals, index) => {
				const { visitors, estimated } = distinct[index] ?? { visitors: 0, estimated: false };
				return { ...totals, visitors, ...(estimated && { estimated }) };
			});
		});
	}

	breakdown(linkIds: readonly number[], range: TimeRange, dimensions: readonly Dimension[]): Promise<Map<Dimension, Map<string | null, number>>> {
		return this.#ask(linkIds, async (view, selection) => clicksByValue(view, selection, await bounded(view, selection, range), dimensions));
	}

	grouped(linkIds: readonly number[], range: TimeRange, dimension: Dimension): Promise<GroupTotals[]> {
		return this.#ask(linkIds, async (view, selection) => visitorsByValue(view, selection, await bounded(view, selection, range), dimension));
	}

	conversions(linkIds: readonly number[], edges: readonly (number | null)[], by: ConversionGroup): Promise<Array<Map<string | number | null, ConversionTotals[]>>> {
		return this.#look((view) => conversionsBetween(view, linkIds, edges, by));
	}

	async clickedLinks(): Promise<number[]> {
		return (await (this.#view?.connection ?? this.#database).all('SELECT link_id FROM link_totals')).map((row) => row['link_id'] as number);
	}

	convertedLinks(): Promise<number[]> {
		return this.#look(async ({ connection, tables }) => (await connection.all(`SELECT DISTINCT link_id FROM ${tables.counted_conversions}`)).map((row) => row['link_id'] as number));
	}

	days(linkIds: readonly number[]): Promise<Days | undefined> {
		return this.#ask(linkIds, daysOfHits);
	}

	extent(linkIds: readonly number[]): Promise<Span | undefined> {
		return this.#ask(linkIds, spanOfHits);
	}

	async cursor(): Promise<number> {
		return this.#view ? this.#view.position : (await currentCursor(this.#database)).position;
	}

	#ask<T>(linkIds: readonly number[], work: (view: View, selection: Selection) => Promise<T>): Promise<T> {
		return this.#look(async (view) => work(view, await selectionOf(view, linkIds)));
	}

	/** Within the snapshot that is open, or in one of its own. */
	#look<T>(work: (view: View) => Promise<T>): Promise<T> {
		return this.#view ? work(this.#view) : this.#views.open(work);
	}
}

/** The part of a range in which there is something. */
async function bounded(view: View, selection: Selection, range: TimeRange): Promise<Span> {
	const span = closed(range);
	return isLong(span) ? within(span, (await daysOfHits(view, selection)) ?? { first: 0, last: 0 }) : span;
}
