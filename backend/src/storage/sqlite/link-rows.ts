import type { SQLInputValue } from 'node:sqlite';
import { listFromText, listText } from '../link-text.ts';
import type { StoredLink } from '../storage.ts';
import type { Row } from './database.ts';

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

/** A row of `links` as a link. */
export function linkFromRow(row: Row): StoredLink {
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
		enabled: row['enabled'] === 1,
		startsAt: row['starts_at'] as number | null,
		expiresAt: row['expires_at'] as number | null,
		fallbackUrl: row['fallback_url'] as string | null,
		fallbackLocation: row['fallback_location'] as string | null,
		redirectType: row['redirect_type'] as StoredLink['redirectType'],
		utm: row['utm'] === null ? null : (JSON.parse(row['utm'] as string) as StoredLink['utm']),
		maxClicks: row['max_clicks'] as number | null,
		forwardQuery: row['forward_query'] === 1,
		forwardQueryOverrides: row['forward_query_overrides'] === 1,
		appendClickId: row['append_click_id'] === 1,
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
