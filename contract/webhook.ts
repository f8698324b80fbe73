/** Webhook subscriptions: cursors into the event log. */

import type { ClickKind, EventType, LinkmillEvent } from './event.ts';
import type { LinkFilter } from './link.ts';

/**
 * `active` delivers; `paused` keeps its cursor and waits; `closed` was given up, because its receiver had not answered for longer
 * than the log keeps events. The latter two go on, from where they stopped, once they are made active.
 */
export const WEBHOOK_STATUSES = ['active', 'paused', 'closed'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

/** What a caller can make of a status. */
export const WEBHOOK_SETTABLE_STATUSES = ['active', 'paused'] as const satisfies WebhookStatus[];

/** Why a subscription is not active: a caller paused it, its receiver answered 410, or its receiver has been gone for too long. */
export const WEBHOOK_STATUS_REASONS = ['caller', 'receiver_gone', 'receiver_unreachable'] as const;
export type WebhookStatusReason = (typeof WEBHOOK_STATUS_REASONS)[number];

/** Where a subscription starts, in a word: after the last event, or where the one with the same key stopped. */
export const WEBHOOK_STARTS = ['now', 'resume'] as const;

/**
 * Where a subscription starts. `after`: with the event that follows this one. `max_age_seconds`: as `resume`, but what is older than
 * that at the time of the call is passed over.
 */
export type WebhookStart = (typeof WEBHOOK_STARTS)[number] | { after: string } | { max_age_seconds: number };

/** What becomes of an event that the receiver refuses with 400, 413 or 422, ten times over an hour or more: it is tried for ever, or set aside. */
export const WEBHOOK_FAILURE_POLICIES = ['park', 'block'] as const;
export type WebhookFailurePolicy = (typeof WEBHOOK_FAILURE_POLICIES)[number];

/** Numbers that both sides must agree on. */
export const WEBHOOK_LIMITS = {
	/** Events in one delivery. */
	batch_events: 1000,
	/** Bytes of a delivery's body, beyond which a batch has fewer events than it may. A single event is sent however long it is. */
	body_bytes: 4_000_000,
	/** How long a batch may wait for more events. */
	max_wait_ms: 3_600_000,
	default_wait_ms: 1000,
	/** A milestone is every so many clicks, unless the filter says otherwise. */
	default_milestone: 1000,
	/** How long a secret that was replaced is still signed with. */
	old_secret_ms: 86_400_000,
} as const;

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
	/** About `link.milestone`: every so many clicks of a link. Default: 1,000. */
	milestone_every?: number;
}

/** How events are put together into deliveries. */
export interface WebhookBatch {
	/** 1 to 1,000. With 1, the body is an event; with more, always a {@link BatchBody}. */
	max_events: number;
	/** How long the first event of a delivery may wait for others, in milliseconds. Of no account where `max_events` is 1. */
	max_wait_ms: number;
}

/** Body of `POST /v1/webhooks`. */
export interface NewWebhook {
	url: string;
	/** Default: `link.clicked` alone. */
	events?: EventType[];
	filter?: WebhookFilter;
	/** Default: one event a delivery; `max_wait_ms` is 1,000 when absent. */
	batch?: { max_events: number; max_wait_ms?: number };
	/** Deliveries a second at most; no limit when absent. */
	rate?: number;
	name?: string;
	/** The caller's own: the same key returns the same subscription, active again, with everything but its place and its secret replaced. */
	key?: string;
	/** `whsec_…` of the caller's own; else one is made and shown once. */
	secret?: string;
	/** Default: `resume`; a new subscription starts now. */
	start?: WebhookStart;
	/** RFC 3339; the subscription is removed then. */
	expires_at?: string;
	/** Default: `park`. */
	on_failure?: WebhookFailurePolicy;
	/** Call the URL now, and fail if it answers 404 or not at all. */
	ping?: boolean;
}

/** Body of `PATCH /v1/webhooks/{id}`. */
export interface WebhookChange {
	url?: string;
	events?: EventType[];
	filter?: WebhookFilter;
	/** Null: one event a delivery. */
	batch?: { max_events: number; max_wait_ms?: number } | null;
	rate?: number | null;
	name?: string | null;
	expires_at?: string | null;
	on_failure?: WebhookFailurePolicy;
	status?: (typeof WEBHOOK_SETTABLE_STATUSES)[number];
	/** A new secret. For a day, deliveries are signed with the old one too. */
	secret?: string;
	/** The same with a secret that is made, and shown in the answer. */
	rotate_secret?: boolean;
}

/** A replay that is under way. */
export interface WebhookReplay {
	/** `rpl_…`: a member of the bodies that it sends. */
	replay_id: string;
	/** Id of the last event that it has dealt with; null before the first. */
	cursor: string | null;
	failures: number;
	last_error: string | null;
	requested_at: string;
}

