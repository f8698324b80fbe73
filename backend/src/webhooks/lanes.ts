import { Slots } from './slots.ts';

/** Calls in flight over all subscriptions: in all, to receivers that were quick the last time, and to those that were not, or failed. */
const IN_FLIGHT = { all: 1024, quick: 256, slow: 64 } as const;

/** Milliseconds within which a receiver answers that is called quick. */
export const QUICK_MS = 1000;

/**
 * A bounded number of calls in flight. Receivers that were slow or failed share few slots of their own, and one that turns out to
 * be slow leaves its quick slot to others after {@link QUICK_MS}: so a quick receiver waits a second at worst for slots that
 * others hold, however many of those hang.
 */
export class Lanes {
	readonly #all = new Slots(IN_FLIGHT.all);
	readonly #quick = new Slots(IN_FLIGHT.quick);
	readonly #slow = new Slots(IN_FLIGHT.slow);

	/** Runs a call once there is room for it. */
	async run<T>(isQuick: boolean, call: () => Promise<T>): Promise<T> {
		const giveBack = await (isQuick ? this.#quick : this.#slow).take();
		const giveBackAll = await this.#all.take();
		const impatience = isQuick ? setTimeout(giveBack, QUICK_MS) : undefined;
		try {
			return await call();
		} finally {
			clearTimeout(impatience);
			giveBack();
			giveBackAll();
		}
	}
}
