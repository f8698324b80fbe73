import type { DeliveryProgress, StoredAttempt, StoredParked } from '../webhooks.ts';
import { flag, type StoredRow } from './row.ts';

/** How far a subscription, or a replay, has come. */
export function progressFromRow(row: StoredRow): DeliveryProgress {
	return {
		webhookId: row['webhook_id'] as number,
		replayId: (row['replay_id'] as string) || null,
		startRevision: row['start_revision'] as number,
		cursor: row['cursor'] as number,
		failures: row['failures'] as number,
		failingSince: row['failing_since'] as number | null,
		refusals: row['refusals'] as number,
		refusedSince: row['refused_since'] as number | null,
		lastError: row['last_error'] as string | null,
		nextAttemptAt: row['next_attempt_at'] as number | null,
	};
}

/** An attempt at a delivery. */
export function attemptFromRow(row: StoredRow): StoredAttempt {
	return {
		sequence: row['sequence'] as number,
		delivered: flag(row['delivered']),
		messageId: row['message_id'] as string,
		from: row['first'] as number,
		to: row['last'] as number,
		events: row['events'] as number,
		replayId: row['replay_id'] as string | null,
		attempt: row['attempt'] as number,
		attemptedAt: row['attempted_at'] as number,
		latencyMs: row['latency_ms'] as number,
		status: row['status'] as number | null,
		response: row['response'] as string | null,
		error: row['error'] as string | null,
	};
}

/** An event that was set aside. */
export function parkedFromRow(row: StoredRow): StoredParked {
	return {
		position: row['position'] as number,
		type: row['type'] as StoredParked['type'],
		parkedAt: row['parked_at'] as number,
		status: row['status'] as number,
		response: row['response'] as string | null,
	};
}
