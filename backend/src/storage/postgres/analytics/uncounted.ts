import { eachHit } from '../../packed/hits.ts';
import { DAY_MS } from '../../packed/link-day.ts';
import type { Fold } from '../../storage.ts';
import type { Session } from '../database.ts';
import type { Tables } from './tables.ts';

/**
 * Those of some hits that are not counted yet, each once. Behind the cursor, all are not; before it, where hits come again after an
 * accident, or are moved here from another storage, the days are looked at.
 */
export async function uncounted(session: Session, tables: Tables, hits: readonly Fold[], { position, numberOf }: { position: number; numberOf: (linkId: number) => number }): Promise<Fold[]> {
	const each = [...new Map(hits.map((hit) => [hit.position, hit])).values()];
	const early = each.filter((hit) => hit.position <= position);
	if (early.length === 0) return each;
	const days = new Map(early.map(({ linkId, occurredAt }) => {
		const [link, day] = [numberOf(linkId), Math.floor(occurredAt / DAY_MS)];
		return [`${String(link)} ${String(day)}`, { link, day }];
	}));
	const [links, numbers] = [Array.from(days.values(), ({ link }) => link), Array.from(days.values(), ({ day }) => day)];
	const rows = await session.all(
		`SELECT r.hits FROM unnest($1::integer[], $2::integer[]) AS u (link, day) JOIN ${tables.hit_runs} r ON r.link = u.link AND r.day = u.day
		UNION ALL SELECT d.tail FROM unnest($1::integer[], $2::integer[]) AS u (link, day) JOIN ${tables.link_days} d ON d.link = u.link AND d.day = u.day`,
		links, numbers,
	);
	const known = new Set<number>();
	for (const row of rows) eachHit(row['hits'] as Buffer, (hit) => { known.add(hit.position); }, 'none');
	return each.filter((hit) => !known.has(hit.position));
}
