import { LINK_SORTS, type Link, type LinkFilter, type LinkSort } from '../../../../contract/link.ts';
import { route, setQuery } from '../../router.ts';

/** What the list shows of a link; the rest is loaded where it is needed. */
export const ROW_FIELDS = ['id', 'slug', 'short_url', 'destination', 'title', 'tags', 'campaign', 'status', 'enabled', 'has_password', 'total_clicks', 'last_clicked_at', 'created_at'] as const satisfies ReadonlyArray<keyof Link>;

/** A link in the list. */
export type LinkRow = Pick<Link, (typeof ROW_FIELDS)[number]>;

/** The order that holds when the address names none. */
const NEWEST: LinkSort = '-created_at';

/** Orders of the list, for people. */
export const SORTS: ReadonlyArray<{ value: LinkSort; label: string }> = [
	{ value: '-created_at', label: 'Newest first' },
	{ value: 'created_at', label: 'Oldest first' },
	{ value: '-total_clicks', label: 'Most clicks' },
	{ value: 'total_clicks', label: 'Fewest clicks' },
	{ value: '-last_clicked_at', label: 'Clicked last' },
	{ value: 'last_clicked_at', label: 'Clicked longest ago' },
	{ value: 'slug', label: 'Slug, A to Z' },
	{ value: '-slug', label: 'Slug, Z to A' },
	{ value: 'title', label: 'Title, A to Z' },
	{ value: '-title', label: 'Title, Z to A' },
	{ value: '-updated_at', label: 'Changed last' },
	{ value: 'updated_at', label: 'Changed longest ago' },
	{ value: 'expires_at', label: 'Expires first' },
	{ value: '-expires_at', label: 'Expires last' },
];

/** The order in the address. */
export function readSort(query: URLSearchParams): LinkSort {
	return LINK_SORTS.find((sort) => sort === query.get('sort')) ?? NEWEST;
}

/** Whether a filter says nothing. */
export const isEmpty = (filter: LinkFilter): boolean => Object.keys(filter).length === 0;

/** What stands above the list, and in the address as `open`: `new`, `import`, `edit:lnk_…`, `qr:lnk_…`. */
export interface OpenPanel {
	kind: string;
	id: string;
}

/** The panel in the address. */
export function readPanel(query: URLSearchParams): OpenPanel {
	const [kind = '', ...rest] = (query.get('open') ?? '').split(':');
	return { kind, id: rest.join(':') };
}

/** Where the page was when a panel was opened. */
let openedAt: string | undefined;

/** Opens a panel: back closes it. */
export function openPanel(kind: string, id?: string): void {
	setQuery({ open: id === undefined ? kind : `${kind}:${id}` });
	openedAt = location.hash;
}

/** Closes the panel that is open; the address is what it was before, and so is what back leads to. */
export function closePanel(): void {
	if (!route.peek().query.has('open')) return;
	if (openedAt === location.hash) history.back();
	else setQuery({ open: null }, { step: false });
	openedAt = undefined;
}
