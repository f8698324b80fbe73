/** The storage port: the log of events, and what is derived from it. */
import type { ClickKind, ClickSource, EventType } from '../../../contract/event.ts';

/** A HEAD request; one that announced itself as a prefetch; or one with a header that only programs send, by the name of the rule. */
export type HitSignal = 'head' | 'prefetch' | `header:${string}`;

/** A hit as the redirect path knows it. The address is not among what it knows. */
export interface Hit {
	occurredAt: number;
	linkId: number;
	linkVersion: number;
	/** Six random bytes, hex: together with the time, the click's id. */
	nonce: string;
	/** Keyed hash of address and user agent, hex. */
	visitorId: string;
	/** ISO 3166-1 alpha-2. */
	country: string | null;
	/** English name of the largest part of the country that the visitor was in, where a configured database knows it. */
	region: string | null;
	/** English name. */
	city: string | null;
	/** What the request says of itself beside what is kept of it. */
	signal: HitSignal | null;
	userAgent: string;
	referrer: string;
	language: string;
	/** The visitor's query string, without `?`. */
	query: string;
	/** Name of the variant that the visitor got; null where the link is not split. */
	variant: string | null;
	/** What made the hit, where that decided about the answer (links with `max_clicks`); else null, and the enricher finds out. */
	kind: ClickKind | null;
}

/** How often people may use a link. */
export interface UseLimit {
	max: number;
	/** Uses before those that the log has counted for this version of the link. */
	startedFrom: number;
}

/** A hit on its way into the log. */
export interface NewHit extends Hit {
	/** Of a link with `max_clicks`; `kind` is then not null. */
	limit?: UseLimit | undefined;
}

/** What the log by itself knows of the uses of a link with `max_clicks`. */
export interface LinkUses {
	/** The counter, and the version of the link that it counted for last; undefined where there is none. */
	counter: { version: number; used: number } | undefined;
	/** A link that was made after this time and has no counter has not been used since it is limited. */
	completeSince: number;
}

/** Why a hit is not in the log: its link has been used as often as it may be; or its uses cannot be counted now. */
export type NotRecorded = 'exhausted' | 'failed';

/** What waits on this machine to be appended. */
export interface Spooled {
	clicks: number;
	bytes: number;
}

/** The append-only log of events. A position, once given, is never given again, and none appears in it below one that was there before. */
export interface ClickLog {
	/**
	 * Appends them in one transaction, durable when it resolves, but for those on links that people have used as often as they
	 * may: it resolves with these. Where a database is away, hits wait on this machine's disk and count as appended; it resolves
	 * also with those on links with `max_clicks`, which cannot wait. A use by a person counts in the same transaction. A counter goes on from what it was, or from
	 * `startedFrom` where that is more and the counter is of an earlier version of the link: uses while the link had no
	 * limit are not in it.
	 */
	append(hits: readonly NewHit[]): Promise<ReadonlyMap<NewHit, NotRecorded>>;
	uses(linkId: number): Promise<LinkUses>;
	/** Copies a share of the outbox. Resolves with how many events there were; 0 when all are in the log. */
	copyOutbox(): Promise<number>;
	/** Looks how far the log has come, where others append to it as well, and resolves with {@link head}. */
	catchUp(): Promise<number>;
	/** Position of the last event that this log has appended or seen; 0 when there is none. */
	head(): number;
	/** High-water mark of the outbox, as far as this log has seen: events up to it are in the log. */
	outboxCopied(): number;
	/** Lets go of the write-ahead file, where there is one, after a passive checkpoint elsewhere has done the work. */
	restartWal(): void;
	/** Bytes of the write-ahead file; 0 where there is none. */
	walBytes(): number;
	/** What waits for a database that is away, or that has just come back; nothing where there is none to wait for. */
	spooled(): Spooled;
	close(): void;
}

