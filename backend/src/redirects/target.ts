import type { StoredLink } from '../storage/storage.ts';
import { withUtm } from '../links/utm.ts';
import type { Additions } from './location.ts';
import { sidesOf, type Side } from './variant.ts';

/** The `max_clicks` of a link, and what this process knows of its use. */
export interface TargetLimit {
	max: number;
	/** Uses so far, or fewer; undefined until somebody has asked. */
	used: number | undefined;
	/** What the count of a new link begins with. */
	importedClicks: number;
	createdAt: number;
}

/** As much of a link as a redirect needs, made ready once. */
export interface RedirectTarget
	extends Pick<StoredLink, 'id' | 'version' | 'enabled' | 'startsAt' | 'expiresAt' | 'maxClicks' | 'fallbackLocation' | 'redirectType' | 'passwordHash'> {
	/** For the `Location` header, with UTM parameters. */
	location: string;
	/** Empty where the link is not split. */
	sides: readonly Side[];
	/** What each visitor's `Location` gets besides; null where nothing. */
	additions: Additions | null;
	/** Null where there is none. */
	limit: TargetLimit | null;
}

const NO_SIDES: readonly Side[] = [];

/** That part of a link, and nothing else: a million of them fit where whole links would not. */
export function targetOf(link: StoredLink): RedirectTarget {
	const { id, version, enabled, startsAt, expiresAt, maxClicks, fallbackLocation, redirectType, passwordHash } = link;
	const { forwardQuery, forwardQueryOverrides, appendClickId, importedClicks, createdAt } = link;
	return {
		id, version, enabled, startsAt, expiresAt, maxClicks, fallbackLocation, redirectType, passwordHash,
		location: withUtm(link.location, link.utm),
		sides: link.variants.length > 0 ? sidesOf(link) : NO_SIDES,
		additions: forwardQuery || appendClickId ? { forwardQuery, forwardQueryOverrides, appendClickId } : null,
		limit: maxClicks === null ? null : { max: maxClicks, used: undefined, importedClicks, createdAt },
	};
}
