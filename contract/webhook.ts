/** Webhook subscriptions: cursors into the event log. */

import type { ClickKind, EventType } from './event.ts';
import type { LinkFilter } from './link.ts';

/** `active` delivers, `paused` keeps its cursor and waits. */
export const WEBHOOK_STATUSES = ['active', 'paused'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

/** Where a new subscription starts: after the last event, or where the one with the same key stopped. */
export const WEBHOOK_STARTS = ['now', 'resume'] as const;
export type WebhookStart = (typeof WEBHOOK_STARTS)[number];

/** Conditions of the filter language that are about a link as it was at an event. */
export const WEBHOOK_LINK_CONDITIONS = ['campaign', 'tags', 'tags_any', 'exclude_tags', 'external_id', 'destination'] as const satisfies Array<keyof LinkFilter>;
export type WebhookLinkCondition = (typeof WEBHOOK_LINK_CONDITIONS)[number];

/** Which events a subscription is sent. All given conditions must hold. */
export interface WebhookFilter extends Pick<LinkFilter, WebhookLinkCondition> {
	link_ids?: string[];
	slugs?: string[];
	/** ISO 3166-1 alpha-2: where the visitor was. About clicks and conversions. */
	countries?: string[];
	/** Default: `human` alone. */
	kinds?: ClickKind[];
	/** Only the first click of a visitor on a link. */
	unique_only?: boolean;
}

/** Body of `POST /v1/webhooks`. */
export interface NewWebhook {
	url: string;
	/** Default: `link.clicked` alone. */
	events?: EventType[];
	filter?: WebhookFilter;
	/** Deliveries a second at most; no limit when absent. */
	rate?: number;
	name?: string;
	/** The caller's own: the same key returns the same subscription, resumed, with url, events and filter replaced. */
	key?: string;
	/** `whsec_…` of the caller's own; else one is made and shown once. */
	secret?: string;
	start?: WebhookStart;
	/** RFC 3339; the subscription ends then. */
	expires_at?: string;
	/** Call the URL now, and fail if it answers 404 or not at all. */
	ping?: boolean;
}

/** Body of `PATCH /v1/webhooks/{id}`. */
export interface WebhookChange {
	url?: string;
	events?: EventType[];
	filter?: WebhookFilter;
	rate?: number | null;
	name?: string | null;
	status?: WebhookStatus;
}

/** A subscription as the API answers it. */
export interface Webhook {
	/** `whk_…` */
	id: string;
	url: string;
	events: EventType[];
	filter: WebhookFilter;
	rate: number | null;
	name: string | null;
	key: string | null;
	/** Only in the answer to the call that made it; null where that answer is given again for its Idempotency-Key. */
	secret?: string | null;
	status: WebhookStatus;
	/** Id of the last event that was delivered or passed over. */
	cursor: string | null;
	/** Events in the log after the cursor. */
	lag_events: number;
	failures: number;
	last_error: string | null;
	next_attempt_at: string | null;
	created_at: string;
	expires_at: string | null;
}

/** Sent by `ping`; a receiver answers 2xx and does nothing. */
export interface PingBody {
	type: 'ping';
}

/** Header names of Standard Webhooks (https://www.standardwebhooks.com). */
export const WEBHOOK_HEADERS = {
	id: 'webhook-id',
	timestamp: 'webhook-timestamp',
	signature: 'webhook-signature',
} as const;
