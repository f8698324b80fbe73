/** How many events go out together: fewer after a batch was refused, until the one that is to blame goes alone; then more again. */
export class BatchSize {
	#ceiling: number;
	#now: number;

	constructor(most: number) {
		this.#ceiling = most;
		this.#now = most;
	}

	get now(): number {
		return this.#now;
	}

	/** A batch of so many was taken. */
	taken(): void {
		this.#now = Math.min(this.#now * 2, this.#ceiling);
	}

	/** A batch of so many, more than one, was refused. Where it was too large (413), none is ever as large again. */
	refused(events: number, status: number | null): void {
		this.#now = Math.floor(events / 2);
		if (status === 413) this.#ceiling = this.#now;
	}
}
