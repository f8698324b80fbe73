import type { LinkSortKey } from '../../../../../contract/link.ts';
import type { LinkOrder, Place } from '../../lists.ts';
import { sql, type Sql } from './sql.ts';

/** Links along an index. */
export interface Walk {
	/** Tables, `links` among them; the one of the index first. */
	from: string;
	/** What holds for all of them. */
	where: Sql[];
	/** The column that is compared. Null where all of these have one value, and only ids are compared. */
	key: string | null;
	/** The value of all of them, where there is no key. */
	value?: 0 | null;
	/** The id's column in the first table. */
	id: string;
	/** The column of the number of clicks, where all of these have some. */
	clicks?: string;
	/** A column that goes the same way as key and id together. */
	rank?: { column: string; of(place: Place): Sql };
}

/** What each order compares, for a row of `links` and what is joined to it. */
export const KEYS: Record<LinkSortKey, { key: string; join: string }> = {
	created_at: { key: 'links.created_at', join: '' },
	updated_at: { key: 'links.updated_at', join: '' },
	slug: { key: 'links.slug', join: '' },
	expires_at: { key: 'links.expires_at', join: '' },
	title: { key: 'd.title', join: 'LEFT JOIN search.documents AS d ON d.link_id = links.id' },
	total_clicks: { key: 'coalesce(t.total_clicks, 0)', join: 'LEFT JOIN analytics.link_totals AS t ON t.link_id = links.id' },
	last_clicked_at: { key: 't.last_clicked_at', join: 'LEFT JOIN analytics.link_totals AS t ON t.link_id = links.id' },
};

const alongLinks = (index: string, column: string): Walk => ({ from: `links INDEXED BY ${index}`, where: [], key: `links.${column}`, id: 'links.id' });

const documents = { from: 'search.documents AS d INDEXED BY documents_by_title CROSS JOIN links ON links.id = d.link_id', id: 'd.link_id' };
const titled: Walk = { ...documents, where: [sql('d.slug IS NOT NULL AND d.title IS NOT NULL')], key: 'd.title' };
const untitled: Walk = { ...documents, where: [sql('d.slug IS NOT NULL AND d.title IS NULL')], key: null, value: null };

const expiring: Walk = { ...alongLinks('links_by_expiry', 'expires_at'), where: [sql('links.expires_at IS NOT NULL')] };
const everlasting: Walk = { ...alongLinks('links_by_expiry', 'expires_at'), where: [sql('links.expires_at IS NULL')], key: null, value: null };

const totals = (index: string, column: string): Walk => ({
	from: `analytics.link_totals AS t INDEXED BY ${index} CROSS JOIN links ON links.id = t.link_id`,
	where: [sql(`t.${column} IS NOT NULL`)],
	key: `t.${column}`,
	id: 't.link_id',
	clicks: 't.total_clicks',
});
const without = (column: string, value: 0 | null): Walk => ({
	from: 'links',
	where: [sql(`NOT EXISTS (SELECT 1 FROM analytics.link_totals WHERE link_id = links.id AND ${column} IS NOT NULL)`)],
	key: null,
	value,
	id: 'links.id',
});

/** The walks that make an order, one after the other. */
export function walksOf({ by, descending }: LinkOrder): Walk[] {
	switch (by) {
		case 'created_at':
			return [alongLinks('links_by_created', by)];
		case 'updated_at':
			return [alongLinks('links_by_updated', by)];
		case 'slug':
			return [alongLinks('links_by_slug', by)];
		case 'title':
			return [titled, untitled];
		case 'expires_at':
			return [expiring, everlasting];
		case 'last_clicked_at':
			return [totals('link_totals_by_last_click', by), without(by, null)];
		case 'total_clicks': {
			const walks = [totals('link_totals_by_clicks', by), without(by, 0)];
			return descending ? walks : walks.reverse();
		}
	}
}

/** The ranges of these walks in which the links after a place are, in order: each seeks in its index, however many have one value. */
export function stretches(walks: readonly Walk[], descending: boolean, after: Place | undefined): Array<{ walk: Walk; range: Sql[] }> {
	if (!after) return walks.map((walk) => ({ walk, range: [] }));
	const constant = walks.findIndex((walk) => walk.key === null && walk.value === after.value);
	const current = constant >= 0 ? constant : walks.findIndex((walk) => walk.key !== null);
	const beyond = descending ? '<' : '>';
	return walks.slice(current).flatMap((walk, index) => {
		if (index > 0) return [{ walk, range: [] }];
		if (walk.rank) {
			const rank = walk.rank.of(after);
			return [{ walk, range: [sql(`${walk.rank.column} ${beyond} ${rank.text}`, ...rank.parameters)] }];
		}
		const beyondId = sql(`${walk.id} ${beyond} ?`, after.id);
		if (walk.key === null) return [{ walk, range: [beyondId] }];
		return [
			{ walk, range: [sql(`${walk.key} = ?`, after.value), beyondId] },
			{ walk, range: [sql(`${walk.key} ${beyond} ?`, after.value)] },
		];
	});
}

/** The same range, of rows of a subquery with `id` and `value`, some without a value. */
export function beyondPlace(descending: boolean, after: Place | undefined): Sql {
	if (!after) return sql('TRUE');
	const beyond = descending ? '<' : '>';
	if (after.value === null) return sql(`value IS NULL AND id ${beyond} ?`, after.id);
	return sql(`(value ${beyond} ? OR (value = ? AND id ${beyond} ?) OR value IS NULL)`, after.value, after.value, after.id);
}
