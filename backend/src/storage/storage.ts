/**
 * The storage port: all that the subjects may ask of a database. Two adapters stand behind it, one
 * folder each. Times are milliseconds since 1970 (UTC), ids and positions integers below 2^53; how
 * they look on the wire is the subjects' affair.
 */
import type { ClickKind, ClickSource, EventType } from '../../../contract/event.ts';
import type { LinkFilter, RedirectType } from '../../../contract/link.ts';
import type { WebhookFilter, WebhookStatus } from '../../../contract/webhook.ts';

/** A link as it is kept. `location` and `fallbackLocation` are ready for the `Location` header. */
export interface StoredLink {
	id: number;
	slug: string;
	destination: string;
	location: string;
	title: string | null;
	tags: string[];
	campaign: string | null;
	/** A JSON object, as text. */
	metadata: string | null;
	externalId: string | null;
	enabled: boolean;
	startsAt: number | null;
	expiresAt: number | null;
	fallbackUrl: string | null;
	fallbackLocation: string | null;
	redirectType: RedirectType;
	createdAt: number;
	updatedAt: number;
	deletedAt: number | null;
	version: number;
}

/** How a caller may name a link: `lnk_…`, `slug:…` or `external:…`, taken apart. */
export type LinkReference = { id: number } | { slug: string } | { externalId: string };

/** A link at one of its versions. */
export interface LinkVersion {
	linkId: number;
	version: number;
}

/** A page of a list, newest first. `before` is the id of the last link of the page before. */
export interface Page {
	limit: number;
	before?: number | undefined;
}

/** Reads links. Deleted ones are found by id and version alone. */
export interface LinkReader {
	find(reference: LinkReference): Promise<StoredLink | undefined>;
	/** In no particular order; unknown ids are left out, deleted links are not. */
	byIds(ids: readonly number[]): Promise<StoredLink[]>;
	bySlugs(slugs: readonly string[]): Promise<StoredLink[]>;
	byExternalIds(externalIds: readonly string[]): Promise<StoredLink[]>;
	list(filter: LinkFilter, page: Page): Promise<StoredLink[]>;
	count(filter: LinkFilter): Promise<number>;
	/** Each link as it was at that version. Unknown ones are left out. */
	asOf(versions: readonly LinkVersion[]): Promise<StoredLink[]>;
	close(): void;
}

/** An event on its way into the log, written in the transaction of the change that it tells of. */
export interface OutboxEvent {
	type: Exclude<EventType, 'link.clicked'>;
	occurredAt: number;
	linkId: number;
	linkVersion: number;
}

/** A bulk write, by which all of it can be found again. */
export interface ChangeRecord {
	id: number;
	kind: 'import' | 'update';
	keyId: number;
	at: number;
	/** How many links it touched. */
	links: number;
	/** First and last id of the links that it created: all ids between are its own. Null where it created none. */
	created: { first: number; last: number } | null;
}

/** An answer kept under an Idempotency-Key: `scope` is API key and route. */
export interface KeptAnswer {
	scope: string;
	key: string;
	/** Hash of the request's body. */
	request: string;
	/** What is needed to give the answer again, as JSON. */
	answer: string;
	at: number;
}

/** Who replaced a version, and in which bulk change. */
export interface Authorship {
	keyId: number;
	at: number;
	changeId: number | null;
}

/** What can be written in one transaction, reading one's own writes. */
export interface LinkTransaction extends Omit<LinkReader, 'close'> {
	/** A new id for a link or a change: time-ordered, never given before. Ids asked for in one transaction have no others between them. */
	nextId(): number;
	insert(links: readonly StoredLink[]): Promise<void>;
	/** Keeps each `before` as a version and puts `after` in its place (deleted where `deletedAt` is set). */
	replace(pairs: ReadonlyArray<{ before: StoredLink; after: StoredLink }>, by: Authorship): Promise<void>;
	emit(events: readonly OutboxEvent[]): Promise<void>;
	recordChange(change: ChangeRecord): Promise<void>;
	keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined>;
	keepAnswer(answer: KeptAnswer): Promise<void>;
	keys: KeyWriter;
	webhooks: WebhookWriter;
}

/** The one writer of links, keys, webhooks and changes. */
export interface LinkWriter {
	/** Commits when `work` resolves, rolls back when it throws. One at a time. */
	transaction<T>(work: (transaction: LinkTransaction) => Promise<T>): Promise<T>;
	/** Forgets outbox events that are in the log, and answers kept before `answersBefore`. */
	tidy(outboxCopied: number, answersBefore: number): Promise<void>;
	close(): void;
}

/** An API key; only the hash of its secret is kept. */
export interface StoredKey {
	id: number;
	name: string;
	/** SHA-256, hex. */
	hash: string;
	scopes: string[];
	createdAt: number;
	expiresAt: number | null;
	revokedAt: number | null;
}

export interface KeyReader {
	byHash(hash: string): Promise<StoredKey | undefined>;
	list(): Promise<StoredKey[]>;
	close(): void;
}

export interface KeyWriter {
	list(): Promise<StoredKey[]>;
	insert(key: Omit<StoredKey, 'id'>): Promise<StoredKey>;
	byHash(hash: string): Promise<StoredKey | undefined>;
	/** False where there is no such key. */
	revoke(id: number, at: number): Promise<boolean>;
}

