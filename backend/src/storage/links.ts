/** The storage port: links, and what is written together with them. */
import type { EventType } from '../../../contract/event.ts';
import type { RedirectType, Utm, Variant } from '../../../contract/link.ts';
import type { ImportedClicks } from './analytics.ts';
import type { ChangeWriter } from './changes.ts';
import type { ConversionWriter } from './conversions.ts';
import type { KeyWriter } from './keys.ts';
import type { LinkLists } from './lists.ts';
import type { SessionWriter } from './sessions.ts';
import type { WebhookWriter } from './webhooks.ts';

/** A variant with its destination ready for the `Location` header, but for UTM parameters. */
export interface StoredVariant extends Variant {
	location: string;
}

/** A link as it is kept. `location` and `fallbackLocation` are ready for the `Location` header, the former but for UTM parameters. */
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
	/** Null where there are none. */
	utm: Utm | null;
	maxClicks: number | null;
	forwardQuery: boolean;
	forwardQueryOverrides: boolean;
	appendClickId: boolean;
	/** As `links/password.ts` writes it. */
	passwordHash: string | null;
	variants: StoredVariant[];
	/** Clicks that another shortener counted before the link was imported. */
	importedClicks: number;
	/** Id of the API key that made it; 0 for the server itself, or where it is not known. */
	createdBy: number;
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

/** A link that expires, at the version that it has now. */
export interface LinkExpiry extends LinkVersion {
	expiresAt: number;
}

/** A page of what is listed newest first. `before` is the id of the last one of the page before. */
export interface Page {
	limit: number;
	before?: number | undefined;
}

/** Finds one link. */
export interface LinkFinder {
	find(reference: LinkReference): Promise<StoredLink | undefined>;
	close(): void;
}

/** Reads links. Deleted ones are found by id and version alone. */
export interface LinkReader extends LinkLists, LinkFinder {
	/** In no particular order; unknown ids are left out, deleted links are not. */
	byIds(ids: readonly number[]): Promise<StoredLink[]>;
	bySlugs(slugs: readonly string[]): Promise<StoredLink[]>;
	byExternalIds(externalIds: readonly string[]): Promise<StoredLink[]>;
	/** Each link as it was at that version, in no particular order. Unknown ones are left out. */
	asOf(versions: readonly LinkVersion[]): Promise<StoredLink[]>;
	/** Of these links, those that brought clicks along when they were imported. */
	importedClicks(ids: readonly number[]): Promise<ImportedClicks[]>;
	/** When the next link expires of which no event has told; null where none does. */
	nextExpiry(): Promise<number | null>;
}

/** An event on its way into the log, written in the transaction of the change that it tells of. */
export interface OutboxEvent {
	type: Exclude<EventType, 'link.clicked' | 'log.gap'>;
	occurredAt: number;
	linkId: number;
	linkVersion: number;
	/** What it says beside its link, as JSON. */
	data?: string | null;
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

/** Reads answers kept under an Idempotency-Key. */
export interface AnswerReader {
	kept(scope: string, key: string): Promise<KeptAnswer | undefined>;
	close(): void;
}

/** Who replaced a version, and in which bulk change. */
export interface Authorship {
	keyId: number;
	at: number;
	changeId: number | null;
}

/** What can be written in one transaction, reading one's own writes: but for lists and counts, which are of what was committed before. */
export interface LinkTransaction extends Omit<LinkReader, 'close'> {
	/** A new id for a link, a change or a conversion: time-ordered, never given before. Ids asked for in one transaction have no others between them. */
	nextId(): number;
	insert(links: readonly StoredLink[]): Promise<void>;
	/** Keeps each `before` as a version and puts `after` in its place (deleted where `deletedAt` is set). */
	replace(pairs: ReadonlyArray<{ before: StoredLink; after: StoredLink }>, by: Authorship): Promise<void>;
	emit(events: readonly OutboxEvent[]): Promise<void>;
	/** Links that have expired by `now` and of which no event has told, at most `limit`. Each is given once. */
	takeExpiries(now: number, limit: number): Promise<LinkExpiry[]>;
	keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined>;
	keepAnswer(answer: KeptAnswer): Promise<void>;
	changes: ChangeWriter;
	conversions: ConversionWriter;
	keys: KeyWriter;
	sessions: SessionWriter;
	webhooks: WebhookWriter;
}

/** The writer of links, and of what is written together with them. */
export interface LinkWriter {
	/** Commits when `work` resolves, rolls back when it throws. One at a time, whichever process asks. */
	transaction<T>(work: (transaction: LinkTransaction) => Promise<T>): Promise<T>;
	/** Forgets outbox events up to `outboxRead`, which all who follow them have read, and answers kept before `answersBefore`. */
	tidy(outboxRead: number, answersBefore: number): Promise<void>;
	/** The last event that was written to the outbox. */
	outboxHead(): Promise<number>;
	/** Moves what was committed from the write-ahead file, where there is one, to its place. For a moment when nobody waits for an answer. */
	checkpoint(): void;
	close(): void;
}
