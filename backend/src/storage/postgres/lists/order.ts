import type { LinkSortKey } from '../../../../../contract/link.ts';
import type { LinkOrder, Place } from '../../lists.ts';
import { sql, type Sql } from './sql.ts';

/** Links along an index. */
export interface Walk {
	/** Tables, `links` among them. */
	from: string;
	/** What holds for all of them. */
	where: Sql[];
	/** The columns of the index in their order: what is compared, then the id, but for slugs, of which there are no two. */
	order: string[];
	/** The value of all of them, where they have one: then only ids are compared. */
	constant?: { value: 0 | null };
	/** The column of the number of clicks, where all of these have some. */
	clicks?: string;
}

/** What each order compares, for a row of `links` and what is joined to it. */
export const KEYS: Record<LinkSortKey, { key: string; join: string }> = {
	created_at: { key: 'links.created_at', join: '' },
	updated_at: { key: 'links.updated_at', join: '' },
	slug: { key: 'links.slug', join: '' },
	expires_at: { key: 'links.expires_at', join: '' },
	title: { key: 'd.title', join: 'LEFT JOIN documents d ON d.link_id = links.id' },
	total_clicks: { key: 'coalesce(t.total_clicks, 0)', join: 'LEFT JOIN link_totals t ON t.link_id = links.id' },
	last_clicked_at: { key: 't.last_clicked_at', join: 'LEFT JOIN link_totals t ON t.link_id = links.id' },
};

const along = (column: string): Walk => ({ from: 'links', where: [], order: [`links.${column}`, 'links.id'] });

/** Newest first, or the other way round. */
export const BY_CREATION = along('created_at');

const documents = { from: 'documents d JOIN links ON links.id = d.link_id', order: ['d.title', 'd.link_id'] };
const titled: Walk = { ...documents, where: [sql('d.title IS NOT NULL')] };
const untitled: Walk = { ...documents, where: [sql('d.title IS NULL')], constant: { value: null } };

const expiring: Walk = { ...along('expires_at'), where: [sql('links.expires_at IS NOT NULL')] };
const everlasting: Walk = { ...along('expires_at'), where: [sql('links.expires_at IS NULL')], constant: { value: null } };

const totals = (column: string, known: string): Walk => ({
	from: 'link_totals t JOIN links ON links.id = t.link_id',
	where: [sql(`t.${known}`)],
	order: [`t.${column}`, 't.link_id'],
	clicks: 't.total_clicks',
});
const without = (known: string, value: 0 | null): Walk => ({
	from: 'links',
	// A question at each step: PostgreSQL would else look at all totals first.
	where: [sql(`(SELECT true FROM link_totals t WHERE t.link_id = links.id AND t.${known}) IS NULL`)],
	order: ['links.id'],
	constant: { value },
});

/** The walks that make an order, one after the other: links without a value come last, either way. */
export function walksOf({ by, descending }: LinkOrder): Walk[] {
	switch (by) {
		case 'created_at':
			return [BY_CREATION];
		case 'updated_at':
			return [along(by)];
		case 'slug':
			return [{ from: 'links', where: [], order: ['links.slug'] }];
		case 'title':
			return [titled, untitled];
		case 'expires_at':
			return [expiring, everlasting];
		case 'last_clicked_at':
			return [totals(by, 'last_clicked_at IS NOT NULL'), without('last_clicked_at IS NOT NULL', null)];
		case 'total_clicks': {
			const walks = [totals(by, 'total_clicks > 0'), without('total_clicks > 0', 0)];
			return descending ? walks : walks.reverse();
		}
	}
}

/** What is left of these walks after a place: its own from there on, and those that follow. */
export function remaining(walks: readonly Walk[], descending: boolean, after: Place | undefined): Walk[] {
	if (!after) return [...walks];
	const constant = walks.findIndex((walk) => walk.constant?.value === after.value);
	const current = constant >= 0 ? constant : walks.findIndex((walk) => !walk.constant);
	return walks.slice(current).map((walk, index) => (index === 0 ? { ...walk, where: [...walk.where, beyond(walk, descending, after)] } : walk));
}

function beyond({ order, constant }: Walk, descending: boolean, { value, id }: Place): Sql {
	const columns = constant ? order.slice(-1) : order;
	const values = constant ? [id] : [value, id].slice(0, columns.length);
	return sql(`(${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})`, ...values);
}

/** The same, of links that were gathered in any order. */
export function beyondPlace({ by, descending }: LinkOrder, after: Place | undefined): Sql {
	if (!after) return sql('TRUE');
	const { key } = KEYS[by];
	const than = descending ? '<' : '>';
	if (after.value === null) return sql(`(${key} IS NULL AND links.id ${than} ?)`, after.id);
	return sql(`((${key}, links.id) ${than} (?, ?) OR ${key} IS NULL)`, after.value, after.id);
}
