import type { Webhook } from '../../../contract/webhook.ts';
import { parsePublicId } from '../ids.ts';
import type { DeliveryReader, EventReader, StoredWebhook, WebhookReader } from '../storage/storage.ts';
import { noSuchWebhook, type WrittenWebhook } from './operations.ts';
import { isExpired, presentWebhook } from './present.ts';

/** What is read to show subscriptions. */
export interface WebhookSources {
	webhooks: Pick<WebhookReader, 'all' | 'byId'>;
	deliveries: Pick<DeliveryReader, 'progress'>;
	events: Pick<EventReader, 'epochs'>;
	/** Position of the last event in the log. */
	logHead(): number;
}

/** Every subscription, oldest first. */
export async function listWebhooks(sources: WebhookSources, now: number): Promise<Webhook[]> {
	const webhooks = (await sources.webhooks.all()).filter((webhook) => !isExpired(webhook, now));
	return Promise.all(webhooks.map((webhook) => show(webhook, sources)));
}

/**
 * One subscription.
 *
 * @throws ProblemError `not_found`
 */
export async function readWebhook(sources: WebhookSources, text: string, now: number): Promise<Webhook> {
	const id = parsePublicId('webhook', text);
	const webhook = id === undefined ? undefined : await sources.webhooks.byId(id);
	if (!webhook || isExpired(webhook, now)) throw noSuchWebhook(text);
	return show(webhook, sources);
}

/** A subscription as a write answers it: with its secret, where that write set it. */
export async function showWritten({ webhook, secret }: WrittenWebhook, sources: WebhookSources): Promise<Omit<Webhook, 'secret'> & { secret?: string | null }> {
	return { ...(await show(webhook, sources)), ...(secret !== undefined && { secret }) };
}

async function show(webhook: Omit<StoredWebhook, 'secret'>, sources: WebhookSources): Promise<Webhook> {
	const [progress, epochs] = [await sources.deliveries.progress(webhook.id), await sources.events.epochs()];
	return presentWebhook(webhook, { progress, epochs, logHead: sources.logHead() });
}
