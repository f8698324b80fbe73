import type { SQLInputValue } from 'node:sqlite';
import type { StoredLink } from '../storage.ts';
import type { Row } from './database.ts';

/** The columns of `links`, in the order of {@link linkParameters}. */
export const LINK_COLUMNS = `id, slug, destination, location, title, tags, campaign, metadata, external_id, enabled, starts_at,
	expires_at, fallback_url, fallback_location, redirect_type, created_at, updated_at, deleted_at, version`;

/** A link as parameters for {@link LINK_COLUMNS}. */
export function linkParameters(link: StoredLink): SQLInputValue[] {
	return [
		link.id, link.slug, link.destination, link.location, link.title, JSON.stringify(link.tags), link.campaign, link.metadata,
		link.externalId, link.enabled ? 1 : 0, link.startsAt, link.expiresAt, link.fallbackUrl, link.fallbackLocation,
		link.redirectType, link.createdAt, link.updatedAt, link.deletedAt, link.version,
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
		tags: JSON.parse(row['tags'] as string) as string[],
		campaign: row['campaign'] as string | null,
		metadata: row['metadata'] as string | null,
		externalId: row['external_id'] as string | null,
		enabled: row['enabled'] === 1,
		startsAt: row['starts_at'] as number | null,
		expiresAt: row['expires_at'] as number | null,
		fallbackUrl: row['fallback_url'] as string | null,
		fallbackLocation: row['fallback_location'] as string | null,
		redirectType: row['redirect_type'] as StoredLink['redirectType'],
		createdAt: row['created_at'] as number,
		updatedAt: row['updated_at'] as number,
		deletedAt: row['deleted_at'] as number | null,
		version: row['version'] as number,
	};
}
