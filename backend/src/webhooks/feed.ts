import { LRUCache } from 'lru-cache';
import type { LinkmillEvent } from '../../../contract/event.ts';
import { eventId } from '../events/event-id.ts';
import { presentEvents } from '../events/present.ts';
import type { Epoch, EventReader, LinkReader } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import { FeedEvent } from './feed-event.ts';

/** Positions in a block. A block is some milliseconds of work, after which the thread turns to its sockets again. */
const BLOCK = 250;

/** Blocks kept: subscriptions that are up to date, or a little behind, all read the same ones. Some 10 MB of clicks. */
const KEPT_BLOCKS = 16;

/** What a feed reads from. */
export interface FeedSources {
	events: Pick<EventReader, 'enriched' | 'enrichedHead' | 'epochs' | 'begin'>;
	links: Pick<LinkReader, 'asOf'>;
	baseUrl: string;
}

/** Events of the log side by side, as far as they have been read. */
interface Block {
	/** Position before its first event, and of its last. */
	readonly from: number;
	readonly end: number;
	/** Position up to which it has been read. */
	upTo: number;
	events: FeedEvent[];
	reading: Promise<void> | undefined;
}

/** The enriched events, read, presented and made into JSON once for all subscriptions. */
export class EventFeed {
	readonly #sources: FeedSources;
	readonly #blocks = new LRUCache<number, Block>({ max: KEPT_BLOCKS });
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

	/** The next events after a position, at most a block; none where it is at the head. */
	async after(position: number): Promise<FeedEvent[]> {
		if (position >= this.#head) return [];
		const block = this.#blockOf(position);
		while (block.upTo <= position && (await this.#readMore(block)));
		const events = block.events.filter((event) => event.position > position);
		if (events[0]?.position === position + 1) return events;
		return this.#afterHole(position, events);
	}

	#blockOf(position: number): Block {
		const index = Math.floor(position / BLOCK);
		const known = this.#blocks.get(index);
		if (known) return known;
		const block: Block = { from: index * BLOCK, end: (index + 1) * BLOCK, upTo: index * BLOCK, events: [], reading: undefined };
		this.#blocks.set(index, block);
		return block;
	}

	/** Events never change, so what is read stays; only what comes after is asked for. Resolves with whether there was any. */
	async #readMore(block: Block): Promise<boolean> {
		const before = block.upTo;
		block.reading ??= this.#read(block).finally(() => (block.reading = undefined));
		await block.reading;
		return block.upTo > before;
	}

	async #read(block: Block): Promise<void> {
		const { events, links, baseUrl } = this.#sources;
		const read = await events.enriched(block.upTo, block.end - block.upTo);
		const last = read.at(-1);
		if (!last) return;
		const own = read.filter(({ position }) => position <= block.end);
		const presented = await presentEvents(own, { links, baseUrl, epochs: await events.epochs() });
		block.events = [...block.events, ...presented.map((event, index) => new FeedEvent((own[index] as { position: number }).position, event))];
		block.upTo = Math.min(last.position, block.end);
	}

	/** Something is missing after the position: the log has dropped it, which is told. */
	async #afterHole(position: number, events: FeedEvent[]): Promise<FeedEvent[]> {
		const { events: reader } = this.#sources;
		const first = events[0]?.position ?? (await reader.enriched(position, 1))[0]?.position;
		// Asked for afterwards: what was read is not lost, though it may be purged by now.
		const lost = Math.min(await reader.begin(), first ?? Infinity) - 1;
		if (lost > position) return [gap(position + 1, lost, await reader.epochs()), ...events];
		if (events.length > 0 || first === undefined) return events;
		return this.after(first - 1);
	}
}

/** Stands where events were that the log has dropped. */
function gap(first: number, last: number, epochs: readonly Epoch[]): FeedEvent {
	const [from, to] = [eventId(first, epochs), eventId(last, epochs)];
	const event: LinkmillEvent = { id: to, type: 'log.gap', occurred_at: formatTime(Date.now()), from, to, count: last - first + 1 };
	return new FeedEvent(last, event);
}
