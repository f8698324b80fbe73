import { holds } from '../links/filter.ts';
import type { AnalyticsReader, LinkCriteria, LinkReader, StoredLink } from '../storage/storage.ts';

/** Links looked up in one go. */
const CHUNK = 5000;

/** Deleted links that people have clicked, or that have conversions, and that match, as they were when they were deleted. */
export async function deletedLinks(criteria: LinkCriteria, known: ReadonlySet<number>, { links, analytics }: { links: LinkReader; analytics: AnalyticsReader }): Promise<StoredLink[]> {
	// A deleted link has no status.
	if (criteria.status) return [];
	const counted = new Set([...(await analytics.clickedLinks()), ...(await analytics.convertedLinks())]);
	const ids = [...counted].filter((id) => !known.has(id));
	const found: StoredLink[] = [];
	for (let start = 0; start < ids.length; start += CHUNK) {
		const chunk = (await links.byIds(ids.slice(start, start + CHUNK))).filter((link) => link.deletedAt !== null && matches(criteria, link));
		const clicks = new Map((await analytics.totals(chunk.map(({ id }) => id))).map((totals) => [totals.linkId, totals.totalClicks]));
		found.push(...chunk.filter(({ id }) => within(clicks.get(id) ?? 0, criteria.clicks_min, criteria.clicks_max)));
	}
	return found.sort((a, b) => b.id - a.id);
}

function matches(criteria: LinkCriteria, link: StoredLink): boolean {
	const { created_after, created_before, expires_after, expires_before, search = [] } = criteria;
	const { slug, destination, campaign, tags, externalId: external_id } = link;
	const texts = [slug, link.title ?? '', destination].map((text) => text.toLowerCase());
	return (
		holds(criteria, { slug, destination, campaign, tags, external_id }) &&
		before(created_after, link.createdAt, created_before) &&
		(link.expiresAt === null ? expires_after === undefined && expires_before === undefined : before(expires_after, link.expiresAt, expires_before)) &&
		search.every((word) => (word.length < 3 ? texts[0]?.startsWith(word.toLowerCase()) : texts.some((text) => text.includes(word.toLowerCase()))))
	);
}

/** `from` included, `to` not. */
function before(from: number | undefined, time: number, to: number | undefined): boolean {
	return time >= (from ?? -Infinity) && time < (to ?? Infinity);
}

function within(clicks: number, least = 0, most = Infinity): boolean {
	return clicks >= least && clicks <= most;
}
