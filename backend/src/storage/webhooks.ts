/** The storage port: webhook subscriptions and how far they have come. */
import type { EventType } from '../../../contract/event.ts';
import type { WebhookFailurePolicy, WebhookFilter, WebhookStatus, WebhookStatusReason } from '../../../contract/webhook.ts';

/** Events that a subscription is to be sent again. */
export interface StoredReplay {
	/** `rpl_…` */
	id: string;
	/** Positions: after the one, up to and with the other. */
	after: number;
	upTo: number;
	/** Only what happened in this time: `since` inclusive, `until` exclusive. Null for no bound. */
	since: number | null;
	until: number | null;
	/** Only what was set aside. */
	parked: boolean;
	requestedAt: number;
}

/** A webhook subscription. What it has delivered is kept apart: see {@link DeliveryProgress}. */
export interface StoredWebhook {
	id: number;
	url: string;
	events: EventType[];
	filter: WebhookFilter;
	/** Events in a delivery, and milliseconds that the first of them waits for others. */
	maxEvents: number;
	maxWaitMs: number;
	rate: number | null;
	name: string | null;
	key: string | null;
	secret: string;
	/** The secret before this one, and until when it is signed with as well. */
	oldSecret: string | null;
	oldSecretUntil: number | null;
	status: WebhookStatus;
	/** Null while it is active. */
	statusReason: WebhookStatusReason | null;
	onFailure: WebhookFailurePolicy;
	/** Where delivery starts, and restarts whenever `startRevision` goes up. */
	startPosition: number;
	startRevision: number;
	/** Events up to the position that happened before the time are passed over. Null for none. */
	skipBefore: number | null;
	skipUpTo: number;
	replay: StoredReplay | null;
	createdAt: number;
	expiresAt: number | null;
}

export interface WebhookReader {
	all(): Promise<StoredWebhook[]>;
	byId(id: number): Promise<StoredWebhook | undefined>;
	close(): void;
}

export interface WebhookWriter {
	byId(id: number): Promise<StoredWebhook | undefined>;
	byKey(key: string): Promise<StoredWebhook | undefined>;
	insert(webhook: Omit<StoredWebhook, 'id'>): Promise<StoredWebhook>;
	update(webhook: StoredWebhook): Promise<void>;
	/** False where there is no such subscription. */
	remove(id: number): Promise<boolean>;
	/** Notes that a link has reached a number of clicks. False where that was noted before. */
	reached(linkId: number, clicks: number): Promise<boolean>;
}

/** How far a subscription, or a replay of it, has come. */
export interface DeliveryProgress {
	webhookId: number;
	/** Null for the subscription itself. */
	replayId: string | null;
	/** The {@link StoredWebhook.startRevision} that `cursor` grew from. */
	startRevision: number;
	/** Position of the last event delivered, set aside or passed over. */
	cursor: number;
	/** Attempts at the next event that have failed so far. */
	failures: number;
	/** When the first attempt failed since one was taken. */
	failingSince: number | null;
	/** How often the next event was refused by itself, and when first. */
	refusals: number;
	refusedSince: number | null;
	lastError: string | null;
	nextAttemptAt: number | null;
}

/** One attempt at a delivery. */
export interface DeliveryAttempt {
	messageId: string;
	/** Positions of its first and its last event. */
	from: number;
	to: number;
	events: number;
	replayId: string | null;
	/** 1 for the first. */
	attempt: number;
	attemptedAt: number;
	latencyMs: number;
	delivered: boolean;
	status: number | null;
	response: string | null;
	error: string | null;
}

/** An attempt as it is kept: `sequence` goes up with each of the subscription's. */
export interface StoredAttempt extends DeliveryAttempt {
	sequence: number;
}

/** An event that was set aside. */
export interface StoredParked {
	position: number;
	type: EventType;
	parkedAt: number;
	status: number;
	response: string | null;
}

export interface DeliveryReader {
	progress(webhookId: number, replayId?: string | null): Promise<DeliveryProgress | undefined>;
	/** Newest first, before a sequence. */
	attempts(webhookId: number, before: number, limit: number): Promise<StoredAttempt[]>;
	/** In the order of positions, after one of them. */
	parked(webhookId: number, after: number, limit: number): Promise<StoredParked[]>;
	countParked(webhookId: number): Promise<number>;
	close(): void;
}

/** What else is written with progress, in the same transaction. */
export interface DeliveryOutcome {
	attempt: DeliveryAttempt;
	/** Set aside by it. */
	parked?: StoredParked | undefined;
	/** Positions that are set aside no longer. */
	unparked?: readonly number[] | undefined;
}

/** The one writer of delivery progress. */
export interface DeliveryWriter extends DeliveryReader {
	save(progress: DeliveryProgress, outcome?: DeliveryOutcome): Promise<void>;
	/** Everything about a subscription. */
	forget(webhookId: number): Promise<void>;
	/** The progress of all its replays but this one. */
	forgetReplays(webhookId: number, but: string | null): Promise<void>;
}

/** How often people have clicked links, as far as somebody asks for milestones. Kept by the thread that delivers. */
export interface MilestoneCounts {
	/** Up to which event is counted; undefined where nobody has asked yet. */
	cursor(): Promise<number | undefined>;
	/** Clicks of these links at the cursor; those that are not counted yet are left out. */
	counts(linkIds: readonly number[]): Promise<Map<number, number>>;
	/** Moves the cursor, with the counts at its new place. */
	save(cursor: number, counts: ReadonlyMap<number, number>): Promise<void>;
	/** Nobody asks any more. */
	clear(): Promise<void>;
	close(): void;
}
