/** Bytes that {@link Board} needs. */
const SIZE = 5 * BigInt64Array.BYTES_PER_ELEMENT;

const SLOTS = { logHead: 0, enrichedHead: 1, countedHead: 2, busy: 3, stop: 4 } as const;
type Slot = keyof typeof SLOTS;

/**
 * A few numbers in memory that all threads share: how far the log and its readers have come, and whether the redirect
 * thread is busy. Waiting on one costs nothing, and telling costs the redirect thread a microsecond.
 */
export class Board {
	readonly #cells: BigInt64Array<SharedArrayBuffer>;

	constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(SIZE)) {
		this.#cells = new BigInt64Array(memory);
	}

	get memory(): SharedArrayBuffer {
		return this.#cells.buffer;
	}

	get(slot: Slot): number {
		return Number(Atomics.load(this.#cells, SLOTS[slot]));
	}

	/** Sets a number and wakes whoever waits for it to change. */
	set(slot: Slot, value: number): void {
		Atomics.store(this.#cells, SLOTS[slot], BigInt(value));
		Atomics.notify(this.#cells, SLOTS[slot]);
	}

	/** Blocks this thread until the number is another than `seen`, at most `timeout` milliseconds. Not for the main thread. */
	wait(slot: Slot, seen: number, timeout: number): void {
		Atomics.wait(this.#cells, SLOTS[slot], BigInt(seen), timeout);
	}

	/** Resolves when the number has reached `value`, or after `timeout` milliseconds. */
	async reached(slot: Slot, value: number, timeout: number): Promise<void> {
		const deadline = performance.now() + timeout;
		for (let seen = this.get(slot); seen < value; seen = this.get(slot)) {
			const left = deadline - performance.now();
			if (left <= 0) return;
			const waiting = Atomics.waitAsync(this.#cells, SLOTS[slot], BigInt(seen), left);
			if (waiting.async) await waiting.value;
		}
	}
}
