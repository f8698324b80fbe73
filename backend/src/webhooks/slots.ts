/** So many at a time; the rest wait in the order they came. */
export class Slots {
	#free: number;
	readonly #waiting: Array<() => void> = [];

	constructor(count: number) {
		this.#free = count;
	}

	/** Resolves once there is a slot, with what gives it back. To give it back again does nothing. */
	async take(): Promise<() => void> {
		if (this.#free > 0) this.#free--;
		else await new Promise<void>((resolve) => this.#waiting.push(resolve));
		let taken = true;
		return () => {
			if (!taken) return;
			taken = false;
			const next = this.#waiting.shift();
			if (next) next();
			else this.#free++;
		};
	}
}
