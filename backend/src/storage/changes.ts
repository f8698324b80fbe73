/** The storage port: bulk writes as changes, and what links were before. */
import type { ChangeKind } from '../../../contract/change.ts';
import type { Authorship, Page, StoredLink } from './links.ts';

/** A bulk write, by which all of it can be found again. */
export interface ChangeRecord {
	id: number;
	kind: ChangeKind;
	keyId: number;
	at: number;
	/** How many links it touched. */
	links: number;
	/** First and last id of the links that it created: all ids between are its own. Null where it created none. */
	created: { first: number; last: number } | null;
	/** The change that it undid. */
	reverts: number | null;
	/** What it was about: the subject's JSON, which nothing here looks into. Null where none was written. */
	summary: string | null;
}

/** A link that a change touched. */
export interface TouchedLink {
	/** Null where the change created it. */
	before: StoredLink | null;
	after: StoredLink;
	/** As it is now: the same object as `after` where nothing has replaced it since. */
	current: StoredLink;
}

/** A version of a link, and who made it of the version before. */
export interface LinkState {
	link: StoredLink;
	/** Null where nobody knows: for the first version, whose link says who created it. */
	by: Authorship | null;
}

/** Reads changes and versions. */
export interface ChangeReader {
	find(id: number): Promise<ChangeRecord | undefined>;
	/** Newest first. */
	list(page: Page): Promise<ChangeRecord[]>;
	/** The change that created a link; undefined where the link was created by itself. */
	creationOf(linkId: number): Promise<ChangeRecord | undefined>;
	/** Every revert of these changes, every revert of those reverts, and so on; in the order of time. */
	revertsOf(ids: readonly number[]): Promise<Array<{ id: number; reverts: number }>>;
	/** Ids of the links that a change replaced, those that it created not among them. */
	replacedBy(id: number): Promise<number[]>;
	/** The links of a change in the order of their ids, those that it created first. */
	linksOf(change: ChangeRecord, limit?: number): Promise<TouchedLink[]>;
	/** The versions of a link below `before`, newest first, whether it is deleted or not. */
	versions(linkId: number, page: Page): Promise<LinkState[]>;
	close(): void;
}

/** Reads and records changes, within a transaction. */
export interface ChangeWriter extends Omit<ChangeReader, 'close'> {
	record(change: ChangeRecord): Promise<void>;
}
