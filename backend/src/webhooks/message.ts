import { createHash } from 'node:crypto';
import type { BatchBody } from '../../../contract/webhook.ts';
import type { FeedEvent } from './feed-event.ts';

/** What is posted, and its `webhook-id`. */
export interface OutgoingMessage {
	id: string;
	/** JSON. */
	body: string;
}

/** Characters of a hash that keep two batches apart. */
const HASH_LENGTH = 32;

/** One event by itself; its id is the message's, or with the replay's before it, as a receiver that knows the id must not take it for a repeat. */
export function eventMessage({ event, json }: FeedEvent, replayId: string | null): OutgoingMessage {
	if (replayId === null) return { id: event.id, body: json };
	return { id: `${replayId}_${event.id}`, body: `${json.slice(0, -1)},"replay_id":${JSON.stringify(replayId)}}` };
}

/** Events together. The id says what is in it: a batch of other events, or of more of them, is another message. */
export function batchMessage(events: readonly FeedEvent[], replayId: string | null): OutgoingMessage {
	const hash = createHash('sha256').update(replayId ?? '');
	for (const { event } of events) hash.update(event.id);
	const head = { type: 'batch', ...(replayId !== null && { replay_id: replayId }) } satisfies Omit<BatchBody, 'events'>;
	const body = `${JSON.stringify(head).slice(0, -1)},"events":[${events.map(({ json }) => json).join(',')}]}`;
	return { id: `batch_${hash.digest('hex').slice(0, HASH_LENGTH)}`, body };
}
