import { hash } from 'node:crypto';

const DAY = 86_400_000;

/** Hex digits of a visitor's id: 64 bits, so that among five million visitors no two share one. */
const ID_LENGTH = 16;

/** What visitors are told apart by, for some days. Nobody else knows it. */
export interface Salt {
	/** The one for a time in milliseconds since 1970; the time of a request that is answered now, so it hardly ever goes back. */
	at(now: number): string;
	close(): void;
}

/** Number of the period since 1970 (UTC) for which a salt lasts. */
export function periodOf(now: number, days: number): number {
	return Math.floor(now / (days * DAY));
}

/** Tells visitors apart without knowing them: a hash of address, user agent and a secret salt. */
export class Visitors {
	readonly #salt: Salt;

	constructor(salt: Salt) {
		this.#salt = salt;
	}

	/** The visitor's id, the same until the salt is replaced. */
	id(address: string, userAgent: string, now: number): string {
		return hash('sha256', `${this.#salt.at(now)}\n${address}\n${userAgent}`).slice(0, ID_LENGTH);
	}

	close(): void {
		this.#salt.close();
	}
}
