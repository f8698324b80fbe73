import type { ExportedLink } from '../../../contract/import.ts';
import type { StoredLink } from '../storage/storage.ts';
import { formatTime } from '../times.ts';

/** A link as an export holds it. `secrets`: with the hash of its password. */
export function exportedLink(link: StoredLink, clicks: number, { secrets }: { secrets: boolean }): ExportedLink {
	const all = {
		linkmill: 1 as const,
		slug: link.slug,
		destination: link.destination,
		title: link.title,
		tags: link.tags.length > 0 ? link.tags : null,
		campaign: link.campaign,
		metadata: link.metadata === null ? null : (JSON.parse(link.metadata) as Record<string, unknown>),
		external_id: link.externalId,
		enabled: link.enabled,
		starts_at: formatTime(link.startsAt),
		expires_at: formatTime(link.expiresAt),
		fallback_url: link.fallbackUrl,
		redirect_type: link.redirectType,
		utm: link.utm,
		max_clicks: link.maxClicks,
		forward_query: link.forwardQuery,
		forward_query_overrides: link.forwardQueryOverrides,
		append_click_id: link.appendClickId,
		variants: link.variants.length > 0 ? link.variants.map(({ name, destination, weight }) => ({ name, destination, weight })) : null,
		password_hash: secrets ? link.passwordHash : null,
		created_at: formatTime(link.createdAt),
		clicks,
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as unknown as ExportedLink;
}
