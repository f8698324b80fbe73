import type { AnalyticsWriter, EventReader, LinkReader } from '../storage/storage.ts';

/** Milliseconds of a quarter of an hour, the unit of rollups. */
export const QUARTER_MS = 900_000;

/** The quarter that a time falls into. */
export function quarterOf(time: number): number {
	return Math.floor(time / QUARTER_MS);
}

/**
 * Counts the next enriched events into the rollups, at most `limit`: each once, because the cursor moves in the
 * transaction that counts. With the creation of an imported link, the clicks that it brought along are counted.
 *
 * @returns the new cursor, or undefined where there was nothing to do
 */
export async function countNext(events: EventReader, writer: AnalyticsWriter, links: Pick<LinkReader, 'importedClicks'>, limit: number): Promise<number | undefined> {
	const next = await events.enriched(await writer.cursor(), limit);
	const last = next.at(-1);
	if (!last) return undefined;
	const folds = next.flatMap(({ hit, enrichment, linkId, occurredAt }) =>
		hit && enrichment ? [{ linkId, quarter: quarterOf(occurredAt), occurredAt, kind: enrichment.kind, visitorId: hit.visitorId }] : [],
	);
	const created = next.flatMap(({ type, linkId }) => (type === 'link.created' ? [linkId] : []));
	await writer.fold(folds, last.position, created.length > 0 ? await links.importedClicks(created) : []);
	return last.position;
}
