import type { DeliveryReader, StoredReplay, StoredWebhook } from '../storage/storage.ts';
import type { FeedEvent } from './feed-event.ts';
import type { EventFeed } from './feed.ts';
import { matches } from './filter.ts';

/** Where the events of a subscription, or of a replay, come from. */
export interface EventSource {
	/** The next events after a position, in order; none where there are no more yet. */
	after(position: number): Promise<FeedEvent[]>;
	/** Whether an event of it is to be sent. */
	wants(event: FeedEvent): boolean;
	/** Position up to which the log can be read. */
	known(): number;
	/** The last position that it goes to. */
	end: number;
}

/** What the sources read. */
export interface SourceTools {
	feed: Pick<EventFeed, 'after' | 'head'>;
	deliveries: Pick<DeliveryReader, 'parked'>;
}

/** Events set aside that are looked up at once. */
const PARKED_CHUNK = 100;

/** The log, for ever. */
export function liveSource(webhook: StoredWebhook, { feed }: SourceTools): EventSource {
	return { after: (position) => feed.after(position), wants: (event) => !isSkipped(event, webhook) && matches(webhook, event.event), known: () => feed.head, end: Infinity };
}

/** The part of the log that a replay is about. */
export function replaySource(webhook: StoredWebhook, replay: StoredReplay, tools: SourceTools): EventSource {
	if (replay.parked) return parkedSource(webhook, replay, tools);
	return {
		after: async (position) => (await tools.feed.after(position)).filter((event) => event.position <= replay.upTo),
		wants: (event) => isWithin(event, replay) && matches(webhook, event.event),
		known: () => tools.feed.head,
		end: replay.upTo,
	};
}

/** What was set aside and is still in the log. It was wanted once, whatever the filter says now. */
function parkedSource(webhook: StoredWebhook, { upTo }: StoredReplay, { feed, deliveries }: SourceTools): EventSource {
	const after = async (position: number): Promise<FeedEvent[]> => {
		const chunk = (await deliveries.parked(webhook.id, position, PARKED_CHUNK)).filter((parked) => parked.position <= upTo);
		const found: FeedEvent[] = [];
		for (const parked of chunk) {
			const [event] = await feed.after(parked.position - 1);
			if (event?.position === parked.position && event.event.type !== 'log.gap') found.push(event);
		}
		const last = chunk.at(-1);
		return last && found.length === 0 ? after(last.position) : found;
	};
	return { after, wants: () => true, known: () => feed.head, end: upTo };
}

/** Of what was in the log at the start, the subscriber wants nothing older. That something is lost is told all the same. */
function isSkipped({ position, event }: FeedEvent, { skipBefore, skipUpTo }: StoredWebhook): boolean {
	return skipBefore !== null && position <= skipUpTo && event.type !== 'log.gap' && Date.parse(event.occurred_at) < skipBefore;
}

function isWithin({ event }: FeedEvent, { since, until }: StoredReplay): boolean {
	if (since === null && until === null) return true;
	const at = Date.parse(event.occurred_at);
	return at >= (since ?? -Infinity) && at < (until ?? Infinity);
}
