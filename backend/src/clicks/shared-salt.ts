import { randomBytes } from 'node:crypto';
import type { Secrets } from '../storage/storage.ts';
import { periodOf, type Salt } from './visitor.ts';

/** What the names of salts begin with; the number of the period follows. */
const PREFIX = 'visitor-salt/';

/** How often it is looked for what is needed next, in milliseconds. */
const LOOK_MS = 60_000;

/** How long before a period begins its salt is fetched, in milliseconds: the database may be away when it begins. */
const AHEAD_MS = 3_600_000;

/** A salt that several processes share: who comes first in a period makes it. The one of the period before is forgotten. */
export class SharedSalt implements Salt {
	readonly #secrets: Secrets;
	readonly #days: number;
	readonly #clock: () => number;
	readonly #report: (error: unknown) => void;
	readonly #watch: NodeJS.Timeout;
	/** By period. */
	readonly #known = new Map<number, string>();
	/** For a period whose shared salt could not be fetched in time: until it can, this process tells visitors apart by one of its own. */
	readonly #makeshift = new Map<number, string>();

	private constructor(secrets: Secrets, days: number, report: (error: unknown) => void, clock: () => number) {
		this.#secrets = secrets;
		this.#days = days;
		this.#clock = clock;
		this.#report = report;
		this.#watch = setInterval(() => void this.look().catch(this.#report), LOOK_MS).unref();
	}

	/** @param days how long a salt lasts */
	static async open(secrets: Secrets, days: number, report: (error: unknown) => void, clock = Date.now): Promise<SharedSalt> {
		const salt = new SharedSalt(secrets, days, report, clock);
		await salt.look();
		return salt;
	}

	at(now: number): string {
		const period = periodOf(now, this.#days);
		// A request that began before midnight may be asked about after it.
		const known = this.#known.get(period) ?? this.#known.get(period + 1);
		if (known !== undefined) return known;
		void this.look().catch(this.#report);
		const makeshift = this.#makeshift.get(period) ?? newSalt();
		this.#makeshift.set(period, makeshift);
		return makeshift;
	}

	/** Fetches what is needed now and soon, and forgets what is over. */
	async look(): Promise<void> {
		const now = this.#clock();
		const wanted = new Set([now, now + AHEAD_MS].map((time) => periodOf(time, this.#days)));
		for (const period of wanted) if (!this.#known.has(period)) this.#known.set(period, await this.#secrets.ensure(PREFIX + String(period), newSalt()));
		this.#makeshift.clear();
		const over = [...this.#known.keys()].filter((period) => !wanted.has(period));
		for (const period of over) this.#known.delete(period);
		await this.#secrets.forget(PREFIX, [...wanted].map((period) => PREFIX + String(period)));
	}

	close(): void {
		clearInterval(this.#watch);
		this.#secrets.close();
	}
}

function newSalt(): string {
	return randomBytes(32).toString('hex');
}
