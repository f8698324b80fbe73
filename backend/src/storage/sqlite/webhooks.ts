import type { SQLInputValue } from 'node:sqlite';
import type { StoredWebhook, WebhookReader, WebhookWriter } from '../storage.ts';
import type { Database, Row } from './database.ts';

const COLUMNS = 'url, events, filter, rate, name, key, secret, status, start_position, start_revision, created_at, expires_at';
const SELECT = `SELECT id, ${COLUMNS} FROM webhooks`;

function webhookFromRow(row: Row): StoredWebhook {
	return {
		id: row['id'] as number,
		url: row['url'] as string,
		events: JSON.parse(row['events'] as string) as StoredWebhook['events'],
		filter: JSON.parse(row['filter'] as string) as StoredWebhook['filter'],
		rate: row['rate'] as number | null,
		name: row['name'] as string | null,
		key: row['key'] as string | null,
		secret: row['secret'] as string,
		status: row['status'] as StoredWebhook['status'],
		startPosition: row['start_position'] as number,
		startRevision: row['start_revision'] as number,
		createdAt: row['created_at'] as number,
		expiresAt: row['expires_at'] as number | null,
	};
}

function webhookParameters(webhook: Omit<StoredWebhook, 'id'>): SQLInputValue[] {
	return [
		webhook.url, JSON.stringify(webhook.events), JSON.stringify(webhook.filter), webhook.rate, webhook.name, webhook.key,
		webhook.secret, webhook.status, webhook.startPosition, webhook.startRevision, webhook.createdAt, webhook.expiresAt,
	];
}

/** Webhook subscriptions, in `links.db`. */
export class SqliteWebhooks implements WebhookReader, WebhookWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async all(): Promise<StoredWebhook[]> {
		return this.#database.all(`${SELECT} ORDER BY id`).map(webhookFromRow);
	}

	async byId(id: number): Promise<StoredWebhook | undefined> {
		const row = this.#database.get(`${SELECT} WHERE id = ?`, id);
		return row && webhookFromRow(row);
	}

	async byKey(key: string): Promise<StoredWebhook | undefined> {
		const row = this.#database.get(`${SELECT} WHERE key = ?`, key);
		return row && webhookFromRow(row);
	}

	async insert(webhook: Omit<StoredWebhook, 'id'>): Promise<StoredWebhook> {
		const row = this.#database.get(
			`INSERT INTO webhooks (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			...webhookParameters(webhook),
		);
		return { id: row?.['id'] as number, ...webhook };
	}

	async update(webhook: StoredWebhook): Promise<void> {
		this.#database.run(
			`UPDATE webhooks SET (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
			...webhookParameters(webhook),
			webhook.id,
		);
	}

	async remove(id: number): Promise<boolean> {
		return this.#database.run('DELETE FROM webhooks WHERE id = ?', id) > 0;
	}

	close(): void {
		this.#database.close();
	}
}
