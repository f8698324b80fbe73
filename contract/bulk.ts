/** Many links changed or deleted in one transaction. */

import type { BatchMode, Link, LinkFields, LinkFilter } from './link.ts';

/** How many links an answer shows of those that a bulk call touched. */
export const BULK_SHOWN = 1000;

/** How many links a refusal shows of those that the call would have touched. */
export const BULK_SAMPLE = 10;

/** How a bulk call names its links: by a filter or by ids, not both. An empty filter needs `all: true`. */
export interface LinkSelection {
	filter?: LinkFilter;
	/** `lnk_…`, `slug:…` or `external:…`. */
	ids?: string[];
	all?: boolean;
}

/** What holds for every bulk call. */
export interface BulkOptions {
	/** Show what would happen, write nothing. */
	dry_run?: boolean;
	/** Refuse (409) when another number of links is selected. */
	expected_count?: number;
}

/** One row of a change row by row: which link, and what to change on it. */
export interface LinkUpdate {
	/** `lnk_…`, `slug:…` or `external:…`, as the link is called before the call. */
	id: string;
	set?: Partial<LinkFields> & { slug?: string };
	add_tags?: string[];
	remove_tags?: string[];
}

/** Body of `PATCH /v1/links`: one change to many links, or, with `updates`, a change for each. */
export interface BulkUpdateRequest extends LinkSelection, BulkOptions {
	set?: Partial<Omit<LinkFields, 'external_id'>>;
	add_tags?: string[];
	remove_tags?: string[];
	/** Every occurrence of `find` in the destination, and in those of the variants, becomes `with`. */
	replace?: { find: string; with: string };
	/** Instead of a selection and one change: up to 10,000 rows, each link once. Slugs may change places. */
	updates?: LinkUpdate[];
	/** Whether links that cannot be changed keep the others from it. Default: `partial` for `updates`, else `atomic`. */
	mode?: BatchMode;
}

/** A link changed by a bulk call, with the fields that differ as they were before. */
export interface ChangedLink extends Link {
	previous: Partial<Link>;
	/** The row's place in `updates`. */
	index?: number;
}

/** A link that was not changed. */
export interface BulkError {
	/** The row's place in `updates`. */
	index?: number;
	/** Id of the link, or, for a row, what the row calls it. */
	id: string;
	code: string;
	message: string;
	/** JSON Pointer to the first bad field, within the row or the link. */
	pointer: string;
}

/** Answer of `PATCH /v1/links`. */
export interface BulkUpdateAnswer {
	/** Links that were found. */
	matched: number;
	changed: number;
	unchanged: number;
	/** The first 1,000 of those that changed (or would, in a dry run); row by row in the order of the request. */
	links: ChangedLink[];
	errors: BulkError[];
	dry_run: boolean;
	/** Names the change in the change log; null in a dry run or when nothing changed. */
	change_id: string | null;
}

/** Body of `DELETE /v1/links`. */
export interface BulkDeleteRequest extends LinkSelection, BulkOptions {}

/** Answer of `DELETE /v1/links`. */
export interface BulkDeleteAnswer {
	matched: number;
	/** How many are gone (or would be, in a dry run). */
	deleted: number;
	/** The first 1,000 of them, as they were. */
	links: Link[];
	dry_run: boolean;
	/** Names the change in the change log, where it can be reverted; null in a dry run or when nothing matched. */
	change_id: string | null;
}
