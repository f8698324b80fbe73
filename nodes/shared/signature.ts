import { createHmac, randomBytes, timingSafeEqual } from 'crypto';
import { WEBHOOK_HEADERS } from '../../contract/webhook';

/** Standard Webhooks (https://www.standardwebhooks.com): `v1,` + base64 of HMAC-SHA256 over `id.timestamp.body`. */
const SCHEME = 'v1,';
const SECRET_PREFIX = 'whsec_';

/** Seconds by which the time of an attempt may differ from ours; an older one is a recording played again. */
export const TOLERANCE_S = 300;

/** A secret that nobody has yet: 32 random bytes. */
export function newSecret(): string {
	return SECRET_PREFIX + randomBytes(32).toString('base64');
}

/** What is wrong with a delivery; undefined when it is genuine and fresh. `now` in milliseconds. */
export function signatureProblem(
	body: Buffer,
	headers: Record<string, string | string[] | undefined>,
	secret: string,
	now = Date.now(),
): string | undefined {
	const [id, timestamp, signatures] = [WEBHOOK_HEADERS.id, WEBHOOK_HEADERS.timestamp, WEBHOOK_HEADERS.signature].map((name) => headers[name]);
	if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return 'not signed';
	if (!/^\d+$/.test(timestamp)) return 'timestamp is not a number';
	const expected = sign(body, id, timestamp, secret);
	// All are compared: a sender that changes its secret signs with the old and the new one for a while.
	const genuine = signatures.split(' ').filter((signature) => equal(signature, expected)).length > 0;
	if (!genuine) return 'signature does not match';
	return Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_S ? 'timestamp is too old or in the future' : undefined;
}

function sign(body: Buffer, id: string, timestamp: string, secret: string): string {
	const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
	return SCHEME + createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}

/** In constant time; lengths are no secret. */
function equal(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
}
