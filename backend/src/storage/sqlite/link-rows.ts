import type { SQLInputValue } from 'node:sqlite';
import { listText } from '../link-text.ts';
import type { StoredLink } from '../storage.ts';

/** The columns of `links`, in the order of {@link linkParameters}. */
export const LINK_COLUMNS = `id, slug, destination, location, title, tags, campaign, metadata, external_id, enabled, starts_at,
	expires_at, fallback_url, fallback_location, redirect_type, utm, max_clicks, forward_query, forward_query_overrides,
	append_click_id, password_hash, variants, imported_clicks, created_by, created_at, updated_at, deleted_at, version`;

/** Takes {@link linkParameters}. */
export const INSERT_LINK = `INSERT INTO links (${LINK_COLUMNS}) VALUES (${LINK_COLUMNS.split(',').map(() => '?').join(', ')})`;

/** A link as parameters for {@link LINK_COLUMNS}. */
export function linkParameters(link: StoredLink): SQLInputValue[] {
	return [
		link.id, link.slug, link.destination, link.location, link.title, listText(link.tags), link.campaign, link.metadata,
		link.externalId, link.enabled ? 1 : 0, link.startsAt, link.expiresAt, link.fallbackUrl, link.fallbackLocation, link.redirectType,
		link.utm && JSON.stringify(link.utm), link.maxClicks, link.forwardQuery ? 1 : 0, link.forwardQueryOverrides ? 1 : 0,
		link.appendClickId ? 1 : 0, link.passwordHash, listText(link.variants), link.importedClicks, link.createdBy,
		link.createdAt, link.updatedAt, link.deletedAt, link.version,
	];
}
