import { BROWSER } from '../support/api.ts';

/** A crowd that follows short links until it is told to stop, or nobody answers any more. */
export interface Crowd {
	/** Numbers of the visits that were answered with a redirect. */
	answered: Set<number>;
	/** Lets nobody start any more, and resolves when the last has an answer or none. */
	stop(): Promise<void>;
}

let visits = 0;

/** Sends `many` visitors at a time to these slugs, each visit with a number of its own in the query (`?n=`), for `seconds` at most. */
export function crowd(url: string, slugs: readonly string[], { many = 16, seconds = 20 }: { many?: number; seconds?: number } = {}): Crowd {
	const answered = new Set<number>();
	const end = Date.now() + seconds * 1000;
	let stopped = false;
	const visitor = async () => {
		while (!stopped && Date.now() < end) {
			const number = ++visits;
			const response = await fetch(`${url}/${slugs[number % slugs.length]!}?n=${String(number)}`, { redirect: 'manual', headers: BROWSER }).catch(() => undefined);
			if (response === undefined) return;
			await response.arrayBuffer();
			if (response.status === 302) answered.add(number);
		}
	};
	const all = Promise.all(Array.from({ length: many }, visitor));
	return {
		answered,
		async stop() {
			stopped = true;
			await all;
		},
	};
}

/** The numbers of the visits that a log holds, in its order. */
export function visitsIn(events: ReadonlyArray<{ hit: { query: string } | null }>): number[] {
	return events.flatMap(({ hit }) => (hit ? [Number(new URLSearchParams(hit.query).get('n'))] : []));
}
