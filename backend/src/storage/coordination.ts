/**
 * The storage port: what processes on one storage settle among themselves. Where there can be only one process, it has every
 * share, and hears of nothing.
 */

/** Shares of a task that the processes divide among themselves: each share is one process's at a time. */
export interface Shares {
	/**
	 * Holds on to what this process has, and takes what nobody has, up to its fair part. To be called every second: a process that
	 * does not for {@link SHARE_KEPT_MS} loses what it had. Resolves with the numbers, from 0, that are this process's for now.
	 */
	hold(): Promise<ReadonlySet<number>>;
	/** Gives everything up, for others to take at once. */
	release(): Promise<void>;
	close(): void;
}

/** Milliseconds after which what a silent process had is another's. */
export const SHARE_KEPT_MS = 5000;

/** How far the log and its readers have come: positions, and numbers of the outbox. What is not said is not known. */
export interface Heads {
	log?: number;
	enriched?: number;
	counted?: number;
	outbox?: number;
	indexed?: number;
	/** When somebody asked last that everything is counted again, how far that has come, and when somebody asked for the last one that is done. */
	rebuildAsked?: number;
	rebuilt?: number;
	rebuildDone?: number;
}

/** What a process wants to hear of. Its own doings are told it as well. */
export interface SignalHandlers {
	/** Links with these slugs have been written; null where it could have been any. */
	links(slugs: readonly string[] | null): void;
	/** API keys have been written. */
	keys(): void;
	/** Subscriptions have been written. `resumed`: this one's receiver is to be tried at once. */
	webhooks(resumed?: number): void;
	heads(heads: Heads): void;
	/** Whether it hears: while it does not, anything may have been written by others, and what was read before may be old. */
	hearing(hears: boolean): void;
}

/** Lets processes hear of each other. */
export interface Signals {
	listen(handlers: SignalHandlers): void;
	/** Tells how far this process has brought something, soon and as far as it can: who misses it looks for itself. */
	tell(heads: Heads): void;
	/** Tells that a subscription's receiver is to be tried at once. */
	resume(webhookId: number): void;
	close(): void;
}

/** Secrets that all processes share. */
export interface Secrets {
	/** The secret of this name; where there is none, `made`, which is the secret for everyone from then on. */
	ensure(name: string, made: string): Promise<string>;
	/** Forgets those whose names begin with `prefix`, but for these names. */
	forget(prefix: string, but: readonly string[]): Promise<void>;
	close(): void;
}

/** How a bucket of tokens fills, and how many it holds. */
export interface BucketSize {
	perSecond: number;
	burst: number;
}

/** Buckets of tokens that all processes share. */
export interface Buckets {
	/** Takes a token where there is one. Resolves with whether there was, and what is left, in parts of tokens. */
	take(bucket: string, size: BucketSize, now: number): Promise<{ taken: boolean; left: number }>;
	close(): void;
}
