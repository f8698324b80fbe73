import { attemptFromRow, parkedFromRow, progressFromRow } from '../rows/delivery.ts';
import type { DeliveryAttempt, DeliveryOutcome, DeliveryProgress, DeliveryWriter, StoredAttempt, StoredParked } from '../storage.ts';
import type { Database } from './database.ts';

const PROGRESS = 'webhook_id, replay_id, start_revision, cursor, failures, failing_since, refusals, refused_since, last_error, next_attempt_at';
const ATTEMPT = 'sequence, delivered, message_id, first, last, events, replay_id, attempt, attempted_at, latency_ms, status, response, error';
const PARKED = 'position, type, parked_at, status, response';

/** Attempts kept of a subscription: so many that were taken, and so many that were not, which a busy hour should not drive out. */
const KEPT_ATTEMPTS = 100;

/** Attempts between two tidyings of them. */
const TIDY_EVERY = 25;

const TIDY = `DELETE FROM attempts WHERE webhook_id = ?1 AND delivered = ?2 AND sequence <= coalesce((SELECT sequence FROM attempts
	WHERE webhook_id = ?1 AND delivered = ?2 ORDER BY sequence DESC LIMIT 1 OFFSET ${String(KEPT_ATTEMPTS)}), -1)`;

/** Progress of deliveries, in `deliveries.db`: apart from `links.db`, because another thread writes it. */
export class SqliteDeliveries implements DeliveryWriter {
	readonly #database: Database;
	readonly #sequences = new Map<number, number>();

	constructor(database: Database) {
		this.#database = database;
	}

	async progress(webhookId: number, replayId: string | null = null): Promise<DeliveryProgress | undefined> {
		const row = this.#database.get(`SELECT ${PROGRESS} FROM progress WHERE webhook_id = ? AND replay_id = ?`, webhookId, replayId ?? '');
		return row && progressFromRow(row);
	}

	async attempts(webhookId: number, before: number, limit: number): Promise<StoredAttempt[]> {
		return this.#database.all(`SELECT ${ATTEMPT} FROM attempts WHERE webhook_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?`, webhookId, before, limit).map(attemptFromRow);
	}

	async parked(webhookId: number, after: number, limit: number): Promise<StoredParked[]> {
		return this.#database.all(`SELECT ${PARKED} FROM parked WHERE webhook_id = ? AND position > ? ORDER BY position LIMIT ?`, webhookId, after, limit).map(parkedFromRow);
	}

	async countParked(webhookId: number): Promise<number> {
		return this.#database.get('SELECT count(*) AS parked FROM parked WHERE webhook_id = ?', webhookId)?.['parked'] as number;
	}

	async save(progress: DeliveryProgress, outcome?: DeliveryOutcome): Promise<void> {
		if (!outcome) {
			this.#saveProgress(progress);
			return;
		}
		const { webhookId } = progress;
		this.#database.transaction(() => {
			this.#saveProgress(progress);
			this.#saveAttempt(webhookId, outcome.attempt);
			if (outcome.parked) {
				const { position, type, parkedAt, status, response } = outcome.parked;
				this.#database.run(`INSERT OR REPLACE INTO parked (webhook_id, ${PARKED}) VALUES (?, ?, ?, ?, ?, ?)`, webhookId, position, type, parkedAt, status, response);
			}
			for (const position of outcome.unparked ?? []) this.#database.run('DELETE FROM parked WHERE webhook_id = ? AND position = ?', webhookId, position);
		});
	}

	async forget(webhookId: number): Promise<void> {
		this.#database.transaction(() => {
			for (const table of ['progress', 'attempts', 'parked']) this.#database.run(`DELETE FROM ${table} WHERE webhook_id = ?`, webhookId);
		});
		this.#sequences.delete(webhookId);
	}

	async forgetReplays(webhookId: number, but: string | null): Promise<void> {
		this.#database.run("DELETE FROM progress WHERE webhook_id = ? AND replay_id <> '' AND replay_id <> ?", webhookId, but ?? '');
	}

	close(): void {
		this.#database.close();
	}

	#saveProgress({ webhookId, replayId, startRevision, cursor, failures, failingSince, refusals, refusedSince, lastError, nextAttemptAt }: DeliveryProgress): void {
		this.#database.run(
			`INSERT OR REPLACE INTO progress (${PROGRESS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			webhookId, replayId ?? '', startRevision, cursor, failures, failingSince, refusals, refusedSince, lastError, nextAttemptAt,
		);
	}

	#saveAttempt(webhookId: number, attempt: DeliveryAttempt): void {
		const sequence = (this.#sequences.get(webhookId) ?? this.#lastSequence(webhookId)) + 1;
		const { messageId, from, to, events, replayId, attempt: number, attemptedAt, latencyMs, delivered, status, response, error } = attempt;
		this.#database.run(
			`INSERT OR REPLACE INTO attempts (webhook_id, ${ATTEMPT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			webhookId, sequence, Number(delivered), messageId, from, to, events, replayId, number, attemptedAt, latencyMs, status, response, error,
		);
		this.#sequences.set(webhookId, sequence);
		if (sequence % TIDY_EVERY === 0) for (const which of [0, 1]) this.#database.run(TIDY, webhookId, which);
	}

	#lastSequence(webhookId: number): number {
		return (this.#database.get('SELECT max(sequence) AS last FROM attempts WHERE webhook_id = ?', webhookId)?.['last'] as number | null) ?? 0;
	}
}
