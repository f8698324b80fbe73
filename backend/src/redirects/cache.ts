import { LRUCache } from 'lru-cache';
import type { LinkReader } from '../storage/storage.ts';
import { targetOf, type RedirectTarget } from './target.ts';

/** Links whose target is kept in memory: about 40 MB when full. */
const CAPACITY = 100_000;

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

	/** From the storage, and into memory. Undefined where there is no such link. */
	async load(slug: string): Promise<RedirectTarget | undefined> {
		const generation = this.#generation;
		const link = await this.#links.find({ slug });
		if (!link) return undefined;
		const target = targetOf(link);
		if (generation === this.#generation) this.#targets.set(slug, target);
		return target;
	}

	/** Forgets these: the next visitor gets what is stored. */
	drop(slugs: readonly string[]): void {
		if (slugs.length === 0) return;
		this.#generation++;
		for (const slug of slugs) this.#targets.delete(slug);
	}
}
