import type { IndexProgress, IndexWriter, LinkFeed } from '../storage/storage.ts';

/** How far the index has come, and whether there was nothing to do. */
export interface IndexRound {
	progress: IndexProgress;
	idle: boolean;
}

/**
 * Puts the next links into the index of texts, at most `limit`: first all that there are, by id, then each that changed, as it is
 * now. Where changes are missing that nobody followed, all over again. Safe to repeat after a crash at any point: the progress is
 * kept with what was done.
 */
export async function indexNext(feed: LinkFeed, index: IndexWriter, limit: number): Promise<IndexRound> {
	const known = await index.progress();
	// Changes made while it is being built come after this one: they are followed once it is.
	if (!known) return build(feed, index, { cursor: await feed.head(), builtTo: 0 }, limit);
	if (known.builtTo !== null) return build(feed, index, known, limit);
	const next = await feed.changed(known.cursor, limit);
	if (!next) {
		await index.clear();
		return { progress: { ...known, builtTo: 0 }, idle: false };
	}
	const progress = { cursor: next.cursor, builtTo: null };
	if (next.cursor === known.cursor) return { progress, idle: true };
	await index.write(next.links, progress);
	return { progress, idle: false };
}

async function build(feed: LinkFeed, index: IndexWriter, { cursor, builtTo }: IndexProgress, limit: number): Promise<IndexRound> {
	const links = await feed.byId(builtTo ?? 0, limit);
	const progress = { cursor, builtTo: links.length < limit ? null : (links.at(-1)?.linkId ?? null) };
	await index.write(links, progress);
	return { progress, idle: false };
}
