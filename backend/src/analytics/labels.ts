import type { Dimension } from '../../../contract/analytics.ts';
import type { StoredLink, Totals } from '../storage/storage.ts';

/** What links are labelled with, and may be relabelled. */
export type LabelDimension = 'campaign' | 'tag';

/** Whether a dimension is of the link: what it was at a click, and what it is now, are two things. */
export function isLabel(dimension: Dimension): dimension is LabelDimension {
	return dimension === 'campaign' || dimension === 'tag';
}

/** Ids of links by what they are labelled with now; those without are under null. A link is under each of its tags. */
export function linksByLabel(links: readonly StoredLink[], dimension: LabelDimension): Map<string | null, number[]> {
	const members = new Map<string | null, number[]>();
	for (const { id, campaign, tags } of links) {
		for (const label of dimension === 'campaign' ? [campaign] : tags.length > 0 ? tags : [null]) {
			const ids = members.get(label);
			if (ids) ids.push(id);
			else members.set(label, [id]);
		}
	}
	return members;
}

/** Clicks by people by what their links are labelled with now; only where there are any. */
export function clicksByLabel(links: readonly StoredLink[], dimension: LabelDimension, totals: ReadonlyMap<number, Totals>): Map<string | null, number> {
	const clicks = Array.from(linksByLabel(links, dimension), ([label, ids]): [string | null, number] => [label, ids.reduce((sum, id) => sum + (totals.get(id)?.human ?? 0), 0)]);
	return new Map(clicks.filter(([, human]) => human > 0));
}
