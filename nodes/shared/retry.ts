import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

/** How often a request is made in all before its failure is reported. */
export const TRIES = 5;

/** The longest wait that a server may ask for; a longer one is cut to this. */
const LONGEST_WAIT_MS = 60_000;

/** Signal checks happen this often while waiting, so that a cancelled execution ends at once. */
const WAIT_STEP_MS = 250;

/** Failures of the connection that may be gone a moment later. A wrong host name (ENOTFOUND) is not. */
const PASSING = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);
const LASTING = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'EPROTO', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT']);

/** Milliseconds before try number `tried + 1`, doubling, with jitter so that many clients do not come back together. */
export function backoff(tried: number): number {
	return 250 * 2 ** (tried - 1) * (1 + Math.random() / 4);
}

/** Milliseconds that an answer asks to wait (`Retry-After`, seconds or an HTTP date), else the usual pause. */
export function waitAfter(headers: IDataObject, tried: number, now = Date.now()): number {
	const value = headers['retry-after'];
	if (typeof value !== 'string' || value === '') return backoff(tried);
	const asked = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
	return Number.isNaN(asked) ? backoff(tried) : Math.min(Math.max(asked, 0), LONGEST_WAIT_MS);
}

/** Waits, but not beyond a cancellation. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= WAIT_STEP_MS) await sleep(Math.min(left, WAIT_STEP_MS));
}

/** The code of a failed connection, wherever n8n's wrapping put it; undefined for any other failure. */
export function connectionFailure(error: unknown): { code: string; passing: boolean } | undefined {
	let current = error;
	for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
		const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
		if (PASSING.has(code) || LASTING.has(code)) return { code, passing: PASSING.has(code) };
		current = 'cause' in current ? current.cause : undefined;
	}
	return undefined;
}
