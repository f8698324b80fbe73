import type { DeliveryOutcome, StoredReplay, StoredWebhook } from '../storage/storage.ts';
import { BatchSize } from './batch-size.ts';
import type { Clock } from './clock.ts';
import { batchMessage, eventMessage, type OutgoingMessage } from './message.ts';
import { NOTHING_WRONG, Progress, type ProgressTools } from './progress.ts';
import { LONGEST_MS, retryDelay } from './retry.ts';
import { liveSource, replaySource, type SourceTools } from './source.ts';
import { isRefusedForGood, verdictOf, type AttemptResult, type Refusals, type Verdict } from './verdict.ts';
import { Window, type Taken } from './window.ts';

/** What a line works with. */
export type LineTools = ProgressTools & SourceTools;

/** Events on their way to the receiver. */
export interface Delivery extends Taken {
	message: OutgoingMessage;
}

/** What is to be done next: send something, or wait: until a time, and where `news` is set also for new events. */
export type Next = { delivery: Delivery } | { delivery?: undefined; at: number; news: boolean };

/** Events that follow each other: those of a subscription, or those of a replay. Knows what comes next, and what an answer means for it. */
export class Line {
	readonly replay: StoredReplay | null;
	readonly progress: Progress;
	readonly #webhook: StoredWebhook;
	readonly #clock: Clock;
	readonly #window: Window;
	readonly #size: BatchSize;
	/** Last position of a delivery that failed: it is repeated as it was, whatever has been clicked since. */
	#repeatUpTo = Infinity;

	private constructor(webhook: StoredWebhook, replay: StoredReplay | null, progress: Progress, tools: LineTools) {
		this.replay = replay;
		this.progress = progress;
		this.#webhook = webhook;
		this.#clock = tools.clock;
		this.#window = new Window(replay ? replaySource(webhook, replay, tools) : liveSource(webhook, tools), progress.now.cursor);
		this.#size = new BatchSize(webhook.maxEvents);
	}

	/** The line of a subscription, or of its replay, from where it stopped. */
	static async of(webhook: StoredWebhook, replay: StoredReplay | null, tools: LineTools, stopping: AbortSignal): Promise<Line> {
		return new Line(webhook, replay, await Progress.of(webhook, replay?.id ?? null, tools, stopping), tools);
	}

	/** Whether it is a replay that has nothing more to send. */
	get isDone(): boolean {
		return this.#window.isEmpty && this.#window.atEnd;
	}

	/** What is to be done now. Reads on as far as it must. */
	async next(stopping: AbortSignal): Promise<Next> {
		const { nextAttemptAt } = this.progress.now;
		if (nextAttemptAt !== null && nextAttemptAt > this.#clock.now()) return { at: nextAttemptAt, news: false };
		const isAtHead = await this.#readOn(stopping);
		if (stopping.aborted || this.#window.isEmpty) return { at: Infinity, news: true };
		const waits = isAtHead && !this.#window.atEnd && this.progress.now.failures === 0 && !this.#window.isFull(this.#size.now);
		const due = waits ? this.#window.since + this.#webhook.maxWaitMs : 0;
		if (due > this.#clock.now()) return { at: due, news: true };
		const taken = this.#window.next({ events: this.#size.now, upTo: this.#repeatUpTo });
		return { delivery: { ...taken, message: this.#messageOf(taken) } };
	}

	/** Puts down what became of a delivery. */
	async settle(delivery: Delivery, result: AttemptResult, attemptedAt: number): Promise<Verdict> {
		const verdict = verdictOf(result.status);
		const outcome = this.#outcomeOf(delivery, result, attemptedAt);
		if (verdict === 'delivered') {
			this.#size.taken();
			this.#moveOn(delivery);
			const unparked = this.replay ? delivery.events.map(({ position }) => position) : undefined;
			await this.progress.record({ cursor: delivery.upTo, ...NOTHING_WRONG }, { ...outcome, unparked });
		} else if (verdict === 'refused') {
			await this.#refused(delivery, result, outcome);
		} else {
			this.#repeatUpTo = delivery.upTo;
			await this.#failed(delivery, result, outcome, verdict === 'gone' ? LONGEST_MS : undefined);
		}
		return verdict;
	}

	async #readOn(stopping: AbortSignal): Promise<boolean> {
		while (!stopping.aborted && !this.#window.isFull(this.#size.now)) {
			const found = await this.#window.read(this.#clock.now());
			if (this.#window.isEmpty && this.#window.scanned > this.progress.now.cursor) this.progress.passOver(this.#window.scanned);
			if (!found) return true;
			// Sockets and other subscriptions come first while a long stretch is passed over.
			if (this.#window.isEmpty) await new Promise(setImmediate);
		}
		return false;
	}

	#messageOf({ events }: Taken): OutgoingMessage {
		const [first] = events;
		const replayId = this.replay?.id ?? null;
		return this.#webhook.maxEvents === 1 && first ? eventMessage(first, replayId) : batchMessage(events, replayId);
	}

	/** A batch is cut in half, at once; an event by itself is tried again, and set aside in the end. */
	async #refused(delivery: Delivery, result: AttemptResult, outcome: DeliveryOutcome): Promise<void> {
		const [event] = delivery.events;
		this.#repeatUpTo = Infinity;
		if (!event || delivery.events.length > 1) {
			this.#size.refused(delivery.events.length, result.status);
			return this.#failed(delivery, result, outcome, 0);
		}
		const now = this.#clock.now();
		const { refusals, refusedSince } = this.progress.now;
		const refused = { refusals: refusals + 1, refusedSince: refusedSince ?? now };
		if (this.#webhook.onFailure === 'block' || !isRefusedForGood(refused, now)) return this.#failed(delivery, result, outcome, undefined, refused);
		this.#moveOn(delivery);
		const parked = { position: event.position, type: event.event.type, parkedAt: now, status: result.status ?? 0, response: result.response };
		const { failingSince } = this.progress.now;
		return this.progress.record({ cursor: delivery.upTo, ...NOTHING_WRONG, failingSince, lastError: result.told }, { ...outcome, parked });
	}

	/** @param pause milliseconds; absent for one that grows with the failures */
	async #failed({ events: [first] }: Delivery, { told, retryAfter }: AttemptResult, outcome: DeliveryOutcome, pause?: number, refused: Partial<Refusals> = {}): Promise<void> {
		const now = this.#clock.now();
		const failures = this.progress.now.failures + 1;
		const delay = pause ?? retryDelay({ failures: refused.refusals ?? failures, retryAfter, now, random: this.#clock.random() });
		// What lies before it was passed over. A gap ends where its event stands, and begins after the cursor.
		const cursor = first && first.event.type !== 'log.gap' ? first.position - 1 : this.progress.now.cursor;
		await this.progress.record({ cursor, failures, failingSince: this.progress.now.failingSince ?? now, lastError: told, nextAttemptAt: now + delay, ...refused }, outcome);
		this.#window.reset(cursor);
	}

	#moveOn(delivery: Delivery): void {
		this.#repeatUpTo = Infinity;
		this.#window.drop(delivery, this.#clock.now());
	}

	#outcomeOf({ events, message }: Delivery, { status, response, error, latencyMs }: AttemptResult, attemptedAt: number): DeliveryOutcome {
		const [from, to] = [events[0]?.position ?? 0, events.at(-1)?.position ?? 0];
		const attempt = this.progress.now.failures + 1;
		const delivered = verdictOf(status) === 'delivered';
		return { attempt: { messageId: message.id, from, to, events: events.length, replayId: this.replay?.id ?? null, attempt, attemptedAt, latencyMs, delivered, status, response, error } };
	}
}
