import { setTimeout as timeout } from 'node:timers/promises';

/** Time and chance, handed in so that tests can hold them still. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after so many milliseconds, or as soon as the signal is aborted. Never rejects. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** From 0 inclusive to 1 exclusive. */
	random(): number;
}

/** Longest single timer of Node. */
const LONGEST = 2_147_483_647;

export const systemClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	async sleep(milliseconds, signal) {
		if (signal?.aborted) return;
		try {
			await timeout(Math.min(Math.max(milliseconds, 0), LONGEST), undefined, signal ? { signal } : {});
		} catch (error) {
			if (!signal?.aborted) throw error;
		}
	},
};
