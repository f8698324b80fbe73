import type { ConversionList } from '../../../contract/conversion.ts';
import type { Answer } from '../http/answer.ts';
import { readCursor, writeCursor } from '../links/query.ts';
import { selectedIds } from '../links/select.ts';
import type { ConversionReader, LinkCriteria, LinkReader } from '../storage/storage.ts';
import { presentConversions } from './present.ts';

/** A page of conversions. */
export interface ConversionRequest {
	/** Of the links, as they are now. */
	criteria: LinkCriteria;
	/** `lnk_…`, also of a deleted link; `slug:…` or `external:…`. */
	link: string | undefined;
	event: string | undefined;
	since: number | undefined;
	until: number | undefined;
	limit: number;
	cursor: string | undefined;
}

/** What can be asked about conversions; answered beside the redirect thread. */
export interface ConversionQueries {
	conversions(request: ConversionRequest): Promise<Answer>;
}

/** One page of conversions, newest first. */
export async function listConversions(
	request: ConversionRequest,
	{ conversions, links, baseUrl }: { conversions: ConversionReader; links: LinkReader; baseUrl: string },
): Promise<ConversionList> {
	const { event, since, until, limit } = request;
	const before = readCursor(request.cursor);
	const linkIds = await selectedIds(links, request);
	// One more than asked for tells whether there is a next page.
	const found = await conversions.list({ linkIds, event, since, until }, { limit: limit + 1, before });
	const page = found.slice(0, limit);
	const last = page.at(-1);
	return { conversions: await presentConversions(page, { links, baseUrl }), next_cursor: found.length > limit && last ? writeCursor(last.id) : null };
}
