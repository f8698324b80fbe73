/** The pauses before repeats double from this one… */
const FIRST_MS = 1000;
/** …up to this one. */
export const LONGEST_MS = 600_000;

/** Share by which a pause is shortened or lengthened, so that receivers behind one broken gateway do not come back in step. */
const JITTER = 0.2;

/** Longest `Retry-After` that is honoured: a slip of a receiver's must not silence it for a year. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** What decides when a delivery is tried again. */
export interface Failure {
	/** How often in a row it has failed: 1 the first time. */
	failures: number;
	/** The `Retry-After` header of the answer. */
	retryAfter: string | null;
	/** Milliseconds since 1970. */
	now: number;
	/** From 0 to 1. */
	random: number;
}

/** Milliseconds until the next attempt: a growing pause, or longer where the receiver asks for it. */
export function retryDelay({ failures, retryAfter, now, random }: Failure): number {
	const pause = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
	const jittered = Math.min(pause * (1 - JITTER + 2 * JITTER * random), LONGEST_MS);
	return Math.round(Math.max(jittered, Math.min(retryAfterMs(retryAfter, now), LONGEST_RETRY_AFTER_MS)));
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3) as milliseconds from now; 0 where it is neither. */
function retryAfterMs(text: string | null, now: number): number {
	if (text === null) return 0;
	const trimmed = text.trim();
	if (/^\d+$/.test(trimmed)) return Number(trimmed) * 1000;
	const at = Date.parse(trimmed);
	return Number.isNaN(at) ? 0 : Math.max(at - now, 0);
}
