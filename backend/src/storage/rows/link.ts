import { listFromText } from '../link-text.ts';
import type { StoredLink } from '../links.ts';
import { flag, type StoredRow } from './row.ts';

/** A row of `links`. */
export function linkFromRow(row: StoredRow): StoredLink {
	return {
		id: row['id'] as number,
		slug: row['slug'] as string,
		destination: row['destination'] as string,
		location: row['location'] as string,
		title: row['title'] as string | null,
		tags: listFromText(row['tags'] as string),
		campaign: row['campaign'] as string | null,
		metadata: row['metadata'] as string | null,
		externalId: row['external_id'] as string | null,
		enabled: flag(row['enabled']),
		startsAt: row['starts_at'] as number | null,
		expiresAt: row['expires_at'] as number | null,
		fallbackUrl: row['fallback_url'] as string | null,
		fallbackLocation: row['fallback_location'] as string | null,
		redirectType: row['redirect_type'] as StoredLink['redirectType'],
		utm: row['utm'] === null ? null : (JSON.parse(row['utm'] as string) as StoredLink['utm']),
		maxClicks: row['max_clicks'] as number | null,
		forwardQuery: flag(row['forward_query']),
		forwardQueryOverrides: flag(row['forward_query_overrides']),
		appendClickId: flag(row['append_click_id']),
		passwordHash: row['password_hash'] as string | null,
		variants: listFromText(row['variants'] as string),
		importedClicks: row['imported_clicks'] as number,
		createdBy: row['created_by'] as number,
		createdAt: row['created_at'] as number,
		updatedAt: row['updated_at'] as number,
		deletedAt: row['deleted_at'] as number | null,
		version: row['version'] as number,
	};
}
