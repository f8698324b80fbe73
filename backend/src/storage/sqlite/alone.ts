import type { Shares, Signals } from '../storage.ts';

/** All shares of a task, for good: a data folder has one process. */
export function allShares(count: number): Shares {
	const all: ReadonlySet<number> = new Set(Array.from({ length: count }, (_, share) => share));
	return { hold: async () => all, release: async () => undefined, close: () => undefined };
}

/** There is nobody to hear of, or to tell: the threads of the one process share its board. */
export const silence: Signals = {
	listen: ({ hearing }) => { hearing(true); },
	tell: () => undefined,
	resume: () => undefined,
	close: () => undefined,
};
