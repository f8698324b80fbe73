import type { LinkReader } from '../storage/storage.ts';
import { RANDOM_LENGTH, randomSlug } from './slug.ts';

/** Share of a draw that may be taken before the next one is a character longer: the space of that length fills up. */
const CROWDED = 0.1;

/** Slugs drawn when one is missed. */
const SPARE = 8;

/** Random slugs that nobody has, drawn many at a time so that one look at the storage does for all. */
export class SlugSource {
	readonly #links: Pick<LinkReader, 'bySlugs'>;
	readonly #avoided = new Set<string>();
	#length = RANDOM_LENGTH;
	#free: string[] = [];

	constructor(links: Pick<LinkReader, 'bySlugs'>) {
		this.#links = links;
	}

	/** Makes `count` slugs ready, none of them one of `avoid`. */
	async draw(count: number, avoid: readonly string[] = []): Promise<void> {
		for (const slug of avoid) this.#avoided.add(slug);
		while (this.#free.length < count) {
			const drawn = new Set<string>();
			while (drawn.size < count - this.#free.length) drawn.add(randomSlug(this.#length));
			const taken = new Set((await this.#links.bySlugs([...drawn])).map((link) => link.slug));
			for (const slug of drawn) {
				if (taken.has(slug) || this.#avoided.has(slug)) continue;
				this.#avoided.add(slug);
				this.#free.push(slug);
			}
			if (taken.size > drawn.size * CROWDED) this.#length++;
		}
	}

	/** A slug that nobody has, and nobody gets again from here. */
	async next(): Promise<string> {
		if (this.#free.length === 0) await this.draw(SPARE);
		return this.#free.pop() as string;
	}
}
