import { LRUCache } from 'lru-cache';
import type { LinkFinder } from '../storage/storage.ts';
import { StorageUnavailable } from '../storage/unavailable.ts';
import { targetOf, type RedirectTarget } from './target.ts';

/** Links whose target is kept in memory: about 40 MB when full. */
const CAPACITY = 100_000;

/** Milliseconds after which a target with a limit is looked up again: the log forgets a counter that nobody has used for a month. */
const LIMITED_KEPT_MS = 86_400_000;

/** While it is not told of changes: since when, and whether the storage could not be asked since. */
interface Deafness {
	since: number;
	away: boolean;
}

/** A slug that is looked up: what was found before a {@link TargetCache.drop} must not be put back after it. */
interface Lookups {
	underway: number;
	/** How often it was dropped meanwhile. */
	drops: number;
}

/** Targets by slug: from memory, or by one point lookup. */
export class TargetCache {
	readonly #links: Pick<LinkFinder, 'find'>;
	readonly #staleMs: number;
	readonly #targets = new LRUCache<string, RedirectTarget>({ max: CAPACITY });
	/** By slug, and not for all together: or else nobody would find a link while others are changed all the time. */
	readonly #lookups = new Map<string, Lookups>();
	#deaf: Deafness | undefined;

	/** @param staleMs for how long what is in memory may be old while the storage is away, in milliseconds */
	constructor(links: Pick<LinkFinder, 'find'>, staleMs = 0) {
		this.#links = links;
		this.#staleMs = staleMs;
	}

	/** From memory alone. Undefined where it may be old. */
	peek(slug: string): RedirectTarget | undefined {
		return this.#deaf ? undefined : this.#targets.get(slug);
	}

	/**
	 * From the storage, and into memory. Undefined where there is no such link. Never what was dropped while it was looked up: a
	 * link that has just got a limit must not be followed without one.
	 *
	 * While the storage is away, what was in memory: nobody could have changed it since.
	 *
	 * @throws StorageUnavailable where that is nothing, or too old
	 */
	async load(slug: string): Promise<RedirectTarget | undefined> {
		if (this.#deaf?.away) return this.#stale(slug, this.#deaf, 'It is away');
		try {
			return await this.#lookUp(slug);
		} catch (error) {
			if (!this.#deaf || !(error instanceof StorageUnavailable)) throw error;
			// Until it is heard of again, nobody waits for another failure.
			this.#deaf.away = true;
			return this.#stale(slug, this.#deaf, error);
		}
	}

	/** Whether this cache is told of every change by others. Once it is again, it begins anew. */
	hearing(hears: boolean): void {
		if (hears && this.#deaf) this.drop(null);
		this.#deaf = hears ? undefined : (this.#deaf ?? { since: Date.now(), away: false });
	}

	#stale(slug: string, { since }: Deafness, cause: unknown): RedirectTarget {
		const target = this.#targets.get(slug);
		if (target && Date.now() - since <= this.#staleMs) return target;
		throw new StorageUnavailable(cause);
	}

	async #lookUp(slug: string): Promise<RedirectTarget | undefined> {
		const lookups = this.#lookups.get(slug) ?? { underway: 0, drops: 0 };
		this.#lookups.set(slug, lookups);
		lookups.underway++;
		try {
			return await this.#read(slug, lookups);
		} finally {
			if (--lookups.underway === 0) this.#lookups.delete(slug);
		}
	}

	async #read(slug: string, lookups: Lookups): Promise<RedirectTarget | undefined> {
		for (;;) {
			const { drops } = lookups;
			const link = await this.#links.find({ slug });
			if (drops !== lookups.drops) continue;
			if (!link) return undefined;
			const target = targetOf(link);
			this.#targets.set(slug, target, { ttl: target.limit ? LIMITED_KEPT_MS : 0 });
			return target;
		}
	}

	/** Forgets these, or all: the next visitor gets what is stored. */
	drop(slugs: readonly string[] | null): void {
		if (slugs === null) this.#targets.clear();
		for (const slug of slugs ?? this.#lookups.keys()) {
			this.#targets.delete(slug);
			const lookups = this.#lookups.get(slug);
			if (lookups) lookups.drops++;
		}
	}
}
