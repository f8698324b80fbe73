import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SHARE_KEPT_MS, type Shares } from '../../coordination.ts';
import { StorageUnavailable } from '../../unavailable.ts';
import type { Database } from '../database.ts';

/** Milliseconds that one look may take: the database is away if it takes longer. */
const PATIENCE_MS = 2000;

const KEPT = `interval '${String(SHARE_KEPT_MS)} milliseconds'`;

const ENSURE = 'INSERT INTO shares (task, share) SELECT $1, generate_series(0, $2::integer - 1) ON CONFLICT DO NOTHING';
const FORGET_THE_DEAD = `DELETE FROM share_holders WHERE task = $1 AND alive_until < clock_timestamp() - interval '1 hour'`;

/** Says that this process is alive and keeps what it has. What had expired and nobody has taken is its own again. */
const RENEW = `WITH me AS (
		INSERT INTO share_holders (task, holder, alive_until) VALUES ($1, $2, now() + ${KEPT})
		ON CONFLICT (task, holder) DO UPDATE SET alive_until = excluded.alive_until
	), mine AS (
		UPDATE shares SET held_until = now() + ${KEPT} WHERE task = $1 AND holder = $2 RETURNING share
	)
	SELECT (SELECT count(*) FROM share_holders WHERE task = $1 AND holder <> $2 AND alive_until > now()) AS others,
		ARRAY(SELECT share FROM mine ORDER BY share) AS mine`;

/** Of two who want the same one, the second passes it over. */
const TAKE = `WITH free AS MATERIALIZED (
		SELECT share FROM shares WHERE task = $1 AND share < $3 AND (holder IS NULL OR held_until <= now()) ORDER BY share LIMIT $4 FOR UPDATE SKIP LOCKED
	)
	UPDATE shares SET holder = $2, held_until = now() + ${KEPT} FROM free WHERE shares.task = $1 AND shares.share = free.share RETURNING shares.share AS share`;

const GIVE_UP = 'UPDATE shares SET holder = NULL WHERE task = $1 AND holder = $2 AND share = ANY($3)';
const LEAVE = `WITH given AS (UPDATE shares SET holder = NULL WHERE task = $1 AND holder = $2) DELETE FROM share_holders WHERE task = $1 AND holder = $2`;

/**
 * Shares of a task as rows that expire. Each opened part is a holder of its own: in a process, one thread has the task.
 *
 * A share that is above the fair part is given up in two steps, a look apart: whoever works on it learns of it first, so that what
 * it has begun is mostly done before another begins.
 */
export class PostgresShares implements Omit<Shares, 'close'> {
	readonly #database: Database;
	readonly #task: string;
	readonly #count: number;
	readonly #holder = randomUUID();
	#isReady = false;
	/** What it has, and until when nobody else can have taken it, by this process's own clock. */
	#held: ReadonlySet<number> = new Set();
	#heldUntil = -Infinity;
	/** What it still has in the database, but works on no more. */
	#leaving: number[] = [];

	constructor(database: Database, task: string, count: number) {
		this.#database = database;
		this.#task = task;
		this.#count = count;
	}

	/**
	 * While the database is away, what it had stays its own for as long as nobody else can have taken it.
	 *
	 * @throws StorageUnavailable from then on
	 */
	async hold(): Promise<ReadonlySet<number>> {
		const began = performance.now();
		const patience = Math.min(PATIENCE_MS, Math.max(this.#heldUntil - began, 0) || PATIENCE_MS);
		try {
			this.#held = new Set(await within(patience, this.#look()));
			// From before the database was asked: its own clock starts later.
			this.#heldUntil = began + SHARE_KEPT_MS;
		} catch (error) {
			if (!(error instanceof StorageUnavailable) || performance.now() >= this.#heldUntil) {
				this.#held = new Set();
				throw error;
			}
		}
		return this.#held;
	}

	async release(): Promise<void> {
		this.#held = new Set();
		this.#leaving = [];
		await this.#database.run(LEAVE, this.#task, this.#holder);
	}

	async #look(): Promise<number[]> {
		if (!this.#isReady) {
			await this.#database.run(ENSURE, this.#task, this.#count);
			await this.#database.run(FORGET_THE_DEAD, this.#task);
			this.#isReady = true;
		}
		const row = await this.#database.get(RENEW, this.#task, this.#holder);
		const [others, had] = [row?.['others'] as number, row?.['mine'] as number[]];
		const left = this.#leaving.filter((share) => had.includes(share));
		if (left.length > 0) await this.#database.run(GIVE_UP, this.#task, this.#holder, left);
		const mine = had.filter((share) => share < this.#count && !left.includes(share));
		const fair = Math.ceil(this.#count / (others + 1));
		this.#leaving = mine.slice(fair);
		if (mine.length >= fair) return mine.slice(0, fair);
		const taken = await this.#database.all(TAKE, this.#task, this.#holder, this.#count, fair - mine.length);
		return [...mine, ...taken.map((row) => row['share'] as number)];
	}
}

/** What is done later all the same does no harm: the next look finds what it has then. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
	const over = new AbortController();
	const impatience = sleep(milliseconds, undefined, { signal: over.signal }).then(() => { throw new StorageUnavailable(new Error(`no answer in ${String(milliseconds)} ms`)); });
	try {
		return await Promise.race([work, impatience]);
	} finally {
		over.abort();
		impatience.catch(() => undefined);
		work.catch(() => undefined);
	}
}
