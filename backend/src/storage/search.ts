/** The storage port: what links are found by when somebody looks for a text. */
import type { LinkCriteria, LinkOrder } from './lists.ts';

/** Text as it is compared: without case. Letter by letter, so that a part of a text is a part of it folded as well. */
export function foldText(text: string): string {
	// Of a sigma at the end of a word JavaScript makes another letter than of one within.
	return text.toLowerCase().replaceAll('ς', 'σ');
}

/** Characters from which on a word is looked for anywhere. A shorter one is what the slug begins with. */
export const SEARCHABLE = 3;

/** The words of a search, folded, each once. */
export function searchWords(text: string): string[] {
	return [...new Set(foldText(text).split(/[\s\0]+/u).filter((word) => word !== ''))];
}

/** Whether a word is long enough to be looked for anywhere. */
export function isSearchable(word: string): boolean {
	return Array.from(word).length >= SEARCHABLE;
}

/** Whether a list asks the index of texts, which is up to two seconds behind. */
export function asksIndex(criteria: LinkCriteria, order?: LinkOrder): boolean {
	return order?.by === 'title' || criteria.destination !== undefined || (criteria.search ?? []).some(isSearchable);
}

/** A link as the index keeps it: its texts, or none where it is deleted. */
export interface LinkTexts {
	linkId: number;
	createdAt: number;
	texts: { slug: string; title: string | null; destination: string } | null;
}

/** How far the index has come. */
export interface IndexProgress {
	/** Changes up to this one are in it. */
	cursor: number;
	/** While it is being built from the links that there are: the last one that is in it. Null once all are. */
	builtTo: number | null;
}

/** The one writer of the index of texts. */
export interface IndexWriter {
	/** Undefined where nothing has been begun. */
	progress(): Promise<IndexProgress | undefined>;
	/** Puts these in place of what was known of the links, and keeps the progress, in one transaction. */
	write(links: readonly LinkTexts[], progress: IndexProgress): Promise<void>;
	/** Forgets everything. */
	clear(): Promise<void>;
	close(): void;
}

/** The links with their texts, in two orders: by id, and as they change. */
export interface LinkFeed {
	/** Links after an id, deleted ones too. */
	byId(after: number, limit: number): Promise<LinkTexts[]>;
	/** The links of the changes after `cursor`, each as it is now. Undefined where changes in between are not known any more. */
	changed(cursor: number, limit: number): Promise<{ links: LinkTexts[]; cursor: number } | undefined>;
	/** The last change. */
	head(): Promise<number>;
	close(): void;
}
