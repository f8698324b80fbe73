import { randomUUID } from 'node:crypto';
import type { TestBody, WebhookTestResult } from '../../../contract/webhook.ts';
import type { StoredWebhook } from '../storage/storage.ts';
import type { Operation } from '../writes/operation.ts';
import type { Poster } from './post.ts';
import { attempt } from './receiver.ts';
import { sampleEvent } from './sample-event.ts';
import { verdictOf } from './verdict.ts';

/** Sends a subscription an event that was made up, signed as every delivery, beside those that wait for it. */
export async function sendTest(webhook: StoredWebhook, poster: Pick<Poster, 'post'>, now: number): Promise<WebhookTestResult> {
	const body = JSON.stringify({ type: 'test', event: sampleEvent(webhook.events[0] ?? 'link.clicked', now) } satisfies TestBody);
	const { status, latencyMs: latency_ms, response, error } = await attempt(poster, webhook, { id: `test_${randomUUID()}`, body }, now);
	return { delivered: verdictOf(status) === 'delivered', status, latency_ms, response, error };
}

/** `POST /v1/webhooks/{id}/test`: keeps the answer for its Idempotency-Key. The body is a {@link WebhookTestResult}. */
export const testWebhook: Operation = {
	async write({ body }) {
		return { status: 200, body };
	},
};
