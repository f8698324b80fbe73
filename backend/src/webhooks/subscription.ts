import type { StoredWebhook } from '../storage/storage.ts';
import type { EventFeed } from './feed.ts';
import type { Lanes } from './lanes.ts';
import { Line, type Delivery, type LineTools } from './line.ts';
import { Pause } from './pause.ts';
import type { Poster } from './post.ts';
import { isExpired } from './present.ts';
import { Receiver } from './receiver.ts';

/** Milliseconds of rest after an error of our own, such as a file that cannot be read. */
const REST_MS = 5000;

/** What a subscription works with. All subscriptions share these. */
export interface SubscriptionTools extends LineTools {
	feed: Pick<EventFeed, 'after' | 'head'>;
	poster: Pick<Poster, 'post'>;
	lanes: Lanes;
	/** Milliseconds that the log keeps events; Infinity where it keeps them all. */
	retentionMs: number;
	/** The receiver answered 410: it wants no more. */
	gone(webhook: StoredWebhook): void;
	/** The receiver has taken nothing for longer than the log keeps events. */
	unreachable(webhook: StoredWebhook): void;
	/** A replay has come to its end. */
	replayed(webhook: StoredWebhook, replayId: string): void;
}

/** Sends one subscription its events, in order, one delivery at a time, until it is stopped. A replay takes turns with what is new. */
export class Subscription {
	readonly webhook: StoredWebhook;
	/** Resolves when nothing is in flight any more and progress is written. */
	readonly ended: Promise<void>;
	readonly #tools: SubscriptionTools;
	readonly #receiver: Receiver;
	readonly #stopping = new AbortController();
	readonly #abandoning = new AbortController();
	readonly #pause: Pause;

	/** @param atOnce whether the pause after earlier failures is cut short: somebody has just changed or resumed it */
	constructor(webhook: StoredWebhook, tools: SubscriptionTools, atOnce: boolean) {
		this.webhook = webhook;
		this.#tools = tools;
		this.#receiver = new Receiver(webhook, tools, this.#abandoning.signal);
		this.#pause = new Pause(tools.clock, this.#stopping.signal);
		this.ended = this.#run(atOnce);
	}

	/** There may be new events. */
	wake(): void {
		this.#pause.wake();
	}

	/** No further attempt begins. What is in flight is finished, or abandoned too. */
	stop({ abandon }: { abandon: boolean }): void {
		this.#stopping.abort();
		if (abandon) this.#abandoning.abort();
	}

	get #stopped(): boolean {
		return this.#stopping.signal.aborted;
	}

	async #run(atOnce: boolean): Promise<void> {
		const { clock, report } = this.#tools;
		while (!this.#stopped) {
			try {
				const lines = await this.#lines(atOnce);
				await this.#deliverAll(lines);
				for (const { progress } of lines) await progress.flush();
			} catch (error) {
				report(error);
				await clock.sleep(REST_MS, this.#stopping.signal);
			}
		}
	}

	async #deliverAll(lines: Line[]): Promise<void> {
		while (!this.#stopped) await this.#turn(lines);
	}

	async #lines(atOnce: boolean): Promise<Line[]> {
		const { replay, id } = this.webhook;
		const { deliveries } = this.#tools;
		await deliveries.forgetReplays(id, replay?.id ?? null);
		const lines: Line[] = [];
		for (const one of replay ? [null, replay] : [null]) {
			const line = await Line.of(this.webhook, one, this.#tools, this.#stopping.signal);
			if (atOnce && line.progress.now.failures > 0) await line.progress.record({ failures: 0, failingSince: null, nextAttemptAt: null });
			lines.push(line);
		}
		return lines;
	}

	/** One delivery of the first line that has one to send, or a rest until there may be one. The line goes to the end. */
	async #turn(lines: Line[]): Promise<void> {
		await this.#pause.until(this.#receiver.readyAt);
		const seen = this.#tools.feed.head;
		let [at, news] = [Infinity, false];
		for (const line of [...lines]) {
			const next = await line.next(this.#stopping.signal);
			if (this.#stopped || isExpired(this.webhook, this.#tools.clock.now())) return this.#pause.until(Infinity);
			if (next.delivery) {
				lines.push(...lines.splice(lines.indexOf(line), 1));
				return this.#deliver(line, next.delivery);
			}
			if (line.replay && line.isDone) {
				lines.splice(lines.indexOf(line), 1);
				this.#tools.replayed(this.webhook, line.replay.id);
			} else {
				at = Math.min(at, next.at);
				news ||= next.news;
			}
		}
		if (!news || this.#tools.feed.head === seen) await (news ? this.#pause.untilWoken(at) : this.#pause.until(at));
	}

	async #deliver(line: Line, delivery: Delivery): Promise<void> {
		const { clock, retentionMs, gone, unreachable } = this.#tools;
		const attempt = await this.#receiver.send(delivery.message, line.progress.now.failures > 0, this.#stopping.signal);
		if (!attempt) return;
		const verdict = await line.settle(delivery, attempt.result, attempt.at);
		const { failingSince } = line.progress.now;
		if (verdict === 'gone') gone(this.webhook);
		else if (verdict !== 'delivered' && failingSince !== null && clock.now() - failingSince > retentionMs) unreachable(this.webhook);
	}
}
