import Type from 'typebox';
import { LINK_LIMITS, type LinkFilter } from '../../../contract/link.ts';
import { invalidRequest } from '../http/problem.ts';

/** The path of everything about one link. */
export const LinkPathSchema = Type.Object({ id: Type.String({ description: 'The link: `lnk_…`, `slug:spring-sale` or `external:SKU-1001`.', examples: ['slug:spring-sale'] }) });

/** The conditions of a list or report, as query parameters. Lists are separated by commas. */
export const filterParameters = {
	campaign: Type.Optional(Type.String({ maxLength: LINK_LIMITS.campaign, description: 'Links of this campaign.' })),
	tags: Type.Optional(Type.String({ maxLength: 2000, description: 'Links with all of these tags, separated by commas.' })),
	slug: Type.Optional(Type.String({ maxLength: LINK_LIMITS.slug, description: 'The link with this slug.' })),
	external_id: Type.Optional(Type.String({ maxLength: LINK_LIMITS.externalId, description: 'The link with this id of your own.' })),
};

type FilterQuery = { [Name in keyof typeof filterParameters]?: string };

/** The filter that a query asks for. */
export function readFilter(query: FilterQuery): LinkFilter {
	const tags = query.tags?.split(',').map((tag) => tag.trim()).filter((tag) => tag !== '');
	return {
		...(query.campaign !== undefined && { campaign: query.campaign }),
		...(tags && tags.length > 0 && { tags }),
		...(query.slug !== undefined && { slug: query.slug }),
		...(query.external_id !== undefined && { external_id: query.external_id }),
	};
}

/** Where a page goes on, in letters: callers should not do arithmetic with it. */
export function writeCursor(place: number): string {
	return Buffer.from(`v1:${String(place)}`).toString('base64url');
}

/**
 * The place that a cursor stands for.
 *
 * @throws ProblemError `invalid_request`
 */
export function readCursor(cursor: string | undefined): number | undefined {
	if (cursor === undefined || cursor === '') return undefined;
	const place = /^v1:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
	if (place !== undefined && Number.isSafeInteger(Number(place))) return Number(place);
	throw invalidRequest([{ pointer: '?cursor', code: 'invalid', message: 'cursor must be the next_cursor of an earlier answer.' }]);
}
