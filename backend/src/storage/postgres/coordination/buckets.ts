import type { Buckets, BucketSize } from '../../storage.ts';
import type { Database } from '../database.ts';

/** Milliseconds between two sweepings of buckets that are full, and so as good as none. */
const SWEEP_MS = 600_000;

/** What is in the bucket now: $2 tokens a second, $3 at most, at the time $4. A clock that is behind the others' adds nothing. */
const FILLED = 'least($3::double precision, b.tokens + greatest($4::bigint - b.filled_at, 0) * $2::double precision / 1000)';
const LEFT = `(CASE WHEN ${FILLED} >= 1 THEN ${FILLED} - 1 ELSE ${FILLED} END)`;

/** In one statement, which holds the bucket's row from reading it on. */
const TAKE = `INSERT INTO buckets AS b (bucket, tokens, filled_at, full_at, taken)
	VALUES ($1, CASE WHEN $3::double precision >= 1 THEN $3::double precision - 1 ELSE $3::double precision END, $4::bigint, $4::bigint + ceil(1000 / $2::double precision)::bigint, $3::double precision >= 1)
	ON CONFLICT (bucket) DO UPDATE SET tokens = ${LEFT}, filled_at = greatest(b.filled_at, excluded.filled_at),
		full_at = greatest(b.filled_at, excluded.filled_at) + ceil(($3::double precision - ${LEFT}) * 1000 / $2::double precision)::bigint, taken = ${FILLED} >= 1
	RETURNING b.taken AS taken, b.tokens AS tokens`;

const SWEEP = 'DELETE FROM buckets WHERE full_at < $1';

/** Buckets of tokens as rows: exact, whichever process asks. */
export class PostgresBuckets implements Omit<Buckets, 'close'> {
	readonly #database: Database;
	#sweptAt = performance.now();

	constructor(database: Database) {
		this.#database = database;
	}

	async take(bucket: string, { perSecond, burst }: BucketSize, now: number): Promise<{ taken: boolean; left: number }> {
		const row = await this.#database.get(TAKE, bucket, perSecond, burst, now);
		this.#sweepNow(now);
		return { taken: row?.['taken'] as boolean, left: row?.['tokens'] as number };
	}

	/** Nobody waits for it. */
	#sweepNow(now: number): void {
		if (performance.now() - this.#sweptAt < SWEEP_MS) return;
		this.#sweptAt = performance.now();
		this.#database.run(SWEEP, now).catch(() => undefined);
	}
}
