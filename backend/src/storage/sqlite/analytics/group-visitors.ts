import type { Column } from './values.ts';
import { NumberSet } from './number-set.ts';
import { CERTAIN, clicksBetween, LIMITS, type ClickRange, type Distinct } from './visitors.ts';
import type { Database } from '../database.ts';

/** When visitors of groups are counted one by one, and when a part of them stands for all. */
export interface GroupLimits {
	/** Clicks that are looked at one by one where there are no more: some 200 ms. */
	lookedAt: number;
	/** Clicks that are looked at where there are more: some 100 ms. */
	sampled: number;
	/** Clicks of the smallest groups, of which all are looked at: a part of few tells nothing. */
	small: number;
	/** Clicks that are passed over to find those: some 200 ms. */
	passed: number;
	/** Up to so many visitors in all, every number is exact. */
	exact: number;
}

const GROUP_LIMITS: GroupLimits = { lookedAt: LIMITS.lookedAt, sampled: LIMITS.sampled, small: 50_000, passed: 2_000_000, exact: LIMITS.exact };

/** Which groups clicks belong to. */
export interface Grouping {
	column: Column;
	/** Clicks by the number in the column. */
	sums: ReadonlyMap<number, number>;
	/** By the number in the column: one group, or several. */
	groups: ReadonlyMap<number, ReadonlyArray<string | null>>;
	/** Clicks by group. */
	clicks: ReadonlyMap<string | null, number>;
}

/**
 * Counts different visitors of each group. Of very many clicks by very many visitors, the numbers are estimates out of a part of the
 * visitors, but for those of the smallest groups.
 */
export function distinctByGroup(database: Database, range: ClickRange, grouping: Grouping, limits = GROUP_LIMITS): Map<string | null, Distinct> {
	const clicks = [...grouping.sums.values()].reduce((sum, one) => sum + one, 0);
	const exactly = (found: Visitors): Map<string | null, Distinct> => new Map(Array.from(found.groups, ([group, { size: visitors }]) => [group, { visitors, estimated: false }]));
	if (clicks <= limits.lookedAt) return exactly(read(database, range, grouping, {}));
	const halvings = Math.ceil(Math.log2(clicks / limits.sampled));
	const part = read(database, range, grouping, { halvings });
	if (part.all.size * 2 ** halvings <= limits.exact * CERTAIN) return exactly(read(database, range, grouping, {}));
	const found = new Map(Array.from(grouping.clicks, ([group, most]): [string | null, Distinct] => {
		const visitors = (part.groups.get(group)?.size ?? 0) * 2 ** halvings;
		return [group, { visitors: Math.min(Math.max(visitors, 1), most), estimated: true }];
	}));
	if (clicks > limits.passed) return found;
	const small = smallest(grouping.clicks, limits.small);
	const numbers = Array.from(grouping.groups).flatMap(([number, groups]) => (groups.some((group) => small.has(group)) ? [number] : []));
	for (const [group, distinct] of exactly(read(database, range, grouping, { numbers }))) if (small.has(group)) found.set(group, distinct);
	return found;
}

/** The groups with the fewest clicks, so many of them as have so many clicks together. */
function smallest(clicks: ReadonlyMap<string | null, number>, limit: number): Set<string | null> {
	let together = 0;
	const ascending = [...clicks].sort(([, a], [, b]) => a - b);
	return new Set(ascending.filter(([, one]) => (together += one) <= limit).map(([group]) => group));
}

interface Visitors {
	all: NumberSet;
	groups: Map<string | null, NumberSet>;
}

/** The highest bits of an id, as many as a number can count. */
const VISITOR = '(h.visitor >> 12) & 0xfffffffffffff';

/**
 * Reads clicks one by one: a third of the time that SQLite takes to tell visitors apart.
 *
 * @param options how often the visitors that are looked at are halved, or which numbers of the column
 */
function read(database: Database, range: ClickRange, { column, groups }: Grouping, { halvings = 0, numbers }: { halvings?: number; numbers?: number[] }): Visitors {
	const found: Visitors = { all: new NumberSet(), groups: new Map() };
	const { days, clicks, parameters } = clicksBetween(range, halvings);
	const some = numbers ? `AND h.${column} IN (SELECT value FROM json_each(?6))` : '';
	const statement = database.unkept(`${days} SELECT h.${column}, ${VISITOR} FROM ${clicks} ${some}`);
	statement.setReturnArrays(true);
	const sets = new Map<number, NumberSet[]>();
	for (const [number, visitor] of statement.iterate(...parameters, ...(numbers ? [JSON.stringify(numbers)] : [])) as unknown as IterableIterator<[number, number]>) {
		let own = sets.get(number);
		if (!own) sets.set(number, (own = (groups.get(number) ?? []).map((group) => setOf(found.groups, group))));
		found.all.add(visitor);
		for (const set of own) set.add(visitor);
	}
	return found;
}

function setOf(sets: Map<string | null, NumberSet>, group: string | null): NumberSet {
	const known = sets.get(group);
	if (known) return known;
	const made = new NumberSet();
	sets.set(group, made);
	return made;
}
