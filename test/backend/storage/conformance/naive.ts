import type { Dimension } from '../../../../contract/analytics.ts';
import type { ClickKind } from '../../../../contract/event.ts';

/** A hit as a test made it. */
export interface MadeHit {
	linkId: number;
	occurredAt: number;
	visitorId: string;
	kind: ClickKind;
	values: Partial<Record<Exclude<Dimension, 'tag'>, string | null>>;
	tags: readonly string[];
}

/** Reports as anybody would make them: by looking at every hit, every time. */
export class Naive {
	readonly hits: MadeHit[] = [];

	totals(linkIds: readonly number[], from: number | null, to: number | null) {
		const hits = this.#in(linkIds, from, to);
		const of = (kind: ClickKind) => hits.filter((hit) => hit.kind === kind);
		return { human: of('human').length, bot: of('bot').length, prefetch: of('prefetch').length, head: of('head').length, visitors: new Set(of('human').map(({ visitorId }) => visitorId)).size };
	}

	/** Clicks and visitors by value, in the order of the values. */
	groups(linkIds: readonly number[], from: number | null, to: number | null, dimension: Dimension) {
		const groups = new Map<string | null, MadeHit[]>();
		for (const hit of this.#in(linkIds, from, to).filter(({ kind }) => kind === 'human')) {
			const values = dimension === 'tag' ? (hit.tags.length > 0 ? new Set(hit.tags) : [null]) : [hit.values[dimension] ?? null];
			for (const value of values) groups.set(value, [...(groups.get(value) ?? []), hit]);
		}
		return byName([...groups].map(([value, hits]) => ({ value, human: hits.length, visitors: new Set(hits.map(({ visitorId }) => visitorId)).size })));
	}

	#in(linkIds: readonly number[], from: number | null, to: number | null): MadeHit[] {
		return this.hits.filter((hit) => linkIds.includes(hit.linkId) && hit.occurredAt >= (from ?? -Infinity) && hit.occurredAt < (to ?? Infinity));
	}
}

/** Groups in one order, so that two lists of them can be compared. */
export function byName<T extends { value: string | null }>(groups: readonly T[]): T[] {
	return [...groups].sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
}
