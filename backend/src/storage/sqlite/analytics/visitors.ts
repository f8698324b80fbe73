import { DAY_MS } from './link-day.ts';
import type { Span } from './edges.ts';
import { selectedLinks } from './link-numbers.ts';
import { sampledVisitors, sampleSize } from './sample.ts';
import type { Database } from '../database.ts';

/** When visitors are counted one by one, and when a part of them stands for all. */
export interface VisitorLimits {
	/** Clicks by people that are looked at one by one: some 10 ms. */
	few: number;
	/** Clicks by people that are looked at one by one where days have left visitors out: some 100 ms. */
	lookedAt: number;
	/** Clicks that are looked at first where there are more: some 10 ms. */
	sampled: number;
	/** Up to so many visitors, numbers are exact. */
	exact: number;
	/**
	 * An estimate that saw so many visitors is within 2 % of the truth but for one time in 15,000: its standard error is below
	 * 1 / √40,000 = 0.5 %.
	 */
	enough: number;
}

export const LIMITS: VisitorLimits = { few: 10_000, lookedAt: 400_000, sampled: 125_000, exact: 100_000, enough: 40_000 };

/** An estimate near the limit may be on the wrong side of it: 8 %, far more than it is ever wrong by. */
export const CERTAIN = 1.08;

/** How much longer it takes to look at a hit than at an entry of a day's visitors. */
const DEARER = 20;

/** Which clicks. */
export interface ClickRange extends Span {
	linkIds: readonly number[];
}

/** Different visitors of clicks, and whether that is an estimate. */
export interface Distinct {
	visitors: number;
	estimated: boolean;
}

/**
 * Counts different visitors over several links. Ids of visitors are evenly spread over 64 bits, being hashes. So those below a
 * threshold are a fair sample of them, the same on every link and day (adaptive sampling: Wegman; P. Flajolet, "On adaptive sampling",
 * Computing 43, 1990), and a day's visitors are kept in the order of their ids.
 *
 * @param clicks how many there are, roughly
 */
export function distinctVisitors(database: Database, range: ClickRange, clicks: number, limits = LIMITS): Distinct {
	if (clicks <= limits.few) return fromHits(database, range, clicks, limits);
	const kept = sampleSize(database, range);
	// Those of all links are read: for a few of many links, that is more.
	if (clicks <= limits.lookedAt && clicks * DEARER < kept.entries) return fromHits(database, range, clicks, limits);
	const selected = selectedLinks(database, range.linkIds);
	const read = (halvings: number) => sampledVisitors(database, selected, range, { halvings, clicks: clicks / 2 ** halvings });
	return adaptively(clicks, kept.halvings, limits, read) ?? fromHits(database, range, clicks, limits);
}

/** Out of what is kept of every hit: slower where many links have few clicks each, but of all visitors. */
function fromHits(database: Database, range: ClickRange, clicks: number, limits: VisitorLimits): Distinct {
	const read = (halvings: number) => {
		const { days, clicks: found, parameters } = clicksBetween(range, halvings);
		return Number(database.get(`${days} SELECT count(DISTINCT h.visitor) AS visitors FROM ${found}`, ...parameters)?.['visitors']);
	};
	return adaptively(clicks, 0, limits, read) as Distinct;
}

/**
 * Looks at as few visitors as will do.
 *
 * @param least how often visitors are halved already
 * @param read counts those who are left where they are halved so often
 * @returns undefined where too few are left to tell
 */
function adaptively(clicks: number, least: number, { lookedAt, sampled, exact, enough }: VisitorLimits, read: (halvings: number) => number): Distinct | undefined {
	let halvings = clicks <= lookedAt ? least : Math.max(least, Math.ceil(Math.log2(clicks / sampled)));
	for (;;) {
		const seen = read(halvings);
		const visitors = seen * 2 ** halvings;
		if (halvings === 0) return { visitors, estimated: false };
		if (visitors > exact * CERTAIN && seen >= enough) return { visitors, estimated: true };
		if (halvings === least) return undefined;
		halvings = visitors > exact * CERTAIN ? Math.max(least, halvings - Math.ceil(Math.log2(enough / Math.max(seen, 1)))) : least;
	}
}

/** SQL for `FROM`, and its parameters: clicks `h` of a range by visitors whose ids are halved so often. */
export function clicksBetween({ linkIds, from, to }: ClickRange, halvings: number): { days: string; clicks: string; parameters: Array<string | number> } {
	const [first, last] = [Math.floor(from / DAY_MS), Math.floor((to - 1) / DAY_MS)];
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
