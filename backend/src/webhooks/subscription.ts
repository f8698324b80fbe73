import type { StoredWebhook } from '../storage/storage.ts';
import type { EventFeed, FeedEvent } from './feed.ts';
import { matches } from './filter.ts';
import type { Answer, Poster } from './post.ts';
import { isExpired } from './present.ts';
import { Progress, type ProgressTools } from './progress.ts';
import { LONGEST_MS, retryDelay } from './retry.ts';
import { signedHeaders } from './signature.ts';
import type { Slots } from './slots.ts';
import { tellAnswer } from './tell.ts';

/** Milliseconds of rest after an error of our own, such as a file that cannot be read. */
const REST_MS = 5000;

/** What a subscription works with. All subscriptions share these. */
export interface SubscriptionTools extends ProgressTools {
	feed: Pick<EventFeed, 'after' | 'head'>;
	poster: Pick<Poster, 'post'>;
	/** Receivers that failed last time share fewer slots, so that dead ones never take those of the others. */
	slots: { healthy: Slots; failing: Slots };
	/** The receiver answered 410: it wants no more. */
	gone(webhook: StoredWebhook): void;
}

/** One attempt, answered or not. */
interface Attempt {
	status: number;
	retryAfter: string | null;
	/** For `last_error`. */
	told: string;
}

/** Sends one subscription its events, in order, one at a time, until it is stopped. */
export class Subscription {
	readonly webhook: StoredWebhook;
	/** Resolves when nothing is in flight any more and progress is written. */
	readonly ended: Promise<void>;
	readonly #tools: SubscriptionTools;
	readonly #stopping = new AbortController();
	readonly #abandoning = new AbortController();
	/** Head of the feed at the last look: until it moves there is nothing to look for. */
	#seen = -1;
	#chunk: FeedEvent[] = [];
	#attemptedAt = -Infinity;
	#wake: (() => void) | undefined;

	/** @param atOnce whether the pause after earlier failures is cut short: somebody has just changed or resumed it */
	constructor(webhook: StoredWebhook, tools: SubscriptionTools, atOnce: boolean) {
		this.webhook = webhook;
		this.#tools = tools;
		this.ended = this.#run(atOnce);
	}

	/** There may be new events. */
	wake(): void {
		this.#wake?.();
	}

	/** No further attempt begins. What is in flight is finished, or abandoned too. */
	stop({ abandon }: { abandon: boolean }): void {
		this.#stopping.abort();
		if (abandon) this.#abandoning.abort();
		this.#wake?.();
	}

	get #stopped(): boolean {
		return this.#stopping.signal.aborted;
	}

	async #run(atOnce: boolean): Promise<void> {
		const { clock, report } = this.#tools;
		while (!this.#stopped) {
			try {
				const progress = await Progress.of(this.webhook, this.#tools, this.#stopping.signal);
				if (atOnce && progress.failures > 0) await progress.record({ failures: 0, nextAttemptAt: null });
				await this.#deliverAll(progress);
				await progress.flush();
			} catch (error) {
				report(error);
				this.#chunk = [];
				await clock.sleep(REST_MS, this.#stopping.signal);
			}
		}
	}

	async #deliverAll(progress: Progress): Promise<void> {
		while (!this.#stopped) {
			const next = await this.#next(progress);
			if (next) await this.#deliver(next, progress);
			else await this.#moreEvents();
		}
	}

	/** The next event to send; those before it are passed over. Undefined at the head. */
	async #next(progress: Progress): Promise<FeedEvent | undefined> {
		while (!this.#stopped) {
			if (this.#chunk.length === 0) {
				this.#seen = this.#tools.feed.head;
				this.#chunk = (await this.#tools.feed.after(progress.cursor)).slice();
				if (this.#chunk.length === 0) return undefined;
			}
			for (let event = this.#chunk.shift(); event; event = this.#chunk.shift()) {
				if (matches(this.webhook, event.event)) return event;
				progress.passOver(event.position);
			}
			// Sockets and other subscriptions come first while a long stretch is passed over.
			await new Promise(setImmediate);
		}
		return undefined;
	}

	async #moreEvents(): Promise<void> {
		if (this.#stopped || this.#tools.feed.head > this.#seen) return;
		await new Promise<void>((resolve) => (this.#wake = resolve));
		this.#wake = undefined;
	}

	async #deliver({ position, event }: FeedEvent, progress: Progress): Promise<void> {
		const { clock } = this.#tools;
		const body = JSON.stringify(event);
		for (;;) {
			await this.#pause(progress.nextAttemptAt);
			const attempt = this.#stopped ? undefined : await this.#attempt(event.id, body, progress.failures > 0);
			if (!attempt) return;
			if (attempt.status >= 200 && attempt.status < 300) {
				return progress.record({ cursor: position, failures: 0, lastError: null, nextAttemptAt: null });
			}
			// Who waits for long should not hold a chunk of the log meanwhile: a thousand dead receivers would hold a thousand.
			this.#chunk = [];
			const [now, failures, gone] = [clock.now(), progress.failures + 1, attempt.status === 410];
			const delay = gone ? LONGEST_MS : retryDelay({ failures, retryAfter: attempt.retryAfter, now, random: clock.random() });
			await progress.record({ failures, lastError: attempt.told, nextAttemptAt: now + delay });
			if (gone) this.#tools.gone(this.webhook);
		}
	}

	/** Waits for the time of the next attempt, and for the subscription's own rate. */
	async #pause(nextAttemptAt: number): Promise<void> {
		const { clock } = this.#tools;
		const spacing = this.webhook.rate === null ? 0 : 1000 / this.webhook.rate;
		const at = Math.max(nextAttemptAt, this.#attemptedAt + spacing);
		// A timer may fire a millisecond early.
		while (!this.#stopped && clock.now() < at) await clock.sleep(Math.ceil(at - clock.now()), this.#stopping.signal);
		if (isExpired(this.webhook, clock.now())) await this.#untilStopped();
	}

	/** Undefined where it was stopped or abandoned: then nothing is known of the receiver. */
	async #attempt(id: string, body: string, failing: boolean): Promise<Attempt | undefined> {
		const { slots, clock, poster } = this.#tools;
		return (failing ? slots.failing : slots.healthy).run(async () => {
			if (this.#stopped) return undefined;
			this.#attemptedAt = clock.now();
			const headers = signedHeaders(this.webhook.secret, { id, at: this.#attemptedAt, body });
			try {
				const answer: Answer = await poster.post({ url: this.webhook.url, headers, body, signal: this.#abandoning.signal });
				return { ...answer, told: tellAnswer(answer) };
			} catch (error) {
				if (this.#abandoning.signal.aborted) return undefined;
				return { status: 0, retryAfter: null, told: error instanceof Error ? error.message : String(error) };
			}
		});
	}

	async #untilStopped(): Promise<void> {
		const { signal } = this.#stopping;
		if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
	}
}
