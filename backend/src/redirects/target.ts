import type { StoredLink } from '../storage/storage.ts';

/** As much of a link as a redirect needs. */
export type RedirectTarget = Pick<
	StoredLink,
	'id' | 'version' | 'location' | 'redirectType' | 'enabled' | 'startsAt' | 'expiresAt' | 'fallbackLocation' | 'maxClicks'
>;

/** That part of a link, and nothing else: a million of them fit where whole links would not. */
export function targetOf(link: StoredLink): RedirectTarget {
	const { id, version, location, redirectType, enabled, startsAt, expiresAt, fallbackLocation, maxClicks } = link;
	return { id, version, location, redirectType, enabled, startsAt, expiresAt, fallbackLocation, maxClicks };
}
