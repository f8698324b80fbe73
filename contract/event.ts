/** Events: what the click log holds, as webhooks and n8n see it. */

/** Every event that a webhook can subscribe to. */
export const EVENT_TYPES = ['link.clicked', 'link.created', 'link.updated', 'link.deleted', 'link.restored', 'link.expired', 'link.milestone', 'conversion.recorded', 'log.gap'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Who or what made a hit. Only `human` counts as a click. */
export const CLICK_KINDS = ['human', 'bot', 'prefetch', 'head'] as const;
export type ClickKind = (typeof CLICK_KINDS)[number];

/** Where a visitor came from. */
export const CLICK_SOURCES = ['direct', 'social', 'search', 'email', 'qr', 'internal', 'referral'] as const;
export type ClickSource = (typeof CLICK_SOURCES)[number];

/** What every event tells of its link: the link as it was when the event happened. */
export interface EventLink {
	link_id: string;
	link_version: number;
	link_slug: string | null;
	short_url: string | null;
	destination: string | null;
	campaign: string | null;
	tags: string[];
	metadata: Record<string, unknown> | null;
	/** `metadata.user_id`, where it is a string or a number. */
	user_id: string | number | null;
	external_id: string | null;
}

/** A hit on a short link. Flat on purpose: each member is a column in n8n. */
export interface ClickEvent extends EventLink {
	/** `evt_<epoch>_<position>`, both zero-padded: ids sort as strings in the order of the log. */
	id: string;
	type: 'link.clicked';
	/** RFC 3339 UTC. */
	occurred_at: string;
	click_id: string;
	/** ISO 3166-1 alpha-2. */
	country: string | null;
	region: string | null;
	city: string | null;
	device: string | null;
	browser: string | null;
	os: string | null;
	referrer: string | null;
	referrer_host: string | null;
	source: ClickSource;
	utm: Record<string, string>;
	variant: string | null;
	kind: ClickKind;
	/** The rule that recognised a bot, else null. */
	bot: string | null;
	/** First click by a person of this visitor on this link within a salt period. */
	is_unique: boolean;
	/** A keyed hash of address and user agent; never the address. */
	visitor_id: string;
}

/** A link was created, updated, deleted or restored, or it has expired. */
export interface LinkEvent extends EventLink {
	id: string;
	type: Exclude<EventType, 'link.clicked' | 'link.milestone' | 'conversion.recorded' | 'log.gap'>;
	occurred_at: string;
}

/** People have clicked a link a round number of times. Told once for each link and number, whoever asks for it. */
export interface MilestoneEvent extends EventLink {
	id: string;
	type: 'link.milestone';
	/** That of the click which reached it. */
	occurred_at: string;
	/** The number that was reached, in the link's `total_clicks`. */
	clicks: number;
}

/** What a conversion tells of the click that led to it. */
export type ConversionClick = Omit<ClickEvent, keyof EventLink | 'id' | 'type' | 'occurred_at' | 'bot' | 'is_unique'>;

type OrNull<T> = { [Name in keyof T]: T[Name] | null };

/**
 * Somebody who clicked did what the link is for. It tells of the link as it was at the click; where no click is known, as it
 * was when the conversion was recorded, and what a click would tell is null. `external_id` and `metadata` are the link's, as in
 * every event.
 */
export interface ConversionEvent extends EventLink, OrNull<Omit<ConversionClick, 'utm'>>, Pick<ConversionClick, 'utm'> {
	id: string;
	type: 'conversion.recorded';
	/** When it happened, as the caller said. */
	occurred_at: string;
	/** `cnv_…` */
	conversion_id: string;
	/** What happened, in the caller's words: `sale`, `signup`, … */
	event: string;
	value: number | null;
	/** ISO 4217. */
	currency: string | null;
	/** The caller's own id of the conversion, such as an order's number. */
	conversion_external_id: string | null;
	/** What the caller sent with the conversion. */
	conversion_metadata: Record<string, unknown> | null;
}

/**
 * Events that a subscription has not been sent are not in the log any more, because they are too old. It is sent whatever events
 * the subscription asks for, in the place of those that are gone.
 */
export interface GapEvent {
	/** That of the last event that is gone. */
	id: string;
	type: 'log.gap';
	/** When the gap was found. */
	occurred_at: string;
	/** First and last event that is gone. */
	from: string;
	to: string;
	/** How many are gone, whether the subscription would have been sent them or not. */
	count: number;
}

export type LinkmillEvent = ClickEvent | LinkEvent | MilestoneEvent | ConversionEvent | GapEvent;

/** In which order clicks are listed: that of the log, or newest first. */
export const CLICK_ORDERS = ['asc', 'desc'] as const;

/** How clicks are listed: page by page, or all that match, a JSON object a line. */
export const CLICK_LIST_FORMATS = ['json', 'ndjson'] as const;

/** Answer of `GET /v1/clicks`. */
export interface ClickList {
	/** There may be fewer than asked for, or none, and more on the next page. */
	clicks: ClickEvent[];
	next_cursor: string | null;
}
