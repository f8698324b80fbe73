const SLOTS = ['logHead', 'enrichedHead', 'countedHead', 'outboxHead', 'indexedHead', 'rebuildAsked', 'rebuiltHead', 'rebuildDone', 'rebuilds', 'stop'] as const;
/** One of the numbers. */
export type Slot = (typeof SLOTS)[number];

/** Any time. */
const AWAKE_MS = 60_000;

/**
 * A few numbers in memory that all threads share: how far the log, the outbox and their readers have come. Waiting on one costs
 * nothing, and telling costs the redirect thread next to nothing: it makes a system call only where somebody waits.
 */
export class Board {
	/** The numbers, then how many threads wait for each. */
	readonly #cells: BigInt64Array<SharedArrayBuffer>;

	constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(2 * SLOTS.length * BigInt64Array.BYTES_PER_ELEMENT)) {
		this.#cells = new BigInt64Array(memory);
	}

	get memory(): SharedArrayBuffer {
		return this.#cells.buffer;
	}

	get(slot: Slot): number {
		return Number(Atomics.load(this.#cells, SLOTS.indexOf(slot)));
	}

	/** Sets a number and wakes whoever waits for it to change. */
	set(slot: Slot, value: number): void {
		const cell = SLOTS.indexOf(slot);
		Atomics.store(this.#cells, cell, BigInt(value));
		// A waiter counts itself before it looks at the number, so none is missed.
		if (Atomics.load(this.#cells, SLOTS.length + cell) > 0n) Atomics.notify(this.#cells, cell);
	}

	/** The same where it is further than it was: others bring news in any order. */
	raise(slot: Slot, value: number): void {
		if (value > this.get(slot)) this.set(slot, value);
	}

	/** Whether anybody waits for a number to change. */
	awaited(slot: Slot): boolean {
		return Atomics.load(this.#cells, SLOTS.length + SLOTS.indexOf(slot)) > 0n;
	}

	/** Resolves when the number has reached `value`, or after `timeout` milliseconds. */
	async reached(slot: Slot, value: number, timeout: number): Promise<void> {
		const cell = SLOTS.indexOf(slot);
		const deadline = performance.now() + timeout;
		// A thread that waits for nothing else would end: a wait on shared memory does not keep it.
		const awake = setInterval(() => undefined, AWAKE_MS);
		Atomics.add(this.#cells, SLOTS.length + cell, 1n);
		for (let seen = this.get(slot); seen < value; seen = this.get(slot)) {
			const left = deadline - performance.now();
			if (left <= 0) break;
			const waiting = Atomics.waitAsync(this.#cells, cell, BigInt(seen), left);
			if (waiting.async) await waiting.value;
		}
		clearInterval(awake);
		Atomics.sub(this.#cells, SLOTS.length + cell, 1n);
	}
}
