import type { AnalyticsReader, AnalyticsWriter, Fold, ImportedClicks, LinkTotals, QuarterRange, Totals } from '../storage.ts';
import type { Database, Row } from './database.ts';

const IN_SELECTION = `link_id IN (SELECT value FROM json_each(?)) AND quarter >= ? AND quarter < ?`;
const SUMS = 'sum(human) AS human, sum(bot) AS bot, sum(prefetch) AS prefetch, sum(head) AS head';

const ADD_HIT = `INSERT INTO link_quarters (link_id, quarter, human, bot, prefetch, head) VALUES (?, ?, ?, ?, ?, ?)
	ON CONFLICT DO UPDATE SET human = human + excluded.human, bot = bot + excluded.bot, prefetch = prefetch + excluded.prefetch,
	head = head + excluded.head`;
const ADD_VISITOR = 'INSERT INTO visitor_quarters (link_id, quarter, visitor_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const ADD_TOTAL = `INSERT INTO link_totals (link_id, total_clicks, last_clicked_at) VALUES (?, ?, ?)
	ON CONFLICT DO UPDATE SET total_clicks = total_clicks + excluded.total_clicks,
	last_clicked_at = max(coalesce(last_clicked_at, excluded.last_clicked_at), excluded.last_clicked_at)`;
const ADD_IMPORTED = `INSERT INTO link_totals (link_id, total_clicks, imported_clicks) VALUES (?1, ?2, ?2)
	ON CONFLICT DO UPDATE SET total_clicks = total_clicks + excluded.total_clicks, imported_clicks = excluded.imported_clicks`;

/** Rollups by link and quarter of an hour, in `analytics.db`. */
export class SqliteAnalytics implements AnalyticsReader, AnalyticsWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async totals(linkIds: readonly number[]): Promise<LinkTotals[]> {
		const statement = this.#database.statement('SELECT total_clicks, imported_clicks, last_clicked_at FROM link_totals WHERE link_id = ?');
		return linkIds.flatMap((linkId) => {
			const row = statement.get(linkId) as Row | undefined;
			return row ? [{ linkId, totalClicks: row['total_clicks'] as number, importedClicks: row['imported_clicks'] as number, lastClickedAt: row['last_clicked_at'] as number | null }] : [];
		});
	}

	async byLink(linkIds: readonly number[], range: QuarterRange): Promise<Map<number, Totals>> {
		const parameters = selection(linkIds, range);
		const visitors = new Map(
			this.#database
				.all(`SELECT link_id, count(DISTINCT visitor_id) AS n FROM visitor_quarters WHERE ${IN_SELECTION} GROUP BY link_id`, ...parameters)
				.map((row) => [row['link_id'] as number, row['n'] as number]),
		);
		const rows = this.#database.all(`SELECT link_id, ${SUMS} FROM link_quarters WHERE ${IN_SELECTION} GROUP BY link_id`, ...parameters);
		return new Map(rows.map((row) => [row['link_id'] as number, totalsFromRow(row, visitors.get(row['link_id'] as number) ?? 0)]));
	}

	async together(linkIds: readonly number[], range: QuarterRange): Promise<Totals> {
		const parameters = selection(linkIds, range);
		const visitors = this.#database.get(`SELECT count(DISTINCT visitor_id) AS n FROM visitor_quarters WHERE ${IN_SELECTION}`, ...parameters);
		const row = this.#database.get(`SELECT ${SUMS} FROM link_quarters WHERE ${IN_SELECTION}`, ...parameters);
		return totalsFromRow(row ?? {}, (visitors?.['n'] as number | undefined) ?? 0);
	}

	async fold(events: readonly Fold[], cursor: number, imported: readonly ImportedClicks[] = []): Promise<void> {
		const hit = this.#database.statement(ADD_HIT);
		const visitor = this.#database.statement(ADD_VISITOR);
		const total = this.#database.statement(ADD_TOTAL);
		const clicks = new Map<number, { count: number; last: number }>();
		this.#database.transaction(() => {
			for (const { linkId, clicks: brought } of imported) this.#database.run(ADD_IMPORTED, linkId, brought);
			for (const { linkId, quarter, kind, visitorId, occurredAt } of events) {
				hit.run(linkId, quarter, Number(kind === 'human'), Number(kind === 'bot'), Number(kind === 'prefetch'), Number(kind === 'head'));
				if (kind !== 'human') continue;
				visitor.run(linkId, quarter, visitorId);
				const { count, last } = clicks.get(linkId) ?? { count: 0, last: occurredAt };
				clicks.set(linkId, { count: count + 1, last: Math.max(last, occurredAt) });
			}
			// Once a link, for these are in two indexes.
			for (const [linkId, { count, last }] of clicks) total.run(linkId, count, last);
			this.#database.run('UPDATE cursor SET position = ?', cursor);
		});
	}

	async cursor(): Promise<number> {
		return this.#database.get('SELECT position FROM cursor')?.['position'] as number;
	}

	close(): void {
		this.#database.close();
	}
}

function selection(linkIds: readonly number[], { from, to }: QuarterRange): [string, number, number] {
	return [JSON.stringify(linkIds), from ?? 0, to ?? Number.MAX_SAFE_INTEGER];
}

function totalsFromRow(row: Row, visitors: number): Totals {
	return {
		human: Number(row['human'] ?? 0),
		bot: Number(row['bot'] ?? 0),
		prefetch: Number(row['prefetch'] ?? 0),
		head: Number(row['head'] ?? 0),
		visitors,
	};
}
