import type { LogPurger } from '../storage/storage.ts';

const DAY = 86_400_000;

/** Milliseconds between two looks at what is too old. */
export const LOOK_EVERY_MS = 3_600_000;

/** How long the log keeps what. */
export interface RetentionSettings {
	/** Days after which a day of the log is dropped; 0 keeps everything. */
	eventDays: number;
	/** Days after which visitors get new ids, and are remembered no longer. */
	saltDays: number;
}

/** Drops what is older than the log keeps, now and then. For the thread that enriches and counts. */
export class Retention {
	readonly #purger: LogPurger;
	readonly #settings: RetentionSettings;
	#lookedAt = -Infinity;
	#forgotten = -Infinity;

	constructor(purger: LogPurger, settings: RetentionSettings) {
		this.#purger = purger;
		this.#settings = settings;
	}

	/** @param readUpTo position up to which events are enriched and counted: later ones are never dropped */
	async look(now: number, readUpTo: number): Promise<void> {
		if (now - this.#lookedAt < LOOK_EVERY_MS) return;
		this.#lookedAt = now;
		const { eventDays, saltDays } = this.#settings;
		if (eventDays > 0) await this.#purger.purge({ before: now - eventDays * DAY, readUpTo });
		// Of visitors with a salt that is gone: none of them comes again.
		const period = Math.floor(now / (saltDays * DAY)) * saltDays * DAY;
		if (period === this.#forgotten) return;
		await this.#purger.forgetFirstClicks(period, readUpTo);
		this.#forgotten = period;
	}
}
