/** The same numbers on every machine: a multiplicative congruential generator (Lehmer). */
let state = 1;

/** @returns a number from 0 to 1 */
export function random(): number {
	state = (state * 48_271) % 2_147_483_647;
	return state / 2_147_483_647;
}

/** Begins anew. */
export function beginAgain(): void {
	state = 1;
}

/** One of the first n whole numbers, the lowest ones most often: as visitors choose links. */
export const fewOf = (n: number) => Math.floor(n * random() ** 3);
