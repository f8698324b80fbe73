/** Ids count from here: 2025-01-01. */
const BEGINNING = Date.UTC(2025, 0, 1);

/** Ids a millisecond. A burst beyond it borrows from the next milliseconds. */
const PER_MILLISECOND = 4096;

/**
 * Ids ordered by time: 41 bits of milliseconds, 12 of a counter, so that they stay below 2^53 and fit a
 * plain number. A clock that is set back does not bring an id back.
 */
export class IdSequence {
	#last: number;

	constructor(last: number) {
		this.#last = last;
	}

	next(): number {
		this.#last = Math.max(this.#last + 1, (Date.now() - BEGINNING) * PER_MILLISECOND);
		return this.#last;
	}
}
