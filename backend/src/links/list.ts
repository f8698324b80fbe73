import type { Link, LinkList } from '../../../contract/link.ts';
import type { Answer } from '../http/answer.ts';
import type { LinkCriteria, LinkOrder, LinkReader, LinkTotals, Place } from '../storage/storage.ts';
import { writePlace } from './place.ts';
import { presentLinks } from './present.ts';

/** What a list is made of. */
export interface ListRequest {
	criteria: LinkCriteria;
	order: LinkOrder;
	limit: number;
	after: Place | undefined;
	/** What is told of each link; everything where absent. */
	fields: ReadonlyArray<keyof Link> | undefined;
	/** Whether to count all that match. */
	count: boolean;
}

/** What can be asked about links; answered beside the redirect thread. */
export interface LinkQueries {
	list(request: ListRequest): Promise<Answer>;
	/** @param reference `lnk_…`, `slug:…` or `external:…` */
	link(reference: string): Promise<Answer>;
}

/** One page of links. */
export async function listLinks(
	reader: Pick<LinkReader, 'list' | 'count'>,
	{ criteria, order, limit, after, fields, count }: ListRequest,
	context: { baseUrl: string; now: number; totals(ids: readonly number[]): Promise<LinkTotals[]> },
): Promise<LinkList> {
	const page = await reader.list(criteria, order, { limit, after });
	const links = await presentLinks(page.links, context);
	return {
		links: fields ? links.map((link) => only(link, fields)) : links,
		next_cursor: page.next && writePlace(order, page.next),
		...(count && { total: await reader.count(criteria) }),
	};
}

function only(link: Link, fields: ReadonlyArray<keyof Link>): Link {
	return Object.fromEntries(fields.filter((name) => name in link).map((name) => [name, link[name]])) as unknown as Link;
}
