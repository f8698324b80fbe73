import { LINK_LIMITS } from '../../../contract/link.ts';
import type { ParkedEventList, Webhook, WebhookDeliveryList, WebhookList, WebhookListQuery } from '../../../contract/webhook.ts';
import { eventId, eventPosition } from '../events/event-id.ts';
import { invalidRequest } from '../http/problem.ts';
import { parsePublicId, publicId } from '../ids.ts';
import type { DeliveryReader, Epoch, EventReader, StoredWebhook, WebhookReader } from '../storage/storage.ts';
import { noSuchWebhook, type WrittenWebhook } from './operations.ts';
import { isExpired, presentAttempt, presentParked, presentWebhook, type PublicWebhook } from './present.ts';

/** What is read to show subscriptions. */
export interface WebhookSources {
	webhooks: Pick<WebhookReader, 'all' | 'byId'>;
	deliveries: DeliveryReader;
	events: Pick<EventReader, 'epochs' | 'logged' | 'span'>;
	/** Position of the last event in the log. */
	logHead(): number;
}

/** How a list is asked for. */
interface Page {
	limit?: number;
	cursor?: string;
}

/** Events after a cursor that are looked at for their age: conversions may have happened long before they were recorded. */
const LOOKED_AT = 20;

/** A page of subscriptions, oldest first. The cursor is the id of the last one of the page before. */
export async function listWebhooks(sources: WebhookSources, now: number, query: WebhookListQuery): Promise<WebhookList> {
	const after = query.cursor === undefined ? 0 : (parsePublicId('webhook', query.cursor) ?? badCursor());
	const isAsked = ({ id, key, status }: StoredWebhook) => id > after && (query.key === undefined || query.key === key) && (query.status === undefined || query.status === status);
	const rest = (await sources.webhooks.all()).filter((webhook) => isAsked(webhook) && !isExpired(webhook, now));
	const shown = rest.slice(0, query.limit ?? LINK_LIMITS.page);
	const last = shown.length < rest.length ? shown.at(-1) : undefined;
	const show = await shower(sources, now);
	return { webhooks: await Promise.all(shown.map(show)), next_cursor: last ? publicId('webhook', last.id) : null };
}

/**
 * One subscription.
 *
 * @throws ProblemError `not_found`
 */
export async function readWebhook(sources: WebhookSources, text: string, now: number): Promise<Webhook> {
	return (await shower(sources, now))(await findWebhook(sources, text, now));
}

/**
 * The subscription that a path names, as it is kept.
 *
 * @throws ProblemError `not_found`
 */
export async function findWebhook({ webhooks }: Pick<WebhookSources, 'webhooks'>, text: string, now: number): Promise<StoredWebhook> {
	const id = parsePublicId('webhook', text);
	const webhook = id === undefined ? undefined : await webhooks.byId(id);
	if (!webhook || isExpired(webhook, now)) throw noSuchWebhook(text);
	return webhook;
}

/** The last attempts of a subscription, newest first. The cursor is the number of the last one of the page before. */
export async function listDeliveries(sources: WebhookSources, text: string, now: number, { limit = LINK_LIMITS.page, cursor }: Page): Promise<WebhookDeliveryList> {
	const { id } = await findWebhook(sources, text, now);
	const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : numberOf(cursor);
	const [attempts, epochs] = [await sources.deliveries.attempts(id, before, limit), await sources.events.epochs()];
	const last = attempts.length === limit ? attempts.at(-1) : undefined;
	return { deliveries: attempts.map((attempt) => presentAttempt(attempt, epochs)), next_cursor: last ? String(last.sequence) : null };
}

/** The events that were set aside, in the order of the log. The cursor is the id of the last one of the page before. */
export async function listParked(sources: WebhookSources, text: string, now: number, { limit = LINK_LIMITS.page, cursor }: Page): Promise<ParkedEventList> {
	const { id } = await findWebhook(sources, text, now);
	const epochs = await sources.events.epochs();
	const after = cursor === undefined ? 0 : (eventPosition(cursor, epochs) ?? badCursor());
	const parked = await sources.deliveries.parked(id, after, limit);
	const last = parked.length === limit ? parked.at(-1) : undefined;
	return { parked: parked.map((one) => presentParked(one, epochs)), next_cursor: last ? eventId(last.position, epochs) : null };
}

/** A subscription as a write answers it: with its secret, where that write set it. */
export async function showWritten({ webhook, secret }: WrittenWebhook, sources: WebhookSources, now: number): Promise<Webhook> {
	return { ...(await (await shower(sources, now))(webhook)), ...(secret !== undefined && { secret }) };
}

/** Shows subscriptions, of which many are at the same place. */
async function shower({ deliveries, events, logHead }: WebhookSources, now: number): Promise<(webhook: PublicWebhook) => Promise<Webhook>> {
	const epochs: readonly Epoch[] = await events.epochs();
	const ages = new Map<number, Promise<number>>();
	const ageAfter = (position: number) => {
		const age = ages.get(position) ?? ageOf(events, position, now);
		ages.set(position, age);
		return age;
	};
	return async (webhook) => {
		const progress = await deliveries.progress(webhook.id);
		const replayProgress = webhook.replay ? await deliveries.progress(webhook.id, webhook.replay.id) : undefined;
		const parkedEvents = await deliveries.countParked(webhook.id);
		return presentWebhook(webhook, { progress, replayProgress, parkedEvents, logHead: logHead(), epochs, ageAfter });
	};
}

async function ageOf(events: WebhookSources['events'], position: number, now: number): Promise<number> {
	const next = await events.logged(position, LOOKED_AT);
	const event = next.find(({ type }) => type !== 'conversion.recorded') ?? next[0];
	return event ? Math.max(now - event.occurredAt, 0) / 1000 : 0;
}

function numberOf(cursor: string): number {
	return /^\d{1,15}$/.test(cursor) ? Number(cursor) : badCursor();
}

function badCursor(): never {
	throw invalidRequest([{ pointer: '?cursor', code: 'invalid', message: 'cursor must be the next_cursor of the page before.' }]);
}
