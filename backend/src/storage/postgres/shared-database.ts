import type { Database } from './database.ts';

/** One database for all parts of a thread's storage: opened by the first, closed by the last. */
export class SharedDatabase {
	readonly #open: () => Database;
	#database: Database | undefined;
	#users = 0;

	constructor(open: () => Database) {
		this.#open = open;
	}

	/** Makes a part that uses the database, and gives it up when it is closed. */
	part<T extends object>(make: (database: Database) => T): T & { close(): void } {
		this.#database ??= this.#open();
		this.#users++;
		const made = make(this.#database);
		return Object.assign(made, { close: this.#closer(made) });
	}

	/** To be called once or more: only the first time counts. */
	#closer(part: { close?(): void }): () => void {
		// What the part itself has to close.
		const closeOwn = part.close?.bind(part);
		let open = true;
		return () => {
			if (!open) return;
			open = false;
			closeOwn?.();
			if (--this.#users > 0) return;
			void this.#database?.close();
			this.#database = undefined;
		};
	}
}