/** A subscription as the API answers it. */
export interface Webhook {
	/** `whk_…` */
	id: string;
	url: string;
	events: EventType[];
	filter: WebhookFilter;
	batch: WebhookBatch;
	rate: number | null;
	name: string | null;
	key: string | null;
	/** Only in the answer to the call that made it; null where that answer is given again for its Idempotency-Key. */
	secret?: string | null;
	/** Until when deliveries are signed with the secret before this one as well; null where there is none. */
	old_secret_until: string | null;
	status: WebhookStatus;
	/** Null while it is active. */
	status_reason: WebhookStatusReason | null;
	on_failure: WebhookFailurePolicy;
	/** Id of the last event that was delivered, parked or passed over. */
	cursor: string | null;
	/** Events in the log after the cursor. */
	lag_events: number;
	/** Age of the oldest of them; 0 where there is none. */
	lag_seconds: number;
	/** Attempts in a row that have failed so far. */
	failures: number;
	/** Since when. */
	failing_since: string | null;
	last_error: string | null;
	next_attempt_at: string | null;
	/** Events that were set aside. */
	parked_events: number;
	replay: WebhookReplay | null;
	created_at: string;
	expires_at: string | null;
}

/** Query of `GET /v1/webhooks`. */
export interface WebhookListQuery {
	limit?: number;
	cursor?: string;
	key?: string;
	status?: WebhookStatus;
}

/** Answer of `GET /v1/webhooks`. */
export interface WebhookList {
	webhooks: Webhook[];
	next_cursor: string | null;
}

/** An attempt at a delivery. */
export interface WebhookDelivery {
	/** The `webhook-id` header: the same in every repeat. */
	message_id: string;
	/** First and last event in it, and how many there are. */
	from: string;
	to: string;
	events: number;
	replay_id: string | null;
	/** 1 for the first. */
	attempt: number;
	attempted_at: string;
	/** Milliseconds until the answer was read, or there was none. */
	latency_ms: number;
	delivered: boolean;
	/** What was answered; null where nothing was. */
	status: number | null;
	/** The answer's first 1 kB. */
	response: string | null;
	/** Why there was no answer, in words. */
	error: string | null;
}

/** Answer of `GET /v1/webhooks/{id}/deliveries`: newest first, the last 100 that were taken and the last 100 that were not. */
export interface WebhookDeliveryList {
	deliveries: WebhookDelivery[];
	next_cursor: string | null;
}

/** An event that was set aside, because the receiver went on refusing it. */
export interface ParkedEvent {
	/** Id of the event. */
	event: string;
	type: EventType;
	parked_at: string;
	/** What was answered last. */
	status: number;
	response: string | null;
}

/** Answer of `GET /v1/webhooks/{id}/parked`, in the order of the log. */
export interface ParkedEventList {
	parked: ParkedEvent[];
	next_cursor: string | null;
}

/**
 * Body of `POST /v1/webhooks/{id}/replay`: what happened in a time (`until` is now when absent), what comes after an event, or
 * what was set aside. Of these events, those that the filter lets through are sent again, up to the last one that there is.
 */
export type ReplayRequest = { since: string; until?: string } | { after: string } | { parked: true };

/** Answer of `POST /v1/webhooks/{id}/test`: what became of one {@link TestBody}. */
export interface WebhookTestResult {
	delivered: boolean;
	status: number | null;
	latency_ms: number;
	response: string | null;
	error: string | null;
}

/** An event as it is delivered by itself; `replay_id` is there where somebody has asked for it again. */
export type EventBody = LinkmillEvent & { replay_id?: string };

/** Events that are delivered together, in the order of the log. */
export interface BatchBody {
	type: 'batch';
	/** Only in a replay; the events themselves do not have it. */
	replay_id?: string;
	events: LinkmillEvent[];
}

/** Sent by `ping`; a receiver answers 2xx and does nothing. */
export interface PingBody {
	type: 'ping';
}

/** Sent by `POST /v1/webhooks/{id}/test`; a receiver answers 2xx and does nothing. */
export interface TestBody {
	type: 'test';
	/** One that was made up, of the first kind that the subscription is sent. */
	event: LinkmillEvent;
}

/** Whatever is posted to a receiver. */
export type WebhookBody = EventBody | BatchBody | PingBody | TestBody;

/** Header names of Standard Webhooks (https://www.standardwebhooks.com). While a secret is being replaced there are two signatures, separated by a space. */
export const WEBHOOK_HEADERS = {
	id: 'webhook-id',
	timestamp: 'webhook-timestamp',
	signature: 'webhook-signature',
} as const;
