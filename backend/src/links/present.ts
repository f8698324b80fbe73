import type { Link, LinkStatus } from '../../../contract/link.ts';
import { publicId } from '../ids.ts';
import type { LinkTotals, StoredLink } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import { asciiHost } from './destination.ts';

/** Whether a link redirects at a time, and if not, why. `clicks` are those by people so far. */
export function statusOf(link: Pick<StoredLink, 'enabled' | 'startsAt' | 'expiresAt' | 'maxClicks'>, now: number, clicks: number): LinkStatus {
	if (!link.enabled) return 'disabled';
	if (link.startsAt !== null && now < link.startsAt) return 'scheduled';
	if (link.expiresAt !== null && now >= link.expiresAt) return 'expired';
	if (link.maxClicks !== null && clicks >= link.maxClicks) return 'exhausted';
	return 'active';
}

/** A link as the API shows it. */
export function presentLink(link: StoredLink, totals: LinkTotals | undefined, context: { baseUrl: string; now: number }): Link {
	const clicks = totals ? totals.totalClicks - totals.importedClicks + link.importedClicks : link.importedClicks;
	const host = asciiHost(link);
	return {
		id: publicId('link', link.id),
		slug: link.slug,
		short_url: `${context.baseUrl}/${link.slug}`,
		destination: link.destination,
		...(host !== undefined && { destination_host_ascii: host }),
		title: link.title,
		tags: link.tags,
		campaign: link.campaign,
		metadata: link.metadata === null ? null : (JSON.parse(link.metadata) as Record<string, unknown>),
		external_id: link.externalId,
		enabled: link.enabled,
		status: statusOf(link, context.now, clicks),
		starts_at: formatTime(link.startsAt),
		expires_at: formatTime(link.expiresAt),
		fallback_url: link.fallbackUrl,
		redirect_type: link.redirectType,
		utm: link.utm,
		max_clicks: link.maxClicks,
		forward_query: link.forwardQuery,
		forward_query_overrides: link.forwardQueryOverrides,
		append_click_id: link.appendClickId,
		has_password: link.passwordHash !== null,
		variants: link.variants.map(({ name, destination, weight }) => ({ name, destination, weight })),
		total_clicks: clicks,
		imported_clicks: link.importedClicks,
		last_clicked_at: formatTime(totals?.lastClickedAt ?? null),
		created_at: formatTime(link.createdAt),
		updated_at: formatTime(link.updatedAt),
		version: link.version,
	};
}

/** Links with their clicks, in the order given. Nobody has clicked on one that is being created right now. */
export async function presentLinks(
	links: readonly StoredLink[],
	context: { baseUrl: string; now: number; totals(ids: readonly number[]): Promise<LinkTotals[]> },
): Promise<Link[]> {
	const clicked = links.filter((link) => link.createdAt !== context.now);
	const totals = new Map((await context.totals(clicked.map((link) => link.id))).map((one) => [one.linkId, one]));
	return links.map((link) => presentLink(link, totals.get(link.id), context));
}
