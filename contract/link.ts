/** A short link as the API shows it, and what creates and changes one. */

import type { QrOptions } from './qr.ts';

/** Limits that both sides check before anything is sent or written. */
export const LINK_LIMITS = {
	/** Characters in a destination or fallback URL. */
	url: 2048,
	slug: 64,
	title: 500,
	tag: 100,
	tags: 50,
	campaign: 200,
	externalId: 200,
	/** Characters of a search. */
	search: 200,
	/** Bytes of metadata, as JSON. */
	metadata: 16_384,
	/** Characters of one UTM parameter. */
	utm: 200,
	/** Characters of a password. */
	password: 200,
	variants: 20,
	/** Characters of a variant's name. */
	variantName: 50,
	/** Highest weight of a variant. */
	weight: 1000,
	/** Highest `max_clicks`. */
	maxClicks: 1_000_000_000,
	/** Links in one `POST /v1/links/batch`. */
	batch: 10_000,
	/** Links on one page of a list. */
	page: 1000,
} as const;

/** ASCII letters, digits, `-` and `_`, the last not first. Case-sensitive. */
export const SLUG_PATTERN = /^[A-Za-z0-9-][A-Za-z0-9_-]{0,63}$/;

/** First path segments that the server needs for itself. */
export const RESERVED_SLUGS = [
	'v1', 'docs', 'healthz', 'readyz', 'metrics', 'openapi.json', 'favicon.ico', 'robots.txt', '.well-known', '_',
] as const;

/** What happens to a creation whose slug (or external id, where one is given) exists. */
export const IF_EXISTS = ['fail', 'return', 'update', 'unique'] as const;
export type IfExists = (typeof IF_EXISTS)[number];

/** `partial` writes the good rows of a batch, `atomic` all or none. */
export const BATCH_MODES = ['partial', 'atomic'] as const;
export type BatchMode = (typeof BATCH_MODES)[number];

/** What became of one row of a batch. */
export const BATCH_RESULTS = ['created', 'existing', 'updated'] as const;
export type BatchResult = (typeof BATCH_RESULTS)[number];

/** HTTP status of the redirect. */
export const REDIRECT_TYPES = [301, 302, 307, 308] as const;
export type RedirectType = (typeof REDIRECT_TYPES)[number];

/** Derived when read: `disabled` wins over `scheduled`, which wins over `expired`, which wins over `exhausted`. */
export const LINK_STATUSES = ['active', 'disabled', 'scheduled', 'expired', 'exhausted'] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

/** The campaign parameters of a URL, named without their `utm_`. */
export const UTM_PARAMETERS = ['source', 'medium', 'campaign', 'term', 'content'] as const;
export type UtmParameter = (typeof UTM_PARAMETERS)[number];
export type Utm = Partial<Record<UtmParameter, string>>;

/** One side of an A/B split. */
export interface Variant {
	destination: string;
	/** Its share is its weight over the sum of all weights; 0 sends nobody there. */
	weight: number;
	/** Tells variants apart in events and reports, also after an edit. `A`, `B`, … by position when absent. */
	name: string;
}

/** What a caller may set on a link. Absent means default on create, unchanged on update; `null` clears. */
export interface LinkFields {
	/** Absolute http or https URL, up to 2,048 characters. Returned as given. */
	destination: string;
	title?: string | null;
	/** Empty strings are dropped, repeats too. */
	tags?: string[] | null;
	campaign?: string | null;
	/** An object of the caller's own, up to 16 kB as JSON. */
	metadata?: Record<string, unknown> | null;
	/** The caller's own id for the link, unique. Addressable as `external:…`. */
	external_id?: string | null;
	enabled?: boolean;
	/** RFC 3339, or a naive ISO time, which is read as UTC. */
	starts_at?: string | null;
	expires_at?: string | null;
	/** Where visitors go once the link has expired. Without one they get a 410. */
	fallback_url?: string | null;
	redirect_type?: RedirectType;
	/** Merged into the destination when redirecting; of a parameter that is there already, this value counts. */
	utm?: { [Name in UtmParameter]?: string | null } | null;
	/** Never more than this many redirects to people, all clicks since the link was made counted. */
	max_clicks?: number | null;
	/** Append the visitor's query to the destination. Its own parameters win. */
	forward_query?: boolean;
	/** With `forward_query`: the visitor's parameters win. */
	forward_query_overrides?: boolean;
	/** Append `lm_click=<click id>`, so that a shop can send it back with a conversion. */
	append_click_id?: boolean;
	/** Asked of visitors before they are redirected. Write-only: read `has_password`. */
	password?: string | null;
	/** A/B split instead of `destination`: a visitor stays with one of these. */
	variants?: Array<Omit<Variant, 'name'> & { name?: string }> | null;
}

/** Body of `POST /v1/links`, and one row of a batch. */
export interface NewLink extends LinkFields {
	/** Random, 7 characters, when absent. */
	slug?: string;
	if_exists?: IfExists;
}

