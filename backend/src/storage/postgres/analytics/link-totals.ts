import type { Fold, ImportedClicks } from '../../storage.ts';
import type { Session } from '../database.ts';

/** The table that reports and lists read, and the one that a rebuild fills. */
export type TotalsTable = 'link_totals' | 'rebuilt_link_totals';

/** Begins the totals of imported links. */
export async function addImported(session: Session, table: TotalsTable, imported: readonly ImportedClicks[]): Promise<void> {
	if (imported.length === 0) return;
	const clicks = new Map(imported.map(({ linkId, clicks }) => [linkId, clicks]));
	await session.run(
		`INSERT INTO ${table} AS t (link_id, total_clicks, imported_clicks) SELECT link_id, clicks, clicks FROM unnest($1::bigint[], $2::bigint[]) AS u (link_id, clicks)
		ON CONFLICT (link_id) DO UPDATE SET total_clicks = t.total_clicks - t.imported_clicks + excluded.total_clicks, imported_clicks = excluded.imported_clicks`,
		[...clicks.keys()], [...clicks.values()],
	);
}

/** Adds clicks by people. */
export async function addClicks(session: Session, table: TotalsTable, hits: readonly Fold[]): Promise<void> {
	const clicks = new Map<number, { count: number; last: number }>();
	for (const { linkId, kind, occurredAt } of hits) {
		if (kind !== 'human') continue;
		const { count, last } = clicks.get(linkId) ?? { count: 0, last: occurredAt };
		clicks.set(linkId, { count: count + 1, last: Math.max(last, occurredAt) });
	}
	if (clicks.size === 0) return;
	const totals = [...clicks.values()];
	await session.run(
		`INSERT INTO ${table} AS t (link_id, total_clicks, last_clicked_at) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
		ON CONFLICT (link_id) DO UPDATE SET total_clicks = t.total_clicks + excluded.total_clicks, last_clicked_at = greatest(t.last_clicked_at, excluded.last_clicked_at)`,
		[...clicks.keys()], totals.map(({ count }) => count), totals.map(({ last }) => last),
	);
}
