import { LINK_SORT_KEYS, LINK_SORTS, type LinkSort, type LinkSortKey } from '../../../contract/link.ts';
import { invalidRequest } from '../http/problem.ts';
import type { LinkOrder, Place } from '../storage/storage.ts';

/** Newest first. */
export const NEWEST_FIRST: LinkOrder = { by: 'created_at', descending: true };

/** The order that a `sort` stands for. */
export function readSort(sort: LinkSort): LinkOrder {
	return sort.startsWith('-') ? { by: sort.slice(1) as LinkSortKey, descending: true } : { by: sort as LinkSortKey, descending: false };
}

/** The other way round. */
function sortOf({ by, descending }: LinkOrder): LinkSort {
	return descending ? `-${by}` : by;
}

/** Where a page goes on, and in which order, in letters: callers should not do arithmetic with it. */
export function writePlace(order: LinkOrder, { value, id }: Place): string {
	return Buffer.from(JSON.stringify([sortOf(order), value, id])).toString('base64url');
}

/**
 * The place that a cursor stands for, and its order: a page goes on as the one before, so `sort` need not be given again.
 *
 * @throws ProblemError `invalid_request` where it is no cursor of a list, or one of a list in another order
 */
export function readPlace(cursor: string | undefined, sort: LinkSort | undefined): { order: LinkOrder; after: Place | undefined } {
	if (cursor === undefined || cursor === '') return { order: sort === undefined ? NEWEST_FIRST : readSort(sort), after: undefined };
	const [kept, value, id] = parse(cursor);
	if (sort !== undefined && sort !== kept) throw bad(`cursor is of a list with sort=${kept}, this one has sort=${sort}. Begin without a cursor, or keep the sort.`);
	return { order: readSort(kept), after: { value, id } };
}

function parse(cursor: string): [LinkSort, Place['value'], number] {
	let parts: unknown;
	try {
		parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
	} catch {
		parts = undefined;
	}
	if (!Array.isArray(parts) || parts.length !== 3) throw bad();
	const [sort, value, id] = parts as [unknown, unknown, unknown];
	if (!isSort(sort) || !Number.isSafeInteger(id) || !isValue(readSort(sort).by, value)) throw bad();
	return [sort, value, id as number];
}

const isSort = (sort: unknown): sort is LinkSort => LINK_SORTS.includes(sort as LinkSort);

/** Texts and numbers are in the order of their kind: a place among the other kind would be before or after all. */
const VALUES: Record<LinkSortKey, (value: unknown) => boolean> = {
	...(Object.fromEntries(LINK_SORT_KEYS.map((key) => [key, Number.isSafeInteger])) as Record<LinkSortKey, (value: unknown) => boolean>),
	slug: (value) => typeof value === 'string',
	title: (value) => value === null || typeof value === 'string',
	expires_at: (value) => value === null || Number.isSafeInteger(value),
	last_clicked_at: (value) => value === null || Number.isSafeInteger(value),
};

function isValue(by: LinkSortKey, value: unknown): value is Place['value'] {
	return VALUES[by](value);
}

function bad(message = 'cursor must be the next_cursor of an earlier answer.') {
	return invalidRequest([{ pointer: '?cursor', code: 'invalid', message }]);
}
