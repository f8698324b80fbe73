import type { StoredWebhook } from '../webhooks.ts';
import type { StoredRow } from './row.ts';

/** Columns of `webhooks` beside the id, in the order of {@link webhookParameters}. */
export const WEBHOOK_COLUMNS = [
	'url', 'events', 'filter', 'max_events', 'max_wait_ms', 'rate', 'name', 'key', 'secret', 'old_secret', 'old_secret_until', 'status', 'status_reason',
	'on_failure', 'start_position', 'start_revision', 'skip_before', 'skip_up_to', 'replay', 'created_at', 'expires_at',
];

/** A row of `webhooks`. */
export function webhookFromRow(row: StoredRow): StoredWebhook {
	return {
		id: row['id'] as number,
		url: row['url'] as string,
		events: JSON.parse(row['events'] as string) as StoredWebhook['events'],
		filter: JSON.parse(row['filter'] as string) as StoredWebhook['filter'],
		maxEvents: row['max_events'] as number,
		maxWaitMs: row['max_wait_ms'] as number,
		rate: row['rate'] as number | null,
		name: row['name'] as string | null,
		key: row['key'] as string | null,
		secret: row['secret'] as string,
		oldSecret: row['old_secret'] as string | null,
		oldSecretUntil: row['old_secret_until'] as number | null,
		status: row['status'] as StoredWebhook['status'],
		statusReason: row['status_reason'] as StoredWebhook['statusReason'],
		onFailure: row['on_failure'] as StoredWebhook['onFailure'],
		startPosition: row['start_position'] as number,
		startRevision: row['start_revision'] as number,
		skipBefore: row['skip_before'] as number | null,
		skipUpTo: row['skip_up_to'] as number,
		replay: JSON.parse((row['replay'] as string | null) ?? 'null') as StoredWebhook['replay'],
		createdAt: row['created_at'] as number,
		expiresAt: row['expires_at'] as number | null,
	};
}

/** A subscription as parameters for {@link WEBHOOK_COLUMNS}. */
export function webhookParameters(webhook: Omit<StoredWebhook, 'id'>): Array<string | number | null> {
	return [
		webhook.url, JSON.stringify(webhook.events), JSON.stringify(webhook.filter), webhook.maxEvents, webhook.maxWaitMs, webhook.rate, webhook.name, webhook.key,
		webhook.secret, webhook.oldSecret, webhook.oldSecretUntil, webhook.status, webhook.statusReason, webhook.onFailure, webhook.startPosition,
		webhook.startRevision, webhook.skipBefore, webhook.skipUpTo, webhook.replay && JSON.stringify(webhook.replay), webhook.createdAt, webhook.expiresAt,
	];
}
