import type { Webhook } from '../../../contract/webhook.ts';
import { eventId } from '../events/event-id.ts';
import { publicId } from '../ids.ts';
import type { DeliveryProgress, Epoch, StoredWebhook } from '../storage/storage.ts';
import { formatTime } from '../times.ts';

/** Where a subscription stands in the log. */
export interface WebhookState {
	progress: DeliveryProgress | undefined;
	/** Position of the last event in the log. */
	logHead: number;
	epochs: readonly Epoch[];
}

/** What is shown of a subscription. */
export type ShownWebhook = Omit<Webhook, 'batch' | 'old_secret_until' | 'status_reason' | 'on_failure' | 'lag_seconds' | 'failing_since' | 'parked_events' | 'replay'>;

/** A subscription as the API shows it, without its secret. */
export function presentWebhook(webhook: Omit<StoredWebhook, 'secret'>, { progress, logHead, epochs }: WebhookState): ShownWebhook {
	// Progress from before a new start says nothing any more.
	const current = progress?.startRevision === webhook.startRevision ? progress : undefined;
	const cursor = current?.cursor ?? webhook.startPosition;
	return {
		id: publicId('webhook', webhook.id),
		url: webhook.url,
		events: webhook.events,
		filter: webhook.filter,
		rate: webhook.rate,
		name: webhook.name,
		key: webhook.key,
		status: webhook.status,
		cursor: cursor > 0 ? eventId(cursor, epochs) : null,
		lag_events: Math.max(logHead - cursor, 0),
		failures: current?.failures ?? 0,
		last_error: current?.lastError ?? null,
		next_attempt_at: formatTime(webhook.status === 'active' ? (current?.nextAttemptAt ?? null) : null),
		created_at: formatTime(webhook.createdAt),
		expires_at: formatTime(webhook.expiresAt),
	};
}

/** Whether its time has come: it is gone for the API, though the writer may not have removed it yet. */
export function isExpired(webhook: Pick<StoredWebhook, 'expiresAt'>, now: number): boolean {
	return webhook.expiresAt !== null && webhook.expiresAt <= now;
}