/** One event of the log, as it was appended. */
export interface LoggedEvent {
	position: number;
	type: Exclude<EventType, 'log.gap'>;
	occurredAt: number;
	linkId: number;
	linkVersion: number;
	/** What it says beside its link: the subject's JSON, which nothing here looks into. Null where there is no more to say, and for clicks. */
	data: string | null;
	/** Only for clicks. */
	hit: Hit | null;
}

/** What is derived from a hit, once, and never changed afterwards. */
export interface Enrichment {
	position: number;
	kind: ClickKind;
	/** The rule that recognised a bot. */
	bot: string | null;
	device: string | null;
	browser: string | null;
	os: string | null;
	referrerHost: string | null;
	source: ClickSource;
	isUnique: boolean;
}

/** An event with what was derived from it; `enrichment` is null for events that are no clicks. */
export interface EnrichedEvent extends LoggedEvent {
	enrichment: Enrichment | null;
}

/** Since which position which epoch gives ids. A restore from a backup starts a new epoch. */
export interface Epoch {
	epoch: number;
	/** First position of the epoch. */
	from: number;
}

/** Reads the log, in the order of positions. */
export interface EventReader {
	/** Events after `after`, as appended. */
	logged(after: number, limit: number): Promise<LoggedEvent[]>;
	/** Events after `after` that have been enriched, up to the enricher's cursor. */
	enriched(after: number, limit: number): Promise<EnrichedEvent[]>;
	/** Position of the first event that the log has, or would have: earlier ones have been purged. */
	begin(): Promise<number>;
	/** Position of the last event in the log. */
	head(): Promise<number>;
	/** Position up to which events are enriched. */
	enrichedHead(): Promise<number>;
	epochs(): Promise<Epoch[]>;
	/**
	 * Where to look for what happened in a time, from the day of `since` to the day after that of `until` (null for no bound): the
	 * position before the first event, and that of the last.
	 */
	span(since: number | null, until: number | null): Promise<{ after: number; upTo: number }>;
	close(): void;
}

/** The one writer of enrichments. */
export interface EnrichmentWriter {
	/**
	 * Which of these hits is the first by a person of this visitor on this link. Remembers it: the answer
	 * for a position is the same when asked again after a crash.
	 */
	firstClicks(hits: ReadonlyArray<{ position: number; linkId: number; visitorId: string }>): Promise<Set<number>>;
	/** Stores these and moves the cursor to `cursor`, in one transaction. */
	write(enrichments: readonly Enrichment[], cursor: number): Promise<void>;
	cursor(): Promise<number>;
	close(): void;
}

/** Which clicks. All that is given must hold. */
export interface ClickCriteria {
	linkIds?: ReadonlySet<number> | undefined;
	kinds?: readonly ClickKind[] | undefined;
	/** When they happened: `since` inclusive, `until` exclusive. */
	since?: number | undefined;
	until?: number | undefined;
}

/** Where a list of clicks goes on. */
export interface ClickPage {
	descending: boolean;
	limit: number;
	/** The position after which it goes on, or before which where it goes back in time. */
	beyond: number | undefined;
}

/** Looks through the log for clicks, as far as they are enriched. */
export interface ClickReader {
	/**
	 * Clicks in the order of positions. `next` is where to go on, null at the end. There may be fewer than asked for, or none, and
	 * still more to come: it looks for a bounded time.
	 */
	list(criteria: ClickCriteria, page: ClickPage): Promise<{ clicks: EnrichedEvent[]; next: number | null }>;
	close(): void;
}

/** What of the log may go. */
export interface PurgeLimits {
	/** Days that ended before this time. */
	before: number;
	/** Events up to this position have been enriched and counted. Nothing later goes, however old it is. */
	readUpTo: number;
}

/** Drops the old end of the log. For the thread that enriches and counts. */
export interface LogPurger {
	/** Drops whole days, oldest first, with what was derived from them; never the newest. Resolves with how many. */
	purge(limits: PurgeLimits): Promise<number>;
	/** Forgets first clicks from before a day, all of whose visitors have other ids by now. */
	forgetFirstClicks(before: number, readUpTo: number): Promise<void>;
	close(): void;
}
