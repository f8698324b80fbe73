import type { DeliveryOutcome, DeliveryProgress, DeliveryWriter, StoredWebhook } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

/** Milliseconds in which moves past events that are not sent share one write. A crash reads them again, and sends none twice. */
const PASS_OVER_MS = 1000;

/** Milliseconds before a write that failed (a full disk) is tried again. */
const WRITE_AGAIN_MS = 1000;

/** What is needed to keep progress. */
export interface ProgressTools {
	deliveries: DeliveryWriter;
	clock: Clock;
	/** Told of writes that failed. */
	report(error: unknown): void;
}

type Kept = Omit<DeliveryProgress, 'webhookId' | 'replayId' | 'startRevision'>;

/** What is put down when events have been taken. */
export const NOTHING_WRONG = { failures: 0, failingSince: null, refusals: 0, refusedSince: null, lastError: null, nextAttemptAt: null } satisfies Partial<Kept>;

/** How far one subscription, or a replay of it, has come, in memory and on disk. */
export class Progress {
	#now: DeliveryProgress;
	#unsaved = false;
	#savingSoon = false;
	readonly #tools: ProgressTools;
	readonly #stopping: AbortSignal;

	private constructor(progress: DeliveryProgress, tools: ProgressTools, stopping: AbortSignal) {
		this.#now = progress;
		this.#tools = tools;
		this.#stopping = stopping;
	}

	/**
	 * Where the subscription, or its replay, stopped; its start where it has none, or was told to start anew.
	 *
	 * @param stopping from then on nothing is written but by {@link flush}: somebody else may go on from here
	 */
	static async of(webhook: StoredWebhook, replayId: string | null, tools: ProgressTools, stopping: AbortSignal): Promise<Progress> {
		const { id: webhookId, startRevision, startPosition, replay } = webhook;
		const kept = await tools.deliveries.progress(webhookId, replayId);
		const cursor = replayId !== null && replay ? replay.after : startPosition;
		const isOwn = kept && (replayId !== null || kept.startRevision === startRevision);
		return new Progress(isOwn ? kept : { webhookId, replayId, startRevision, cursor, ...NOTHING_WRONG }, tools, stopping);
	}

	get now(): Readonly<Kept> {
		return this.#now;
	}

	/** Moves past an event that is not sent. Written within a second. */
	passOver(position: number): void {
		this.#now.cursor = position;
		this.#unsaved = true;
		if (!this.#savingSoon) void this.#saveSoon();
	}

	/** Puts down what became of an attempt. Resolves when it is written: a full disk holds delivery up, and makes it repeat nothing. */
	async record(change: Partial<Kept>, outcome?: DeliveryOutcome): Promise<void> {
		this.#now = { ...this.#now, ...change };
		this.#unsaved = true;
		while (!(await this.#save(outcome)) && !this.#stopping.aborted) await this.#tools.clock.sleep(WRITE_AGAIN_MS, this.#stopping);
	}

	/** Writes what is not written yet, as far as that can be done now. */
	async flush(): Promise<void> {
		if (this.#unsaved) await this.#save();
	}

	async #saveSoon(): Promise<void> {
		this.#savingSoon = true;
		await this.#tools.clock.sleep(PASS_OVER_MS, this.#stopping);
		this.#savingSoon = false;
		if (!this.#stopping.aborted) await this.flush();
	}

	async #save(outcome?: DeliveryOutcome): Promise<boolean> {
		try {
			await this.#tools.deliveries.save({ ...this.#now }, outcome);
			this.#unsaved = false;
			return true;
		} catch (error) {
			this.#tools.report(error);
			return false;
		}
	}
}
