import type { Clock } from './clock.ts';

/** Waits that end early when everything stops, and some also when there is news. */
export class Pause {
	readonly #clock: Clock;
	readonly #stopping: AbortSignal;
	#wake: AbortController | undefined;

	constructor(clock: Clock, stopping: AbortSignal) {
		this.#clock = clock;
		this.#stopping = stopping;
		stopping.addEventListener('abort', () => this.#wake?.abort(), { once: true });
	}

	/** Ends {@link untilWoken}. */
	wake(): void {
		this.#wake?.abort();
	}

	/** Until a time. */
	async until(at: number): Promise<void> {
		// A timer may fire a millisecond early.
		while (!this.#stopping.aborted && this.#clock.now() < at) await this.#sleep(at, this.#stopping);
	}

	/** Until a time, or until it is woken, whichever is first. */
	async untilWoken(at: number): Promise<void> {
		if (this.#stopping.aborted) return;
		this.#wake = new AbortController();
		await this.#sleep(at, this.#wake.signal);
		this.#wake = undefined;
	}

	async #sleep(at: number, signal: AbortSignal): Promise<void> {
		if (at === Infinity) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
		else await this.#clock.sleep(Math.ceil(at - this.#clock.now()), signal);
	}
}
