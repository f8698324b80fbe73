import type { HistoryEntry, LinkHistory } from '../../../contract/change.ts';
import { publicId } from '../ids.ts';
import { readCursor, writeCursor } from '../links/query.ts';
import { findLink, parseReference } from '../links/reference.ts';
import type { LinkReader, LinkState, StoredLink } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import { difference } from './difference.ts';
import { authorFinder, type ChangeSources, type PageRequest } from './list.ts';

/** Whose history is asked for. */
export interface HistoryRequest extends PageRequest {
	/** `lnk_…`, also of a deleted link; `slug:…` or `external:…` of one that is there. */
	link: string;
}

/** One page of what was done to a link, newest first. */
export async function linkHistory({ link: text, limit, cursor }: HistoryRequest, { links, changes, keys }: ChangeSources & { links: LinkReader }): Promise<LinkHistory> {
	const link = await findKept(links, text);
	// One more than asked for: the version before the last one of the page, and whether there is a next page.
	const states = await changes.versions(link.id, { limit: limit + 1, before: readCursor(cursor) });
	const authorOf = await authorFinder(keys);
	const replaced = (state: LinkState, place: number): HistoryEntry[] => {
		const before = states[place + 1]?.link;
		if (!state.by || !before) return [];
		const { at, keyId, changeId } = state.by;
		return [{ at: formatTime(at), key: authorOf(keyId), change_id: changeId === null ? null : publicId('change', changeId), version: state.link.version, ...difference(before, state.link, false) }];
	};
	const creation = async ({ link: first }: LinkState): Promise<HistoryEntry> => {
		const change = await changes.creationOf(first.id);
		const made = { at: formatTime(first.updatedAt), key: authorOf(change?.keyId ?? first.createdBy), change_id: change ? publicId('change', change.id) : null };
		return { ...made, version: first.version, ...difference(null, first, change !== undefined) };
	};
	const page = states.slice(0, limit);
	const history = await Promise.all(page.map(async (state, place) => (state.link.version === 1 ? [await creation(state)] : replaced(state, place))));
	const last = page.at(-1);
	return { history: history.flat(), next_cursor: states.length > limit && last ? writeCursor(last.link.version) : null };
}

/** A link by what a path calls it; by its id also where it is deleted. */
async function findKept(links: LinkReader, text: string): Promise<StoredLink> {
	const reference = parseReference(text);
	const [kept] = reference && 'id' in reference ? await links.byIds([reference.id]) : [];
	return kept ?? findLink(links, text);
}
