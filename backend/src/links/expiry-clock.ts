import type { LinkReader } from '../storage/storage.ts';

/** Milliseconds between two looks: as late as an event about an expiry may be. */
const EVERY_MS = 1000;

/** What the clock uses. */
export interface ExpiryClockDependencies {
	links: Pick<LinkReader, 'nextExpiry'>;
	/** Tells of all that have expired. */
	expire(): Promise<unknown>;
	onError(error: unknown): void;
}

/**
 * Sees to it that every expiry is told of, once and on time. It knows nothing that is not stored, so that what expires
 * while no server runs is told of at the next start.
 */
export class ExpiryClock {
	readonly #dependencies: ExpiryClockDependencies;
	readonly #timer: NodeJS.Timeout;
	#looking = false;

	constructor(dependencies: ExpiryClockDependencies) {
		this.#dependencies = dependencies;
		this.#timer = setInterval(() => void this.#look(), EVERY_MS).unref();
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	async #look(): Promise<void> {
		if (this.#looking) return;
		this.#looking = true;
		const { links, expire, onError } = this.#dependencies;
		try {
			const next = await links.nextExpiry();
			if (next !== null && next <= Date.now()) await expire();
		} catch (error) {
			onError(error);
		} finally {
			this.#looking = false;
		}
	}
}
