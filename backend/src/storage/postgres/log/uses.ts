import type { LinkUses, NewHit } from '../../storage.ts';
import type { Connection } from '../database.ts';

/** What is written of counters: ids of links, versions, uses. */
export type CountedUses = readonly [linkIds: number[], versions: number[], used: number[]];

/** Which hits may pass. */
export interface Passed {
	hits: NewHit[];
	/** Places of the others, from 0. */
	refused: number[];
	uses: CountedUses;
}

interface Counter {
	version: number;
	used: number;
}

/** A counter of which it is only known that nobody has been counted. */
const UNUSED = 0;

/** In the order of ids, as everyone does: so two who append at the same time never wait for each other in a circle. */
const LOCK = `INSERT INTO link_uses AS uses (link_id, link_version, used) SELECT link_id, ${String(UNUSED)}, 0 FROM unnest($1::bigint[]) AS link_id ORDER BY link_id
	ON CONFLICT (link_id) DO UPDATE SET link_id = excluded.link_id RETURNING uses.link_id, uses.link_version, uses.used`;

const SELECT = 'SELECT link_version, used, complete_since FROM log_head LEFT JOIN link_uses ON link_id = $1';

/** What the counters know of a link. */
export async function usesOf(connection: Connection, linkId: number): Promise<LinkUses> {
	const row = await connection.get(SELECT, linkId);
	const version = row?.['link_version'] as number | null;
	return { counter: version === null || version === UNUSED ? undefined : { version, used: row?.['used'] as number }, completeSince: row?.['complete_since'] as number };
}

/** Lets hits pass as far as their limits allow. Holds the counters of their links until the transaction ends. */
export async function pass(connection: Connection, hits: readonly NewHit[]): Promise<Passed> {
	const counters = await lock(connection, hits);
	const changed = new Set<number>();
	const refused: number[] = [];
	const passed = hits.filter((hit, place) => {
		const used = hit.limit ? usedSoFar(hit, hit.limit.startedFrom, counters.get(hit.linkId)) : 0;
		if (hit.limit && used >= hit.limit.max) {
			refused.push(place);
			return false;
		}
		if (hit.limit && hit.kind === 'human') {
			counters.set(hit.linkId, { version: Math.max(counters.get(hit.linkId)?.version ?? 0, hit.linkVersion), used: used + 1 });
			changed.add(hit.linkId);
		}
		return true;
	});
	const uses = [...changed].map((linkId) => ({ linkId, ...(counters.get(linkId) as Counter) }));
	return { hits: passed, refused, uses: [uses.map(({ linkId }) => linkId), uses.map(({ version }) => version), uses.map(({ used }) => used)] };
}

async function lock(connection: Connection, hits: readonly NewHit[]): Promise<Map<number, Counter>> {
	const linkIds = new Set(hits.flatMap(({ limit, linkId }) => (limit ? [linkId] : [])));
	const rows = await connection.all(LOCK, [...linkIds]);
	return new Map(rows.flatMap((row) => (row['link_version'] === UNUSED ? [] : [[row['link_id'] as number, { version: row['link_version'] as number, used: row['used'] as number }]])));
}

function usedSoFar(hit: NewHit, startedFrom: number, counter: Counter | undefined): number {
	if (!counter) return startedFrom;
	return counter.version >= hit.linkVersion ? counter.used : Math.max(counter.used, startedFrom);
}
