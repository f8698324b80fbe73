import type { StoredLink } from '../backend/src/storage/storage.ts';

const CREATED = Math.floor(Date.now() / 86_400_000 - 30) * 86_400_000;

/** A link as it is stored, made a month ago: of a hundred campaigns and twenty tags. */
export function aLink(id: number): StoredLink {
	const destination = `https://shop.example/products/${String(id)}`;
	return {
		id, slug: `slug-${String(id)}`, destination, location: destination, title: null, tags: [`tag-${String(id % 20)}`], campaign: `campaign-${String(id % 100)}`,
		metadata: null, externalId: null, enabled: true, startsAt: null, expiresAt: null, fallbackUrl: null, fallbackLocation: null, redirectType: 302, utm: null,
		maxClicks: null, forwardQuery: false, forwardQueryOverrides: false, appendClickId: false, passwordHash: null, variants: [], importedClicks: 0, createdBy: 0,
		createdAt: CREATED, updatedAt: CREATED, deletedAt: null, version: 1,
	};
}
