/** The storage port: webhook subscriptions and how far they have come. */
import type { EventType } from '../../../contract/event.ts';
import type { WebhookFilter, WebhookStatus } from '../../../contract/webhook.ts';

/** A webhook subscription. What it has delivered is kept apart: see {@link DeliveryProgress}. */
export interface StoredWebhook {
	id: number;
	url: string;
	events: EventType[];
	filter: WebhookFilter;
	rate: number | null;
	name: string | null;
	key: string | null;
	secret: string;
	status: WebhookStatus;
	/** Where delivery starts, and restarts whenever `startRevision` goes up. */
	startPosition: number;
	startRevision: number;
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
}

/** How far a subscription has come. */
export interface DeliveryProgress {
	webhookId: number;
	/** The {@link StoredWebhook.startRevision} that `cursor` grew from. */
	startRevision: number;
	/** Position of the last event delivered or passed over. */
	cursor: number;
	/** Attempts at the next event that have failed so far. */
	failures: number;
	lastError: string | null;
	nextAttemptAt: number | null;
}

export interface DeliveryReader {
	progress(webhookId: number): Promise<DeliveryProgress | undefined>;
	close(): void;
}

/** The one writer of delivery progress. */
export interface DeliveryWriter extends DeliveryReader {
	save(progress: DeliveryProgress): Promise<void>;
	forget(webhookId: number): Promise<void>;
}
