import { LRUCache } from 'lru-cache';

/** How often something may be done. */
export interface AllowanceLimits {
	most: number;
	/** Milliseconds, from the first time on. */
	within: number;
	/** Keys that are remembered; beyond them, the ones that were seen longest ago are forgotten. */
	keys: number;
}

/** Counts what each of a bounded number of keys does, so that nobody does it too often. */
export class Allowance<Key extends string | number> {
	readonly #most: number;
	readonly #counts: LRUCache<Key, { taken: number }>;

	constructor({ most, within, keys }: AllowanceLimits) {
		this.#most = most;
		this.#counts = new LRUCache({ max: keys, ttl: within });
	}

	/** Takes one. Returns 0, or the seconds after which there is one again. */
	take(key: Key): number {
		const count = this.#counts.get(key);
		if (!count) this.#counts.set(key, { taken: 1 });
		else if (count.taken >= this.#most) return Math.max(1, Math.ceil(this.#counts.getRemainingTTL(key) / 1000));
		else count.taken++;
		return 0;
	}

	/** One that was taken does not count. */
	giveBack(key: Key): void {
		const count = this.#counts.get(key);
		if (count && count.taken > 0) count.taken--;
	}
}
