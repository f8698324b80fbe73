import { listText } from '../../link-text.ts';
import type { StoredLink } from '../../storage.ts';
import type { Value } from '../database.ts';

type Type = 'bigint' | 'boolean' | 'integer' | 'text';

/** The columns of `links`: their types, and what of a link they hold. */
const COLUMNS: Record<string, { type: Type; of(link: StoredLink): string | number | boolean | null }> = {
	id: { type: 'bigint', of: (link) => link.id },
	slug: { type: 'text', of: (link) => link.slug },
	destination: { type: 'text', of: (link) => link.destination },
	location: { type: 'text', of: (link) => link.location },
	title: { type: 'text', of: (link) => link.title },
	tags: { type: 'text', of: (link) => listText(link.tags) },
	campaign: { type: 'text', of: (link) => link.campaign },
	metadata: { type: 'text', of: (link) => link.metadata },
	external_id: { type: 'text', of: (link) => link.externalId },
	enabled: { type: 'boolean', of: (link) => link.enabled },
	starts_at: { type: 'bigint', of: (link) => link.startsAt },
	expires_at: { type: 'bigint', of: (link) => link.expiresAt },
	fallback_url: { type: 'text', of: (link) => link.fallbackUrl },
	fallback_location: { type: 'text', of: (link) => link.fallbackLocation },
	redirect_type: { type: 'integer', of: (link) => link.redirectType },
	utm: { type: 'text', of: (link) => link.utm && JSON.stringify(link.utm) },
	max_clicks: { type: 'bigint', of: (link) => link.maxClicks },
	forward_query: { type: 'boolean', of: (link) => link.forwardQuery },
	forward_query_overrides: { type: 'boolean', of: (link) => link.forwardQueryOverrides },
	append_click_id: { type: 'boolean', of: (link) => link.appendClickId },
	password_hash: { type: 'text', of: (link) => link.passwordHash },
	variants: { type: 'text', of: (link) => listText(link.variants) },
	imported_clicks: { type: 'bigint', of: (link) => link.importedClicks },
	created_by: { type: 'bigint', of: (link) => link.createdBy },
	created_at: { type: 'bigint', of: (link) => link.createdAt },
	updated_at: { type: 'bigint', of: (link) => link.updatedAt },
	deleted_at: { type: 'bigint', of: (link) => link.deletedAt },
	version: { type: 'bigint', of: (link) => link.version },
};

const NAMES = Object.keys(COLUMNS);

/** The columns of `links`, for {@link linkFromRow}. */
export const LINK_COLUMNS = NAMES.map((name) => `links.${name}`).join(', ');

/** Takes {@link linkParameters}. */
export const INSERT_LINKS = `INSERT INTO links (${NAMES.join(', ')}) SELECT * FROM unnest(${arrays(NAMES)})`;

/** Links as parameters, an array for each column. */
export function linkParameters(links: readonly StoredLink[], names: readonly string[] = NAMES): Value[] {
	return names.map((name) => links.map((COLUMNS[name] as (typeof COLUMNS)[string]).of));
}

/** Names of the columns in which a link differs from another. */
export function differingColumns(one: StoredLink, other: StoredLink): string[] {
	return NAMES.filter((name) => {
		const { of } = COLUMNS[name] as (typeof COLUMNS)[string];
		return of(one) !== of(other);
	});
}

/** Sets some columns of links; takes {@link linkParameters} of `id` and these. */
export function updateOf(names: readonly string[]): string {
	const given = ['id', ...names];
	return `UPDATE links SET ${names.map((name) => `${name} = given.${name}`).join(', ')}
		FROM unnest(${arrays(given)}) AS given (${given.join(', ')}) WHERE links.id = given.id`;
}

function arrays(names: readonly string[]): string {
	return names.map((name, index) => `$${String(index + 1)}::${(COLUMNS[name] as (typeof COLUMNS)[string]).type}[]`).join(', ');
}
