/** The storage port: which links, in which order. */
import type { LinkFilter, LinkSortKey, LinkStatus } from '../../../contract/link.ts';
import type { StoredLink } from './links.ts';

/** The conditions of a `LinkFilter` as storage takes them: times in milliseconds since 1970, texts taken apart. All must hold. */
export interface LinkCriteria extends Pick<LinkFilter, 'campaign' | 'slug' | 'external_id' | 'clicks_min' | 'clicks_max'> {
	tags?: readonly string[];
	tags_any?: readonly string[];
	exclude_tags?: readonly string[];
	/** Words, as `searchWords` gives them. */
	search?: readonly string[];
	/** What a link is at a time. */
	status?: { is: LinkStatus; at: number };
	/** The whole destination, or what it begins with. */
	destination?: { text: string; prefix: boolean };
	created_after?: number;
	created_before?: number;
	expires_after?: number;
	expires_before?: number;
}

/** How links follow each other; those that are equal by id, in the same direction. Without a value: last, either way. */
export interface LinkOrder {
	by: LinkSortKey;
	descending: boolean;
}

/** Where a link stands in an order. */
export interface Place {
	/** What the order compares. Null where the link has none. */
	value: string | number | null;
	id: number;
}

/** A page of a list. `after` is the place of the last link of the page before. */
export interface ListPage {
	limit: number;
	after?: Place | undefined;
}

/** Links of one page, and the place of the last one; null where no more follow. */
export interface ListedLinks {
	links: StoredLink[];
	next: Place | null;
}

/** What links are told apart by beside their names. */
export type LabelKind = 'tag' | 'campaign';

/** A tag or campaign, and how many links have it. */
export interface LabelCount {
	name: string;
	links: number;
}

/** A page of tags or campaigns. `after` is the last one of the page before. */
export interface LabelPage {
	/** What names begin with, in whatever case; empty for all. */
	prefix: string;
	by: 'name' | 'links';
	descending: boolean;
	limit: number;
	after?: LabelCount | undefined;
}

/**
 * Finds links by what they are. Deleted ones are never among them.
 *
 * @throws IndexIncomplete where a question needs the index of texts and it is still being built
 */
export interface LinkLists {
	list(criteria: LinkCriteria, order: LinkOrder, page: ListPage): Promise<ListedLinks>;
	count(criteria: LinkCriteria): Promise<number>;
	labels(kind: LabelKind, page: LabelPage): Promise<LabelCount[]>;
}
