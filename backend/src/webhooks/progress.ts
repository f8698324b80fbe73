import type { DeliveryProgress, DeliveryWriter, StoredWebhook } from '../storage/storage.ts';
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

type Change = Partial<Pick<DeliveryProgress, 'cursor' | 'failures' | 'lastError' | 'nextAttemptAt'>>;

/** How far one subscription has come, in memory and on disk. */
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
	 * Where the subscription stopped; its start where it has none, or was told to start anew.
	 *
	 * @param stopping from then on nothing is written but by {@link flush}: somebody else may go on from here
	 */
	static async of(webhook: StoredWebhook, tools: ProgressTools, stopping: AbortSignal): Promise<Progress> {
		const { id: webhookId, startRevision, startPosition: cursor } = webhook;
		const kept = await tools.deliveries.progress(webhookId);
		const start = { webhookId, startRevision, cursor, failures: 0, lastError: null, nextAttemptAt: null };
		return new Progress(kept?.startRevision === startRevision ? kept : start, tools, stopping);
	}

	get cursor(): number {
		return this.#now.cursor;
	}

	get failures(): number {
		return this.#now.failures;
	}

	/** Milliseconds since 1970; 0 where nothing stands in the way. */
	get nextAttemptAt(): number {
		return this.#now.nextAttemptAt ?? 0;
	}

	/** Moves past an event that is not sent. Written within a second. */
	passOver(position: number): void {
		this.#now.cursor = position;
		this.#unsaved = true;
		if (!this.#savingSoon) void this.#saveSoon();
	}

	/** Puts down what became of an attempt. Resolves when it is written: a full disk holds delivery up, and makes it repeat nothing. */
	async record(change: Change): Promise<void> {
		this.#now = { ...this.#now, ...change };
		this.#unsaved = true;
		while (!(await this.#save()) && !this.#stopping.aborted) await this.#tools.clock.sleep(WRITE_AGAIN_MS, this.#stopping);
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

	async #save(): Promise<boolean> {
		try {
			await this.#tools.deliveries.save({ ...this.#now });
			this.#unsaved = false;
			return true;
		} catch (error) {
			this.#tools.report(error);
			return false;
		}
	}
}
