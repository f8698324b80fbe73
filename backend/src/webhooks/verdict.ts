/** What an attempt came to. */
export interface AttemptResult {
	/** Null where nothing was answered. */
	status: number | null;
	/** The `Retry-After` header. */
	retryAfter: string | null;
	/** The beginning of the answer. */
	response: string | null;
	/** Why there was none. */
	error: string | null;
	latencyMs: number;
	/** Status and answer, or the error: a sentence for `last_error`. */
	told: string;
}

/** `refused`: the receiver is there and does not want this, whenever it comes. `gone`: it wants no more at all. */
export type Verdict = 'delivered' | 'gone' | 'refused' | 'failed';

/** Bad request, too large, not processable. */
const REFUSALS: readonly (number | null)[] = [400, 413, 422];

/** What a status says. */
export function verdictOf(status: number | null): Verdict {
	if (status !== null && status >= 200 && status < 300) return 'delivered';
	if (status === 410) return 'gone';
	return REFUSALS.includes(status) ? 'refused' : 'failed';
}

/** How often an event is refused, and for how many milliseconds, before it is set aside. A deployment that went wrong takes less. */
const PATIENCE = { refusals: 10, milliseconds: 3_600_000 };

/** How often an event was refused by itself, and when first. */
export interface Refusals {
	refusals: number;
	refusedSince: number | null;
}

/** Whether an event has been refused often and long enough. */
export function isRefusedForGood({ refusals, refusedSince }: Refusals, now: number): boolean {
	return refusals >= PATIENCE.refusals && refusedSince !== null && now - refusedSince >= PATIENCE.milliseconds;
}
