import type { Shares } from '../storage/storage.ts';

/** Milliseconds after which a process says again that it holds on to its shares. */
export const HOLD_MS = 1000;

/** A task that one process does for all: whether that is this one. */
export class Task {
	readonly #shares: Shares;
	#askedAt = -Infinity;
	#mine = false;

	/** @param shares of a task that is not divided */
	constructor(shares: Shares) {
		this.#shares = shares;
	}

	/**
	 * Whether the task is this process's, asked anew once in {@link HOLD_MS}.
	 *
	 * @param begin called first where it has just become this process's: others may have brought it further meanwhile
	 * @throws where nobody can tell, and then it is not
	 */
	async isMine(begin: () => Promise<void>): Promise<boolean> {
		if (performance.now() - this.#askedAt < HOLD_MS) return this.#mine;
		const had = this.#mine;
		this.#mine = false;
		const held = (await this.#shares.hold()).has(0);
		if (held && !had) await begin();
		this.#askedAt = performance.now();
		this.#mine = held;
		return held;
	}

	/** Where it turns out that another process had the task meanwhile: what this one knows of it is old, also if it has it again. */
	beginAgain(): void {
		this.#askedAt = -Infinity;
		this.#mine = false;
	}

	/** Leaves it to others. */
	async giveUp(): Promise<void> {
		this.#mine = false;
		await this.#shares.release();
		this.#shares.close();
	}
}
