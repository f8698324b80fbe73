import type { EnrichedEvent, EventReader } from '../storage/storage.ts';

/** Events that are kept: some seconds of a busy campaign, a few megabytes. */
const KEPT = 20_000;

/**
 * The events that were enriched last, kept until they are counted: reading them out of the log again would cost as much as enriching
 * them did. What it has no more, or never had, is read there.
 */
export class RecentEvents implements Pick<EventReader, 'enriched'> {
	readonly #log: Pick<EventReader, 'enriched'>;
	#events: EnrichedEvent[] = [];
	/** It has every event after this position, up to the last one that was added. */
	#after: number | undefined;

	constructor(log: Pick<EventReader, 'enriched'>) {
		this.#log = log;
	}

	/** Adds the events that follow `after`, all of them, in their order. */
	add(after: number, events: readonly EnrichedEvent[]): void {
		const last = this.#events.at(-1)?.position ?? this.#after;
		if (last !== after || this.#events.length + events.length > KEPT) {
			this.#events = [];
			this.#after = after;
		}
		for (const event of events) this.#events.push(event);
	}

	/** Asked by one who counts, and so never again for what it has asked for the next of. */
	async enriched(after: number, limit: number): Promise<EnrichedEvent[]> {
		if (this.#after === undefined || after < this.#after) return this.#log.enriched(after, limit);
		const counted = this.#events.findIndex(({ position }) => position > after);
		this.#events = counted === -1 ? [] : this.#events.slice(counted);
		this.#after = after;
		return this.#events.slice(0, limit);
	}
}
