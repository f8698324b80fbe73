import { LRUCache } from 'lru-cache';
import type { LinkReader } from '../storage/storage.ts';
import { targetOf, type RedirectTarget } from './target.ts';

/** Links whose target is kept in memory: about 40 MB when full. */
const CAPACITY = 100_000;

/** Milliseconds after which a target with a limit is looked up again: the log forgets a counter that nobody has used for a month. */
const LIMITED_KEPT_MS = 86_400_000;

/** Targets by slug: from memory, or by one point lookup. */
export class TargetCache {
	readonly #links: Pick<LinkReader, 'find'>;
	readonly #targets = new LRUCache<string, RedirectTarget>({ max: CAPACITY });
	/** Counts up with every {@link drop}: a lookup that began before must not put back what was dropped. */
	#generation = 0;

	constructor(links: Pick<LinkReader, 'find'>) {
		this.#links = links;
	}

	/** From memory alone. */
	peek(slug: string): RedirectTarget | undefined {
		return this.#targets.get(slug);
	}

	/**
	 * From the storage, and into memory. Undefined where there is no such link. Never what was dropped while it was looked up: a
	 * link that has just got a limit must not be followed without one.
	 */
	async load(slug: string): Promise<RedirectTarget | undefined> {
		for (;;) {
			const generation = this.#generation;
			const link = await this.#links.find({ slug });
			if (generation !== this.#generation) continue;
			if (!link) return undefined;
			const target = targetOf(link);
			this.#targets.set(slug, target, { ttl: target.limit ? LIMITED_KEPT_MS : 0 });
			return target;
		}
	}

	/** Forgets these: the next visitor gets what is stored. */
	drop(slugs: readonly string[]): void {
		if (slugs.length === 0) return;
		this.#generation++;
		for (const slug of slugs) this.#targets.delete(slug);
	}
}