/** A link as the API answers it. Times are RFC 3339 UTC with milliseconds. */
export interface Link {
	/** `lnk_…`, ordered by time of creation. */
	id: string;
	slug: string;
	/** Base URL and slug, computed when read. */
	short_url: string;
	destination: string;
	/** The destination's host in punycode, where it is not written so already. */
	destination_host_ascii?: string;
	title: string | null;
	tags: string[];
	campaign: string | null;
	metadata: Record<string, unknown> | null;
	external_id: string | null;
	enabled: boolean;
	status: LinkStatus;
	starts_at: string | null;
	expires_at: string | null;
	fallback_url: string | null;
	redirect_type: RedirectType;
	utm: Utm | null;
	max_clicks: number | null;
	forward_query: boolean;
	forward_query_overrides: boolean;
	append_click_id: boolean;
	has_password: boolean;
	/** Empty where there is no split. */
	variants: Variant[];
	/** Clicks by people, `imported_clicks` included; bots, prefetches and HEAD requests are reported in analytics. */
	total_clicks: number;
	/** The count that `total_clicks` started from: clicks of another shortener, brought along by an import. */
	imported_clicks: number;
	last_clicked_at: string | null;
	created_at: string;
	updated_at: string;
	/** Counts up with every change; `If-Match` takes it. */
	version: number;
}

/** Body of `POST /v1/links/batch`. */
export interface BatchRequest {
	links: NewLink[];
	mode?: BatchMode;
	/** For the rows that name none of their own. */
	if_exists?: IfExists;
	/** Each link of the answer with its QR code, as it is or in a style of the caller's. */
	qr?: boolean | QrOptions;
}

/** A row of a batch that was not written. `index` is its place in the request. */
export interface BatchError {
	index: number;
	code: string;
	message: string;
	/** JSON Pointer to the first bad field, within the row. */
	pointer: string | null;
}

/** Answer of `POST /v1/links/batch`. Both lists are in the order of the request. */
export interface BatchAnswer {
	links: Array<Link & { index: number; result: BatchResult; /** SVG; there where the request asked for it. */ qr?: string }>;
	errors: BatchError[];
	summary: { requested: number; created: number; existing: number; updated: number; failed: number };
	/** Names the whole import in the change log; null when nothing was written. */
	change_id: string | null;
}

/** Which links a list, a bulk change or a report is about. All given conditions must hold. */
export interface LinkFilter {
	campaign?: string;
	/** The link has all of these. */
	tags?: string[];
	/** The link has one of these. */
	tags_any?: string[];
	/** The link has none of these. */
	exclude_tags?: string[];
	/** Every word occurs in the slug, the title or the destination, in whatever case; one of fewer than three characters begins the slug. */
	search?: string;
	status?: LinkStatus;
	slug?: string;
	external_id?: string;
	/** The whole destination, or, with a `*` at the end, what it begins with. */
	destination?: string;
	/** RFC 3339, or a naive ISO time, which is read as UTC. This time or later. */
	created_after?: string;
	/** Earlier than this time. */
	created_before?: string;
	/** Links that never expire are neither after nor before anything. */
	expires_after?: string;
	expires_before?: string;
	/** `total_clicks` from this number on. */
	clicks_min?: number;
	/** `total_clicks` up to this number, itself included. */
	clicks_max?: number;
}

/** What links can be sorted by. Those without a value (`title`, `expires_at`, `last_clicked_at`) come last, whichever way. */
export const LINK_SORT_KEYS = ['created_at', 'updated_at', 'total_clicks', 'last_clicked_at', 'slug', 'title', 'expires_at'] as const;
export type LinkSortKey = (typeof LINK_SORT_KEYS)[number];

/** A key, smallest first, or with `-` largest first. */
export const LINK_SORTS = LINK_SORT_KEYS.flatMap((key) => [key, `-${key}` as const]);
export type LinkSort = LinkSortKey | `-${LinkSortKey}`;

/** Answer of `GET /v1/links`. */
export interface LinkList {
	/** With `fields`, each has those alone. */
	links: Link[];
	/** Pass as `cursor` for the next page; null at the end. */
	next_cursor: string | null;
	/** How many links match in all; only with `count=true`. */
	total?: number;
}

/** A tag or campaign, and how many links have it. */
export interface LabelCount {
	name: string;
	links: number;
}

/** How tags and campaigns can be sorted: by name or by the number of links, with `-` largest first. */
export const LABEL_SORTS = ['name', '-name', 'links', '-links'] as const;
export type LabelSort = (typeof LABEL_SORTS)[number];

/** Answer of `GET /v1/tags`. */
export interface TagList {
	tags: LabelCount[];
	next_cursor: string | null;
}

/** Answer of `GET /v1/campaigns`. */
export interface CampaignList {
	campaigns: LabelCount[];
	next_cursor: string | null;
}

/** Body of `PATCH /v1/links/{id}`. */
export interface LinkChange extends Partial<LinkFields> {
	slug?: string;
	add_tags?: string[];
	remove_tags?: string[];
}
