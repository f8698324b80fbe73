import type { LinkFilter, LinkList } from '../../../contract/link.ts';
import type { Answer } from '../http/answer.ts';
import type { LinkReader, LinkTotals } from '../storage/storage.ts';
import { presentLinks } from './present.ts';
import { readCursor, writeCursor } from './query.ts';

/** What a list is made of. */
export interface ListRequest {
	filter: LinkFilter;
	limit: number;
	cursor: string | undefined;
	/** Whether to count all that match. */
	count: boolean;
}

/** What can be asked about links; answered beside the redirect thread. */
export interface LinkQueries {
	list(request: ListRequest): Promise<Answer>;
	/** @param reference `lnk_…`, `slug:…` or `external:…` */
	link(reference: string): Promise<Answer>;
}

/** One page of links, newest first. */
export async function listLinks(
	reader: LinkReader,
	{ filter, limit, cursor, count }: ListRequest,
	context: { baseUrl: string; now: number; totals(ids: readonly number[]): Promise<LinkTotals[]> },
): Promise<LinkList> {
	// One more than asked for tells whether there is a next page.
	const found = await reader.list(filter, { limit: limit + 1, before: readCursor(cursor) });
	const page = found.slice(0, limit);
	const last = page.at(-1);
	return {
		links: await presentLinks(page, context),
		next_cursor: found.length > limit && last ? writeCursor(last.id) : null,
		...(count && { total: await reader.count(filter) }),
	};
}
