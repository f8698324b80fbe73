import { LRUCache } from 'lru-cache';
import type { LinkmillEvent } from '../../../contract/event.ts';
import { eventId } from '../events/event-id.ts';
import { presentEvents } from '../events/present.ts';
import type { Epoch, EventReader, LinkReader } from '../storage/storage.ts';
import { formatTime } from '../times.ts';

/** Events read at once: some milliseconds of work, after which the thread turns to its sockets again. */
const CHUNK = 200;

/** Chunks kept: subscriptions that are up to date all read the same one. */
const KEPT_CHUNKS = 8;

/** An event where it stands in the log, as every subscription sees it. */
export interface FeedEvent {
	position: number;
	event: LinkmillEvent;
}

/** What a feed reads from. */
export interface FeedSources {
	events: Pick<EventReader, 'enriched' | 'enrichedHead' | 'epochs' | 'begin'>;
	links: Pick<LinkReader, 'asOf'>;
	baseUrl: string;
}

/** The enriched events, read and presented once for all subscriptions. */
export class EventFeed {
	readonly #sources: FeedSources;
	readonly #chunks = new LRUCache<number, Promise<FeedEvent[]>>({ max: KEPT_CHUNKS });
	#head = 0;

	constructor(sources: FeedSources) {
		this.#sources = sources;
	}

	/** Position up to which events are known to be there. */
	get head(): number {
		return this.#head;
	}

	/** Looks how far the log has been enriched. Resolves with whether there is more than before. */
	async look(): Promise<boolean> {
		const before = this.#head;
		this.#head = Math.max(before, await this.#sources.events.enrichedHead());
		return this.#head > before;
	}

	/** The next events after a position, at most a chunk; none where it is at the head. */
	async after(position: number): Promise<FeedEvent[]> {
		if (position >= this.#head) return [];
		const kept = this.#chunks.get(position);
		if (kept) return kept;
		const chunk = this.#read(position);
		this.#chunks.set(position, chunk);
		// Events never change, so a chunk is good for ever; only nothing, or a failure, is asked for again.
		chunk.then((events) => events.length > 0 || this.#chunks.delete(position), () => this.#chunks.delete(position));
		return chunk;
	}

	async #read(position: number): Promise<FeedEvent[]> {
		const { events, links, baseUrl } = this.#sources;
		const read = await events.enriched(position, CHUNK);
		const epochs = await events.epochs();
		const presented = await presentEvents(read, { links, baseUrl, epochs });
		const chunk = presented.map((event, index): FeedEvent => ({ position: (read[index] as { position: number }).position, event }));
		// Asked for afterwards: what was read is not lost, though it may be purged by now.
		const lost = Math.min(await events.begin(), read[0]?.position ?? Infinity) - 1;
		return lost > position ? [gap(position + 1, lost, epochs), ...chunk] : chunk;
	}
}

/** Stands where events were that the log has dropped. */
function gap(first: number, last: number, epochs: readonly Epoch[]): FeedEvent {
	const [from, to] = [eventId(first, epochs), eventId(last, epochs)];
	return { position: last, event: { id: to, type: 'log.gap', occurred_at: formatTime(Date.now()), from, to, count: last - first + 1 } };
}
