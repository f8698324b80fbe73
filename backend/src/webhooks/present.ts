import type { ParkedEvent, Webhook, WebhookDelivery, WebhookReplay } from '../../../contract/webhook.ts';
import { eventId } from '../events/event-id.ts';
import { publicId } from '../ids.ts';
import type { DeliveryProgress, Epoch, StoredAttempt, StoredParked, StoredWebhook } from '../storage/storage.ts';
import { formatTime } from '../times.ts';

/** Where a subscription stands in the log. */
export interface WebhookState {
	progress: DeliveryProgress | undefined;
	replayProgress: DeliveryProgress | undefined;
	parkedEvents: number;
	/** Position of the last event in the log. */
	logHead: number;
	epochs: readonly Epoch[];
	/** Seconds since the event after a position. */
	ageAfter(position: number): Promise<number>;
}

/** What may be shown of a subscription. */
export type PublicWebhook = Omit<StoredWebhook, 'secret' | 'oldSecret'>;

/** A subscription as the API shows it, without its secret. */
export async function presentWebhook(webhook: PublicWebhook, { progress, replayProgress, parkedEvents, logHead, epochs, ageAfter }: WebhookState): Promise<Webhook> {
	// Progress from before a new start says nothing any more.
	const current = progress?.startRevision === webhook.startRevision ? progress : undefined;
	const cursor = current?.cursor ?? webhook.startPosition;
	return {
		id: publicId('webhook', webhook.id),
		url: webhook.url,
		events: webhook.events,
		filter: webhook.filter,
		batch: { max_events: webhook.maxEvents, max_wait_ms: webhook.maxWaitMs },
		rate: webhook.rate,
		name: webhook.name,
		key: webhook.key,
		old_secret_until: formatTime(webhook.oldSecretUntil !== null && webhook.oldSecretUntil > Date.now() ? webhook.oldSecretUntil : null),
		status: webhook.status,
		status_reason: webhook.statusReason,
		on_failure: webhook.onFailure,
		cursor: idOf(cursor, epochs),
		lag_events: Math.max(logHead - cursor, 0),
		lag_seconds: logHead > cursor ? await ageAfter(cursor) : 0,
		failures: current?.failures ?? 0,
		failing_since: formatTime(current?.failingSince ?? null),
		last_error: current?.lastError ?? null,
		next_attempt_at: formatTime(webhook.status === 'active' ? (current?.nextAttemptAt ?? null) : null),
		parked_events: parkedEvents,
		replay: presentReplay(webhook, replayProgress, epochs),
		created_at: formatTime(webhook.createdAt),
		expires_at: formatTime(webhook.expiresAt),
	};
}

/** One of its attempts. */
export function presentAttempt(attempt: StoredAttempt, epochs: readonly Epoch[]): WebhookDelivery {
	return {
		message_id: attempt.messageId,
		from: eventId(attempt.from, epochs),
		to: eventId(attempt.to, epochs),
		events: attempt.events,
		replay_id: attempt.replayId,
		attempt: attempt.attempt,
		attempted_at: formatTime(attempt.attemptedAt),
		latency_ms: attempt.latencyMs,
		delivered: attempt.delivered,
		status: attempt.status,
		response: attempt.response,
		error: attempt.error,
	};
}

/** One of the events that were set aside. */
export function presentParked({ position, type, parkedAt, status, response }: StoredParked, epochs: readonly Epoch[]): ParkedEvent {
	return { event: eventId(position, epochs), type, parked_at: formatTime(parkedAt), status, response };
}

/** Whether its time has come: it is gone for the API, though the writer may not have removed it yet. */
export function isExpired(webhook: Pick<StoredWebhook, 'expiresAt'>, now: number): boolean {
	return webhook.expiresAt !== null && webhook.expiresAt <= now;
}

function presentReplay({ replay }: PublicWebhook, progress: DeliveryProgress | undefined, epochs: readonly Epoch[]): WebhookReplay | null {
	if (!replay) return null;
	const { cursor = replay.after, failures = 0, lastError = null } = progress ?? {};
	return { replay_id: replay.id, cursor: idOf(cursor, epochs), failures, last_error: lastError, requested_at: formatTime(replay.requestedAt) };
}

function idOf(position: number, epochs: readonly Epoch[]): string | null {
	return position > 0 ? eventId(position, epochs) : null;
}
