import { WEBHOOK_LIMITS } from '../../../contract/webhook.ts';
import type { FeedEvent } from './feed-event.ts';
import type { EventSource } from './source.ts';

/** Events that go out together. */
export interface Taken {
	events: FeedEvent[];
	/** Where the cursor is once they have been taken: events that are not sent may lie between the last one and here. */
	upTo: number;
}

/** How much goes out together. */
export interface Measure {
	events: number;
	/** Nothing after this position. */
	upTo: number;
}

/** The events of a source that come next: read ahead of the cursor, and filtered. */
export class Window {
	readonly #source: EventSource;
	#scanned: number;
	#pending: FeedEvent[] = [];
	#since = 0;

	constructor(source: EventSource, cursor: number) {
		this.#source = source;
		this.#scanned = cursor;
	}

	/** Nothing that was read so far is left to be sent. */
	get isEmpty(): boolean {
		return this.#pending.length === 0;
	}

	/** Position up to which events have been looked at. */
	get scanned(): number {
		return this.#scanned;
	}

	/** Whether the source has been read to its end. */
	get atEnd(): boolean {
		return this.#scanned >= this.#source.end;
	}

	/** Since when the first event has been waiting here. */
	get since(): number {
		return this.#since;
	}

	/** Reads the next block. Resolves with false where there is none yet, or none any more. */
	async read(now: number): Promise<boolean> {
		if (this.atEnd) return false;
		const block = await this.#source.after(this.#scanned);
		const last = block.at(-1);
		if (last) {
			if (this.isEmpty) this.#since = now;
			this.#pending.push(...block.filter((event) => this.#source.wants(event)));
			this.#scanned = last.position;
		} else if (this.#source.known() >= this.#source.end) {
			// There is no more to come.
			this.#scanned = this.#source.end;
		}
		return last !== undefined;
	}

	/** Whether there is enough for one delivery. */
	isFull(events: number): boolean {
		return this.#pending.length >= events || this.#fitting(events) < this.#pending.length;
	}

	/** The next delivery, which stays here until it is {@link drop dropped}. There must be something. */
	next({ events, upTo }: Measure): Taken {
		const [first] = this.#pending as [FeedEvent];
		const bound = first.position > upTo ? Infinity : upTo;
		const taken = this.#pending.slice(0, this.#fitting(events)).filter(({ position }) => position <= bound);
		const all = taken.length === this.#pending.length;
		return { events: taken, upTo: all ? Math.min(this.#scanned, bound) : (taken.at(-1) ?? first).position };
	}

	/** It has been dealt with. */
	drop({ events }: Taken, now: number): void {
		this.#pending.splice(0, events.length);
		this.#since = now;
	}

	/** Back to the cursor. Who waits for long should not hold events meanwhile: a thousand dead receivers would hold a thousand blocks. */
	reset(cursor: number): void {
		this.#pending = [];
		this.#scanned = cursor;
	}

	/** How many of the pending ones fit into a delivery. */
	#fitting(events: number): number {
		let [count, bytes] = [0, 0];
		for (const event of this.#pending) {
			if (count === events) break;
			bytes += event.bytes + 1;
			if (count > 0 && bytes > WEBHOOK_LIMITS.body_bytes) break;
			count++;
		}
		return count;
	}
}
