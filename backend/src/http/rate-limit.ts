import type { Buckets, BucketSize } from '../storage/storage.ts';

/** How many requests a key may make. */
export interface RateLimit {
	perMinute: number;
	/** How many may come at once: the size of the bucket. */
	burst: number;
}

/** What a request took from its bucket. */
export interface Budget {
	allowed: boolean;
	/** Requests left right now. */
	remaining: number;
	/** Seconds until the next one is allowed (0 when one is), and until the bucket is full. */
	retryAfter: number;
	reset: number;
}

/** A token bucket for each key: in memory, or in what processes share. */
export class RateLimiter {
	readonly #limit: RateLimit;
	readonly #buckets: Pick<Buckets, 'take'>;

	constructor(limit: RateLimit, buckets: Pick<Buckets, 'take'> = new OwnBuckets()) {
		this.#limit = limit;
		this.#buckets = buckets;
	}

	/** Takes one request from a key's budget. `now` in milliseconds. */
	async take(keyId: number, now: number): Promise<Budget> {
		const { burst, perMinute } = this.#limit;
		const perSecond = perMinute / 60;
		const { taken: allowed, left } = await this.#buckets.take(`key/${String(keyId)}`, { perSecond, burst }, now);
		return {
			allowed,
			remaining: Math.floor(left),
			retryAfter: allowed ? 0 : Math.ceil((1 - left) / perSecond),
			reset: Math.ceil((burst - left) / perSecond),
		};
	}

	/** The headers that tell a caller of its budget (draft-ietf-httpapi-ratelimit-headers-11, and the older ones beside them). */
	headers({ remaining, reset }: Budget): Record<string, string> {
		const { perMinute, burst } = this.#limit;
		return {
			'ratelimit-policy': `"burst";q=${String(burst)};w=${String(Math.ceil((burst / perMinute) * 60))}`,
			ratelimit: `"burst";r=${String(remaining)};t=${String(reset)}`,
			'x-ratelimit-limit': String(burst),
			'x-ratelimit-remaining': String(remaining),
			'x-ratelimit-reset': String(reset),
		};
	}
}

/** Buckets of one process. */
class OwnBuckets implements Pick<Buckets, 'take'> {
	readonly #buckets = new Map<string, { tokens: number; at: number }>();

	async take(name: string, { perSecond, burst }: BucketSize, now: number): Promise<{ taken: boolean; left: number }> {
		const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
		const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
		const taken = tokens >= 1;
		const left = taken ? tokens - 1 : tokens;
		this.#buckets.set(name, { tokens: left, at: now });
		return { taken, left };
	}
}
