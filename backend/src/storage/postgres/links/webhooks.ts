import { WEBHOOK_COLUMNS, webhookFromRow, webhookParameters } from '../../rows/webhook.ts';
import type { StoredWebhook, WebhookReader, WebhookWriter } from '../../storage.ts';
import type { Connection } from '../database.ts';

const LIST = WEBHOOK_COLUMNS.join(', ');
const MARKS = WEBHOOK_COLUMNS.map((_, index) => `$${String(index + 1)}`).join(', ');
const SELECT = `SELECT id, ${LIST} FROM webhooks`;
const INSERT = `INSERT INTO webhooks (${LIST}) VALUES (${MARKS}) RETURNING id`;
const UPDATE = `UPDATE webhooks SET (${LIST}) = (${MARKS}) WHERE id = $${String(WEBHOOK_COLUMNS.length + 1)}`;

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
