import { CERTAIN, LIMITS, type Distinct } from './estimates.ts';
import { NumberSet } from './number-set.ts';

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

export const GROUP_LIMITS: GroupLimits = { lookedAt: LIMITS.lookedAt, sampled: LIMITS.sampled, small: 50_000, passed: 2_000_000, exact: LIMITS.exact };

/** Which groups clicks belong to. */
export interface Grouping {
	/** Clicks by the number in the column. */
	sums: ReadonlyMap<number, number>;
	/** By the number in the column: one group, or several. */
	groups: ReadonlyMap<number, ReadonlyArray<string | null>>;
	/** Clicks by group. */
	clicks: ReadonlyMap<string | null, number>;
}

/** Which clicks are looked at: those by visitors who are left where they are halved so often, those with some numbers in the column. */
export interface Part {
	halvings?: number;
	numbers?: readonly number[];
}

/** Visitors by group, as clicks are read. */
export class GroupVisitors {
	/** Of all groups together; of a part of the visitors. */
	readonly all = new NumberSet();
	readonly groups = new Map<string | null, NumberSet>();
	readonly #isPart: boolean;
	readonly #grouping: Pick<Grouping, 'groups'>;
	readonly #sets = new Map<number, NumberSet[]>();

	constructor(grouping: Pick<Grouping, 'groups'>, { halvings }: Part) {
		this.#grouping = grouping;
		this.#isPart = halvings !== undefined;
	}

	/** @param number in the column. @param visitor the 52 highest bits of the id */
	add(number: number, visitor: number): void {
		let own = this.#sets.get(number);
		if (!own) this.#sets.set(number, (own = (this.#grouping.groups.get(number) ?? []).map((group) => this.#setOf(group))));
		if (this.#isPart) this.all.add(visitor);
		for (const set of own) set.add(visitor);
	}

	#setOf(group: string | null): NumberSet {
		const known = this.groups.get(group);
		if (known) return known;
		const made = new NumberSet();
		this.groups.set(group, made);
		return made;
	}
}

/**
 * Counts different visitors of each group. Of very many clicks by very many visitors, the numbers are estimates out of a part of the
 * visitors, but for those of the smallest groups.
 *
 * @param options how often visitors are halved at least where a part of them is looked at
 * @param read looks at clicks
 */
export async function distinctByGroup(grouping: Grouping, { limits, least = 0 }: { limits: GroupLimits; least?: number }, read: (part: Part) => GroupVisitors | Promise<GroupVisitors>): Promise<Map<string | null, Distinct>> {
	const clicks = [...grouping.sums.values()].reduce((sum, one) => sum + one, 0);
	const exactly = (found: GroupVisitors): Map<string | null, Distinct> => new Map(Array.from(found.groups, ([group, { size: visitors }]) => [group, { visitors, estimated: false }]));
	if (clicks <= limits.lookedAt) return exactly(await read({}));
	const halvings = Math.max(least, Math.ceil(Math.log2(clicks / limits.sampled)));
	const part = await read({ halvings });
	if (part.all.size * 2 ** halvings <= limits.exact * CERTAIN) return exactly(await read({}));
	const found = new Map(Array.from(grouping.clicks, ([group, most]): [string | null, Distinct] => {
		const visitors = (part.groups.get(group)?.size ?? 0) * 2 ** halvings;
		return [group, { visitors: Math.min(Math.max(visitors, 1), most), estimated: true }];
	}));
	if (clicks > limits.passed) return found;
	const small = smallest(grouping.clicks, limits.small);
	const numbers = Array.from(grouping.groups).flatMap(([number, groups]) => (groups.some((group) => small.has(group)) ? [number] : []));
	for (const [group, distinct] of exactly(await read({ numbers }))) if (small.has(group)) found.set(group, distinct);
	return found;
}

/** The groups with the fewest clicks, so many of them as have so many clicks together. */
function smallest(clicks: ReadonlyMap<string | null, number>, limit: number): Set<string | null> {
	let together = 0;
	const ascending = [...clicks].sort(([, a], [, b]) => a - b);
	return new Set(ascending.filter(([, one]) => (together += one) <= limit).map(([group]) => group));
}

/** Clicks and visitors of each group. @param clicks by group. @param visitors by group */
export function groupTotals(clicks: ReadonlyMap<string | null, number>, visitors: ReadonlyMap<string | null, Distinct>) {
	return Array.from(clicks, ([value, human]) => {
		const { visitors: n, estimated } = visitors.get(value) ?? { visitors: 0, estimated: false };
		return { value, human, visitors: n, ...(estimated && { estimated }) };
	});
}
