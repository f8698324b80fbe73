import { attemptFromRow, parkedFromRow, progressFromRow } from '../../rows/delivery.ts';
import type { DeliveryOutcome, DeliveryProgress, DeliveryWriter, StoredAttempt, StoredParked } from '../../storage.ts';
import type { Database, Value } from '../database.ts';

const PROGRESS = 'webhook_id, replay_id, start_revision, cursor, failures, failing_since, refusals, refused_since, last_error, next_attempt_at';
const ATTEMPT = 'sequence, delivered, message_id, first, last, events, replay_id, attempt, attempted_at, latency_ms, status, response, error';
const PARKED = 'position, type, parked_at, status, response';

/** A cursor goes back only where the subscription was told to start anew: who saves an earlier one has lost the subscription to another process, which is further. */
const SAVE = `INSERT INTO delivery_progress AS kept (${PROGRESS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
	ON CONFLICT (webhook_id, replay_id) DO UPDATE SET start_revision = excluded.start_revision, cursor = excluded.cursor, failures = excluded.failures, failing_since = excluded.failing_since,
		refusals = excluded.refusals, refused_since = excluded.refused_since, last_error = excluded.last_error, next_attempt_at = excluded.next_attempt_at
	WHERE excluded.start_revision > kept.start_revision OR (excluded.start_revision = kept.start_revision AND excluded.cursor >= kept.cursor)`;

/** The same, with what else is written, in one statement and so in one transaction. */
const SAVE_OUTCOME = `WITH saved AS (
		${SAVE}
	), attempted AS (
		INSERT INTO delivery_attempts (webhook_id, message_id, first, last, events, replay_id, attempt, attempted_at, latency_ms, delivered, status, response, error)
		VALUES ($1, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
	), parked AS (
		INSERT INTO delivery_parked AS kept (webhook_id, ${PARKED}) SELECT $1, $23::bigint, $24::text, $25::bigint, $26::integer, $27::text WHERE $23 IS NOT NULL
		ON CONFLICT (webhook_id, position) DO UPDATE SET type = excluded.type, parked_at = excluded.parked_at, status = excluded.status, response = excluded.response
	)
	DELETE FROM delivery_parked WHERE webhook_id = $1 AND position = ANY ($28::bigint[])`;

/** Attempts kept of a subscription: so many that were taken, and so many that were not, which a busy hour should not drive out. */
const KEPT_ATTEMPTS = 100;

/** Attempts between two tidyings of them. */
const TIDY_EVERY = 25;

const TIDY = `DELETE FROM delivery_attempts WHERE webhook_id = $1 AND delivered = $2 AND sequence <= (SELECT sequence FROM delivery_attempts
	WHERE webhook_id = $1 AND delivered = $2 ORDER BY sequence DESC LIMIT 1 OFFSET ${String(KEPT_ATTEMPTS)})`;

const FORGET = `WITH progress AS (DELETE FROM delivery_progress WHERE webhook_id = $1), attempts AS (DELETE FROM delivery_attempts WHERE webhook_id = $1)
	DELETE FROM delivery_parked WHERE webhook_id = $1`;

/** Progress of deliveries as rows. */
export class PostgresDeliveries implements Omit<DeliveryWriter, 'close'> {
	readonly #database: Database;
	/** Attempts of each subscription since they were tidied. */
	readonly #untidied = new Map<number, number>();

	constructor(database: Database) {
		this.#database = database;
	}

	async progress(webhookId: number, replayId: string | null = null): Promise<DeliveryProgress | undefined> {
		const row = await this.#database.get(`SELECT ${PROGRESS} FROM delivery_progress WHERE webhook_id = $1 AND replay_id = $2`, webhookId, replayId ?? '');
		return row && progressFromRow(row);
	}

	async attempts(webhookId: number, before: number, limit: number): Promise<StoredAttempt[]> {
		// A page that begins with the newest comes before infinity.
		const rows = await this.#database.all(`SELECT ${ATTEMPT} FROM delivery_attempts WHERE webhook_id = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3`, webhookId, Math.min(before, Number.MAX_SAFE_INTEGER), limit);
		return rows.map(attemptFromRow);
	}

	async parked(webhookId: number, after: number, limit: number): Promise<StoredParked[]> {
		const rows = await this.#database.all(`SELECT ${PARKED} FROM delivery_parked WHERE webhook_id = $1 AND position > $2 ORDER BY position LIMIT $3`, webhookId, after, limit);
		return rows.map(parkedFromRow);
	}

	async countParked(webhookId: number): Promise<number> {
		return (await this.#database.get('SELECT count(*) AS parked FROM delivery_parked WHERE webhook_id = $1', webhookId))?.['parked'] as number;
	}

	async save(progress: DeliveryProgress, outcome?: DeliveryOutcome): Promise<void> {
		const values = progressValues(progress);
		if (!outcome) {
			await this.#database.run(SAVE, ...values);
			return;
		}
		await this.#database.run(SAVE_OUTCOME, ...values, ...outcomeValues(outcome));
		await this.#tidy(progress.webhookId);
	}

	async forget(webhookId: number): Promise<void> {
		await this.#database.run(FORGET, webhookId);
		this.#untidied.delete(webhookId);
	}

	async forgetReplays(webhookId: number, but: string | null): Promise<void> {
		await this.#database.run(`DELETE FROM delivery_progress WHERE webhook_id = $1 AND replay_id <> '' AND replay_id <> $2`, webhookId, but ?? '');
	}

	/** Not of the delivery's transaction: where it fails, the next one tidies. */
	async #tidy(webhookId: number): Promise<void> {
		const untidied = (this.#untidied.get(webhookId) ?? 0) + 1;
		this.#untidied.set(webhookId, untidied % TIDY_EVERY);
		if (untidied < TIDY_EVERY) return;
		for (const delivered of [false, true]) await this.#database.run(TIDY, webhookId, delivered).catch(() => undefined);
	}
}

function progressValues({ webhookId, replayId, startRevision, cursor, failures, failingSince, refusals, refusedSince, lastError, nextAttemptAt }: DeliveryProgress): Value[] {
	return [webhookId, replayId ?? '', startRevision, cursor, failures, failingSince, refusals, refusedSince, storable(lastError), nextAttemptAt];
}

function outcomeValues({ attempt, parked, unparked = [] }: DeliveryOutcome): Value[] {
	const { messageId, from, to, events, replayId, attempt: number, attemptedAt, latencyMs, delivered, status, response, error } = attempt;
	return [
		...[messageId, from, to, events, replayId, number, attemptedAt, latencyMs, delivered, status, storable(response), storable(error)],
		...(parked ? [parked.position, parked.type, parked.parkedAt, parked.status, storable(parked.response)] : [null, null, null, null, null]),
		unparked,
	];
}

/** A receiver may answer with any character; PostgreSQL keeps every one but this. */
function storable(text: string | null): string | null {
	return text?.replaceAll('\0', '\ufffd') ?? null;
}