/** A hit as the redirect path knows it. The address is not among what it knows. */
export interface Hit {
	occurredAt: number;
	linkId: number;
	linkVersion: number;
	/** Six random bytes, hex: together with the time, the click's id. */
	nonce: string;
	/** Keyed hash of address and user agent, hex. */
	visitorId: string;
	country: string | null;
	/** A HEAD request, or one that announced itself as a prefetch. */
	signal: 'head' | 'prefetch' | null;
	userAgent: string;
	referrer: string;
	language: string;
	/** The visitor's query string, without `?`. */
	query: string;
}

/** The append-only log of events. One appender at a time; a position, once given, is never given again. */
export interface ClickLog {
	/** Appends all of them in one transaction, durable when it resolves, and takes along what waits in the outbox. */
	append(hits: readonly Hit[]): Promise<void>;
	/** Copies a share of the outbox. Resolves with how many events there were; 0 when all are in the log. */
	copyOutbox(): Promise<number>;
	/** Position of the last event; 0 when there is none. */
	head(): number;
	/** High-water mark of the outbox: events up to it are in the log. */
	outboxCopied(): number;
	/** Lets go of the write-ahead file, after a passive checkpoint elsewhere has done the work. */
	restartWal(): void;
	/** Bytes of the write-ahead file. */
	walBytes(): number;
	close(): void;
}

/** One event of the log, as it was appended. */
export interface LoggedEvent {
	position: number;
	type: EventType;
	occurredAt: number;
	linkId: number;
	linkVersion: number;
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
	/** Position of the last event in the log. */
	head(): Promise<number>;
	/** Position up to which events are enriched. */
	enrichedHead(): Promise<number>;
	epochs(): Promise<Epoch[]>;
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

/** The numbers of one link, or of a selection, over a range. */
export interface Totals {
	human: number;
	bot: number;
	prefetch: number;
	head: number;
	visitors: number;
}

/** All-time clicks of one link, as every link shows them. */
export interface LinkTotals {
	linkId: number;
	totalClicks: number;
	lastClickedAt: number;
}

/** A range of quarter-hours since 1970: `from` inclusive, `to` exclusive. Open ends are null. */
export interface QuarterRange {
	from: number | null;
	to: number | null;
}

/** Reads rollups. */
export interface AnalyticsReader {
	totals(linkIds: readonly number[]): Promise<LinkTotals[]>;
	/** One entry a link that was hit in the range. */
	byLink(linkIds: readonly number[], range: QuarterRange): Promise<Map<number, Totals>>;
	/** Over all the links together: a visitor of two links counts once. */
	together(linkIds: readonly number[], range: QuarterRange): Promise<Totals>;
	/** Position up to which events are counted. */
	cursor(): Promise<number>;
	close(): void;
}

/** One fold of events into the rollups. */
export interface Fold {
	linkId: number;
	quarter: number;
	occurredAt: number;
	kind: ClickKind;
	visitorId: string;
}

/** The one writer of rollups. */
export interface AnalyticsWriter {
	/** Adds these and moves the cursor, in one transaction. */
	fold(events: readonly Fold[], cursor: number): Promise<void>;
	cursor(): Promise<number>;
	close(): void;
}

/** A webhook subscription. What it has delivered is kept apart: see {@link DeliveryProgress}. */
export interface StoredWebhook {
	id: number;
	url: string;
	events: EventType[];
	filter: WebhookFilter;
	rate: number | null;
	name: string | null;
	key: string | null;
	secret: string;
	status: WebhookStatus;
	/** Where delivery starts, and restarts whenever `startRevision` goes up. */
	startPosition: number;
	startRevision: number;
	createdAt: number;
	expiresAt: number | null;
}

export interface WebhookReader {
	all(): Promise<StoredWebhook[]>;
	byId(id: number): Promise<StoredWebhook | undefined>;
	close(): void;
}

export interface WebhookWriter {
	byId(id: number): Promise<StoredWebhook | undefined>;
	byKey(key: string): Promise<StoredWebhook | undefined>;
	insert(webhook: Omit<StoredWebhook, 'id'>): Promise<StoredWebhook>;
	update(webhook: StoredWebhook): Promise<void>;
	/** False where there is no such subscription. */
	remove(id: number): Promise<boolean>;
}

/** How far a subscription has come. */
export interface DeliveryProgress {
	webhookId: number;
	/** The {@link StoredWebhook.startRevision} that `cursor` grew from. */
	startRevision: number;
	/** Position of the last event delivered or passed over. */
	cursor: number;
	/** Attempts at the next event that have failed so far. */
	failures: number;
	lastError: string | null;
	nextAttemptAt: number | null;
}

export interface DeliveryReader {
	progress(webhookId: number): Promise<DeliveryProgress | undefined>;
	close(): void;
}

/** The one writer of delivery progress. */
export interface DeliveryWriter extends DeliveryReader {
	save(progress: DeliveryProgress): Promise<void>;
	forget(webhookId: number): Promise<void>;
}

/** Opens the parts of a storage. Each thread opens what it needs; each writer is opened by one thread alone. */
export interface Storage {
	linkReader(): LinkReader;
	linkWriter(): LinkWriter;
	keyReader(): KeyReader;
	webhookReader(): WebhookReader;
	clickLog(): ClickLog;
	eventReader(): EventReader;
	enrichmentWriter(): EnrichmentWriter;
	analyticsReader(): AnalyticsReader;
	analyticsWriter(): AnalyticsWriter;
	deliveryReader(): DeliveryReader;
	deliveryWriter(): DeliveryWriter;
}
