import { WEBHOOK_COLUMNS, webhookFromRow, webhookParameters } from '../rows/webhook.ts';
import type { StoredWebhook, WebhookReader, WebhookWriter } from '../storage.ts';
import type { Database } from './database.ts';

const LIST = WEBHOOK_COLUMNS.join(', ');
const MARKS = WEBHOOK_COLUMNS.map(() => '?').join(', ');
const SELECT = `SELECT id, ${LIST} FROM webhooks`;
const INSERT = `INSERT INTO webhooks (${LIST}) VALUES (${MARKS}) RETURNING id`;
const UPDATE = `UPDATE webhooks SET (${LIST}) = (${MARKS}) WHERE id = ?`;

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
		const row = this.#database.get(INSERT, ...webhookParameters(webhook));
		return { id: row?.['id'] as number, ...webhook };
	}

	async update(webhook: StoredWebhook): Promise<void> {
		this.#database.run(UPDATE, ...webhookParameters(webhook), webhook.id);
	}

	async remove(id: number): Promise<boolean> {
		return this.#database.run('DELETE FROM webhooks WHERE id = ?', id) > 0;
	}

	async reached(linkId: number, clicks: number): Promise<boolean> {
		return this.#database.run('INSERT OR IGNORE INTO milestones (link_id, clicks) VALUES (?, ?)', linkId, clicks) > 0;
	}

	close(): void {
		this.#database.close();
	}
}
