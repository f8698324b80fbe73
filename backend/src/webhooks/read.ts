import { LINK_LIMITS } from '../../../contract/link.ts';
import { invalidRequest } from '../http/problem.ts';
import { parsePublicId, publicId } from '../ids.ts';
import type { DeliveryReader, EventReader, StoredWebhook, WebhookReader } from '../storage/storage.ts';
import { noSuchWebhook, type WrittenWebhook } from './operations.ts';
import { isExpired, presentWebhook, type ShownWebhook } from './present.ts';

/** What is read to show subscriptions. */
export interface WebhookSources {
	webhooks: Pick<WebhookReader, 'all' | 'byId'>;
	deliveries: Pick<DeliveryReader, 'progress'>;
	events: Pick<EventReader, 'epochs'>;
	/** Position of the last event in the log. */
	logHead(): number;
}

/** Answer of `GET /v1/webhooks`. */
export interface WebhookList {
	webhooks: ShownWebhook[];
	next_cursor: string | null;
}

/** A page of subscriptions, oldest first. The cursor is the id of the last one of the page before. */
export async function listWebhooks(sources: WebhookSources, now: number, page: { limit?: number; cursor?: string }): Promise<WebhookList> {
	const after = page.cursor === undefined ? 0 : parsePublicId('webhook', page.cursor);
	if (after === undefined) throw invalidRequest([{ pointer: '?cursor', code: 'invalid', message: 'cursor must be the next_cursor of the page before.' }]);
	const rest = (await sources.webhooks.all()).filter((webhook) => webhook.id > after && !isExpired(webhook, now));
	const shown = rest.slice(0, page.limit ?? LINK_LIMITS.page);
	const last = shown.length < rest.length ? shown.at(-1) : undefined;
	return { webhooks: await Promise.all(shown.map((webhook) => show(webhook, sources))), next_cursor: last ? publicId('webhook', last.id) : null };
}

/**
 * One subscription.
 *
 * @throws ProblemError `not_found`
 */
export async function readWebhook(sources: WebhookSources, text: string, now: number): Promise<ShownWebhook> {
	const id = parsePublicId('webhook', text);
	const webhook = id === undefined ? undefined : await sources.webhooks.byId(id);
	if (!webhook || isExpired(webhook, now)) throw noSuchWebhook(text);
	return show(webhook, sources);
}

/** A subscription as a write answers it: with its secret, where that write set it. */
export async function showWritten({ webhook, secret }: WrittenWebhook, sources: WebhookSources): Promise<Omit<ShownWebhook, 'secret'> & { secret?: string | null }> {
	return { ...(await show(webhook, sources)), ...(secret !== undefined && { secret }) };
}

async function show(webhook: Omit<StoredWebhook, 'secret'>, sources: WebhookSources): Promise<ShownWebhook> {
	const [progress, epochs] = [await sources.deliveries.progress(webhook.id), await sources.events.epochs()];
	return presentWebhook(webhook, { progress, epochs, logHead: sources.logHead() });
}
