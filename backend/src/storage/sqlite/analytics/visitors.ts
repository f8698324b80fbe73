import { adaptively, LIMITS, type Distinct, type VisitorLimits } from '../../packed/estimates.ts';
import { DAY_MS } from '../../packed/link-day.ts';
import { daysOf, type Span } from '../../packed/span.ts';
import { selectedLinks } from './link-numbers.ts';
import { sampledVisitors, sampleSize } from './sample.ts';
import type { Database } from '../database.ts';

/** How much longer it takes to look at a hit than at an entry of a day's visitors. */
const DEARER = 20;

/** Which clicks. */
export interface ClickRange extends Span {
	linkIds: readonly number[];
}

/**
 * Counts different visitors over several links.
 *
 * @param clicks how many there are, roughly
 */
export async function distinctVisitors(database: Database, range: ClickRange, clicks: number, limits = LIMITS): Promise<Distinct> {
	if (clicks <= limits.few) return fromHits(database, range, clicks, limits);
	const kept = sampleSize(database, range);
	// Those of all links are read: for a few of many links, that is more.
	if (clicks <= limits.lookedAt && clicks * DEARER < kept.entries) return fromHits(database, range, clicks, limits);
	const selected = selectedLinks(database, range.linkIds);
	const read = (halvings: number) => sampledVisitors(database, selected, range, { halvings, clicks: clicks / 2 ** halvings });
	return (await adaptively(clicks, kept.halvings, limits, read)) ?? fromHits(database, range, clicks, limits);
}

/** Out of what is kept of every hit: slower where many links have few clicks each, but of all visitors. */
async function fromHits(database: Database, range: ClickRange, clicks: number, limits: VisitorLimits): Promise<Distinct> {
	const read = (halvings: number) => {
		const { days, clicks: found, parameters } = clicksBetween(range, halvings);
		return Number(database.get(`${days} SELECT count(DISTINCT h.visitor) AS visitors FROM ${found}`, ...parameters)?.['visitors']);
	};
	return (await adaptively(clicks, 0, limits, read)) as Distinct;
}

/** SQL for `FROM`, and its parameters: clicks `h` of a range by visitors whose ids are halved so often. */
export function clicksBetween({ linkIds, from, to }: ClickRange, halvings: number): { days: string; clicks: string; parameters: Array<string | number> } {
	const { first, last } = daysOf({ from, to });
	const below = -(2n ** 63n) + 2n ** BigInt(64 - halvings);
	// A threshold can only be looked up within one day; without one, a link's days are read in one go.
	const hits = halvings === 0
		? 'JOIN hits h ON h.link_id = l.value AND h.day BETWEEN ?2 AND ?4 AND h.kind = 0'
		: `CROSS JOIN generate_days d CROSS JOIN hits h ON h.link_id = l.value AND h.day = d.day AND h.kind = 0 AND h.visitor < ${String(below)}`;
	const days = halvings === 0 ? '' : 'WITH RECURSIVE generate_days(day) AS (SELECT ?2 UNION ALL SELECT day + 1 FROM generate_days WHERE day < ?4)';
	return {
		days,
		clicks: `json_each(?1) l ${hits} WHERE (h.day > ?2 OR h.time >= ?3) AND (h.day < ?4 OR h.time < ?5)`,
		parameters: [JSON.stringify(linkIds), first, from - first * DAY_MS, last, to - last * DAY_MS],
	};
}
