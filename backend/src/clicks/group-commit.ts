import type { ClickLog, NewHit, NotRecorded } from '../storage/storage.ts';

/** What became of a hit: it is in the log, or why it is not; `failed` also where the log could not be written. */
export type Outcome = 'recorded' | NotRecorded;

/** Called once it is known what became of the hit. */
export type Recorded = (outcome: Outcome) => void;

/** What is told after each commit. */
export interface CommitObserver {
	committed(hits: number, milliseconds: number): void;
	/** With the number of hits whose visitors are redirected all the same. Others are turned away; events of the outbox wait on. */
	failed(hits: number, error: Error): void;
	/** An answer could not be sent; the others of its batch were. */
	unanswered(error: unknown): void;
}

/**
 * Appends the hits that arrive in one turn of the event loop in one transaction, then answers all of them: a commit
 * costs the same for one hit and for fifty.
 */
export class GroupCommit {
	readonly #log: ClickLog;
	readonly #observer: CommitObserver;
	#waiting: Array<{ hit: NewHit; recorded: Recorded }> = [];
	#flushing: Promise<void> | undefined;
	#outboxWaits = false;
	readonly #copying = new Set<Promise<void>>();

	constructor(log: ClickLog, observer: CommitObserver) {
		this.#log = log;
		this.#observer = observer;
	}

	add(hit: NewHit, recorded: Recorded): void {
		this.#waiting.push({ hit, recorded });
		if (this.#waiting.length === 1 && !this.#flushing) setImmediate(() => void this.#flush());
	}

	/** Resolves when everything added so far has been answered; what is added meanwhile is not waited for. */
	async settled(): Promise<void> {
		await this.#flushing;
		if (this.#waiting.length > 0 || this.#flushing) await this.#flush();
	}

	/** Resolves when nothing waits any more. */
	async drain(): Promise<void> {
		while (this.#waiting.length > 0 || this.#flushing) await (this.#flushing ?? this.#flush());
	}

	/**
	 * Appends what waits in the outbox, in commits of its own between those of visitors. Where that fails, the events wait
	 * on: they are tried again after the next commit that succeeds, and whenever this is called. That it goes on failing is told once.
	 */
	copyOutbox(): Promise<void> {
		const copying = this.#copyOutbox().finally(() => this.#copying.delete(copying));
		this.#copying.add(copying);
		return copying;
	}

	/** Resolves when what waits in the outbox now has been appended, or has to wait on. */
	async outboxSettled(): Promise<void> {
		await Promise.all(this.#copying);
	}

	async #copyOutbox(): Promise<void> {
		const hadFailed = this.#outboxWaits;
		this.#outboxWaits = false;
		try {
			while ((await this.#log.copyOutbox()) > 0) {
				this.#observer.committed(0, 0);
				await new Promise((resolve) => setImmediate(resolve));
			}
			// Also where others have copied what had waited here.
			if (hadFailed) this.#observer.committed(0, 0);
		} catch (error) {
			this.#outboxWaits = true;
			if (!hadFailed) this.#observer.failed(0, asError(error));
		}
	}

	#flush(): Promise<void> {
		this.#flushing ??= this.#commit().finally(() => {
			this.#flushing = undefined;
			if (this.#waiting.length > 0) setImmediate(() => void this.#flush());
		});
		return this.#flushing;
	}

	async #commit(): Promise<void> {
		const batch = this.#waiting;
		this.#waiting = [];
		const started = performance.now();
		let missing: ReadonlyMap<NewHit, NotRecorded> | undefined;
		try {
			missing = await this.#log.append(batch.map(({ hit }) => hit));
			this.#observer.committed(batch.length - missing.size, performance.now() - started);
		} catch (error) {
			this.#observer.failed(batch.filter(({ hit }) => !hit.limit).length, asError(error));
		}
		for (const { hit, recorded } of batch) {
			try {
				recorded(missing === undefined ? 'failed' : ((missing.size > 0 && missing.get(hit)) || 'recorded'));
			} catch (error) {
				this.#observer.unanswered(error);
			}
		}
		if (missing !== undefined && this.#outboxWaits) void this.copyOutbox();
	}
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}
