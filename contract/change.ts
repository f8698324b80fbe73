/** What was changed, by whom, and how to undo it. */

import type { ImportFormat } from './import.ts';
import type { BatchMode, IfExists, Link, LinkFilter } from './link.ts';

/** What a bulk call did: `import` creates links, and may update some. */
export const CHANGE_KINDS = ['import', 'update', 'delete', 'revert'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** For how long a change can be reverted, in days. */
export const REVERTIBLE_DAYS = 30;

/** What became of one link. `imported` is `created` by a batch. */
export const LINK_ACTIONS = ['created', 'imported', 'updated', 'deleted', 'restored'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** How many links a change touched, by what it did to them. */
export type ChangeCounts = Record<Exclude<LinkAction, 'imported'>, number>;

/** What was asked for, for people; members that do not apply are absent. */
export interface ChangeSummary {
	filter?: LinkFilter;
	all?: boolean;
	/** How many links were named by their ids. */
	ids?: number;
	/** How many rows a change row by row had, or an import. */
	rows?: number;
	/** Whose export was imported. */
	format?: ImportFormat;
	/** Names of the fields that were set. */
	fields?: string[];
	/** What they were set to. A value of more than 200 characters as JSON is `"…"`, a password always. */
	set?: Record<string, unknown>;
	add_tags?: string[];
	remove_tags?: string[];
	replace?: { find: string; with: string };
	mode?: BatchMode;
	if_exists?: IfExists;
	force?: boolean;
}

/** Whose doing something was: the API key; null where it was the server itself, or is not known. */
export type Author = { id: string; name: string } | null;

/** A bulk call that wrote something, as `GET /v1/changes` lists it. */
export interface Change {
	/** `chg_…`, ordered by time. */
	id: string;
	kind: ChangeKind;
	at: string;
	key: Author;
	counts: ChangeCounts;
	summary: ChangeSummary;
	/** The change that this one reverted. */
	reverts: string | null;
	/** The last change that reverted this one, wholly or in part, and was not reverted itself. */
	reverted_by: string | null;
	/** Until when it can be reverted. */
	revertible_until: string;
}

/** Answer of `GET /v1/changes`, newest first. */
export interface ChangeList {
	changes: Change[];
	/** Pass as `cursor` for the next page; null at the end. */
	next_cursor: string | null;
}

/** The fields of a link that somebody decides about, not those that follow from others, from visitors or from the clock. */
export const DECIDED_FIELDS = [
	'slug', 'destination', 'title', 'tags', 'campaign', 'metadata', 'external_id', 'enabled', 'starts_at', 'expires_at', 'fallback_url',
	'redirect_type', 'utm', 'max_clicks', 'forward_query', 'forward_query_overrides', 'append_click_id', 'has_password', 'variants',
] as const satisfies ReadonlyArray<keyof Link>;
export type DecidedFields = Partial<Pick<Link, (typeof DECIDED_FIELDS)[number]>>;

/**
 * What became of a link: for an update the fields that differ, before and after; else all of them, with null on the
 * side where there is no link. A password shows as `has_password` alone, also where another took its place.
 */
export interface LinkDifference {
	action: LinkAction;
	before: DecidedFields | null;
	after: DecidedFields | null;
}

/** A link that a change touched. */
export interface ChangeLink extends LinkDifference {
	link_id: string;
	/** As it was after the change. */
	slug: string;
	/** Its version after the change. */
	version: number;
}

/** Answer of `GET /v1/changes/{id}`. */
export interface ChangeDetail extends Change {
	/** The first 1,000. */
	links: ChangeLink[];
}

/** Body of `POST /v1/changes/{id}/revert`. */
export interface RevertRequest {
	/** Also links that somebody changed since: the fields that the change touched go back, the others stay as they are. */
	force?: boolean;
	/** Show what would happen, write nothing. */
	dry_run?: boolean;
}

/**
 * Why a link was left alone: `changed` since, which `force` overrides; `deleted` since; its slug or external id was taken
 * meanwhile; or what would come out is not `valid` (with `force`, old and new fields together).
 */
export const CONFLICT_REASONS = ['changed', 'deleted', 'slug_taken', 'external_id_taken', 'invalid'] as const;
export type ConflictReason = (typeof CONFLICT_REASONS)[number];

/** A link that a revert left alone. */
export interface RevertConflict {
	link_id: string;
	slug: string;
	reason: ConflictReason;
	message: string;
}

/** A link that a revert wrote. One that it deleted is shown as it was. */
export interface RevertedLink extends Link {
	action: Exclude<LinkAction, 'created' | 'imported'>;
	/** The fields that differ, as they were before the revert. */
	previous: Partial<Link>;
}

/** Answer of `POST /v1/changes/{id}/revert`. */
export interface RevertAnswer {
	/** Links that went back (or would, in a dry run). */
	reverted: number;
	/** Links that were back already, because the change was reverted before or by hand. */
	already: number;
	conflicts: RevertConflict[];
	/** The first 1,000 of those that went back. */
	links: RevertedLink[];
	dry_run: boolean;
	/** Names the revert, which is a change itself and can be reverted; null in a dry run or when nothing went back. */
	change_id: string | null;
}

/** One change of a link. */
export interface HistoryEntry extends LinkDifference {
	at: string;
	key: Author;
	/** The link's version after it. */
	version: number;
	/** The bulk call that it was part of; null for a call about this link alone. */
	change_id: string | null;
}

/** Answer of `GET /v1/links/{id}/history`, newest first. */
export interface LinkHistory {
	history: HistoryEntry[];
	next_cursor: string | null;
}
