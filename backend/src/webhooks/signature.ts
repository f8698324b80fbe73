import { createHmac, randomBytes } from 'node:crypto';
import { WEBHOOK_HEADERS } from '../../../contract/webhook.ts';
import type { StoredWebhook } from '../storage/storage.ts';

/**
 * Standard Webhooks, symmetric (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
 * HMAC-SHA256 over `id.timestamp.body`, base64, behind `v1,`.
 */

const PREFIX = 'whsec_';

/** Bytes of a secret: what the specification allows, and how many we make. */
export const SECRET_BYTES = { min: 24, max: 64, made: 32 } as const;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A new secret: `whsec_` and 32 random bytes. */
export function makeSecret(): string {
	return PREFIX + randomBytes(SECRET_BYTES.made).toString('base64');
}

/** What is wrong with a caller's secret, as a sentence; undefined where nothing is. */
export function secretProblem(secret: string): string | undefined {
	const { min, max } = SECRET_BYTES;
	const remedy = `secret must be "${PREFIX}" followed by ${String(min)} to ${String(max)} random bytes in base64; leave it out to have one made.`;
	if (!secret.startsWith(PREFIX) || !BASE64.test(secret.slice(PREFIX.length))) return remedy;
	const { length } = keyOf(secret);
	return length < min || length > max ? remedy : undefined;
}

/** What is signed: the message's id, the second of this attempt, and the body exactly as it is sent. */
export interface Message {
	id: string;
	/** Milliseconds since 1970. */
	at: number;
	body: string;
}

/** The secrets that are valid at a time, the newest first: for a day after it was replaced, the old one too. */
export function secretsOf({ secret, oldSecret, oldSecretUntil }: Pick<StoredWebhook, 'secret' | 'oldSecret' | 'oldSecretUntil'>, at: number): string[] {
	return oldSecret !== null && oldSecretUntil !== null && oldSecretUntil > at ? [secret, oldSecret] : [secret];
}

/** The three headers that a receiver checks, with a signature for each secret. */
export function signedHeaders(secrets: readonly string[], { id, at, body }: Message): Record<string, string> {
	const timestamp = String(Math.floor(at / 1000));
	const signatures = secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
	return { [WEBHOOK_HEADERS.id]: id, [WEBHOOK_HEADERS.timestamp]: timestamp, [WEBHOOK_HEADERS.signature]: signatures.join(' ') };
}

function keyOf(secret: string): Buffer {
	return Buffer.from(secret.slice(PREFIX.length), 'base64');
}
