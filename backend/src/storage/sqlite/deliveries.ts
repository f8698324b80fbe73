import type { DeliveryProgress, DeliveryWriter } from '../storage.ts';
import type { Database } from './database.ts';

const COLUMNS = 'webhook_id, start_revision, cursor, failures, last_error, next_attempt_at';

/** Progress of deliveries, in `deliveries.db`: apart from `links.db`, because another thread writes it. */
export class SqliteDeliveries implements DeliveryWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async progress(webhookId: number): Promise<DeliveryProgress | undefined> {
		const row = this.#database.get(`SELECT ${COLUMNS} FROM progress WHERE webhook_id = ?`, webhookId);
		return (
			row && {
				webhookId,
				startRevision: row['start_revision'] as number,
				cursor: row['cursor'] as number,
				failures: row['failures'] as number,
				lastError: row['last_error'] as string | null,
				nextAttemptAt: row['next_attempt_at'] as number | null,
			}
		);
	}

	async save(progress: DeliveryProgress): Promise<void> {
		this.#database.run(
			`INSERT OR REPLACE INTO progress (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
			progress.webhookId, progress.startRevision, progress.cursor, progress.failures, progress.lastError, progress.nextAttemptAt,
		);
	}

	async forget(webhookId: number): Promise<void> {
		this.#database.run('DELETE FROM progress WHERE webhook_id = ?', webhookId);
	}

	close(): void {
		this.#database.close();
	}
}
