import type { StoredWebhook, WebhookReader, WebhookWriter } from '../../storage.ts';
import type { Connection, Row, Value } from '../database.ts';

const COLUMNS = [
	'url', 'events', 'filter', 'max_events', 'max_wait_ms', 'rate', 'name', 'key', 'secret', 'old_secret', 'old_secret_until', 'status', 'status_reason',
	'on_failure', 'start_position', 'start_revision', 'skip_before', 'skip_up_to', 'replay', 'created_at', 'expires_at',
];
const LIST = COLUMNS.join(', ');
const MARKS = COLUMNS.map((_, index) => `$${String(index + 1)}`).join(', ');
const SELECT = `SELECT id, ${LIST} FROM webhooks`;
const INSERT = `INSERT INTO webhooks (${LIST}) VALUES (${MARKS}) RETURNING id`;
const UPDATE = `UPDATE webhooks SET (${LIST}) = (${MARKS}) WHERE id = $${String(COLUMNS.length + 1)}`;

function webhookFromRow(row: Row): StoredWebhook {
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

function webhookParameters(webhook: Omit<StoredWebhook, 'id'>): Value[] {
	return [
		webhook.url, JSON.stringify(webhook.events), JSON.stringify(webhook.filter), webhook.maxEvents, webhook.maxWaitMs, webhook.rate, webhook.name, webhook.key,
		webhook.secret, webhook.oldSecret, webhook.oldSecretUntil, webhook.status, webhook.statusReason, webhook.onFailure, webhook.startPosition,
		webhook.startRevision, webhook.skipBefore, webhook.skipUpTo, webhook.replay && JSON.stringify(webhook.replay), webhook.createdAt, webhook.expiresAt,
	];
}

/** Webhook subscriptions, and which milestones were told of. */
export class PostgresWebhooks implements Omit<WebhookReader, 'close'>, WebhookWriter {
	readonly #connection: Connection;
	readonly #onWrite: () => void;

	constructor(connection: Connection, onWrite: () => void = () => undefined) {
		this.#connection = connection;
		this.#onWrite = onWrite;
	}

	async all(): Promise<StoredWebhook[]> {
		return (await this.#connection.all(`${SELECT} ORDER BY id`)).map(webhookFromRow);
	}

	async byId(id: number): Promise<StoredWebhook | undefined> {
		const row = await this.#connection.get(`${SELECT} WHERE id = $1`, id);
		return row && webhookFromRow(row);
	}

	async byKey(key: string): Promise<StoredWebhook | undefined> {
		const row = await this.#connection.get(`${SELECT} WHERE key = $1`, key);
		return row && webhookFromRow(row);
	}

	async insert(webhook: Omit<StoredWebhook, 'id'>): Promise<StoredWebhook> {
		this.#onWrite();
		const row = await this.#connection.get(INSERT, ...webhookParameters(webhook));
		return { id: row?.['id'] as number, ...webhook };
	}

	async update(webhook: StoredWebhook): Promise<void> {
		this.#onWrite();
		await this.#connection.run(UPDATE, ...webhookParameters(webhook), webhook.id);
	}

	async remove(id: number): Promise<boolean> {
		this.#onWrite();
		return (await this.#connection.run('DELETE FROM webhooks WHERE id = $1', id)) > 0;
	}

	async reached(linkId: number, clicks: number): Promise<boolean> {
		return (await this.#connection.run('INSERT INTO milestones (link_id, clicks) VALUES ($1, $2) ON CONFLICT DO NOTHING', linkId, clicks)) > 0;
	}
}
