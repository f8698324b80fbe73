import Type, { type TOptional, type TUnsafe } from 'typebox';
import type { Link, LinkFilter } from '../../../contract/link.ts';
import { invalidRequest } from '../http/problem.ts';
import type { LinkCriteria } from '../storage/storage.ts';
import { CONDITIONS, NAMES, readCriteria } from './filter.ts';
import { LinkSchema } from './schema.ts';

/** The path of everything about one link. */
export const LinkPathSchema = Type.Object({ id: Type.String({ description: 'The link: `lnk_…`, `slug:spring-sale` or `external:SKU-1001`.', examples: ['slug:spring-sale'] }) });

type Name = keyof LinkFilter;
type Parameter<N extends Name> = NonNullable<LinkFilter[N]> extends string[] ? string | string[] : NonNullable<LinkFilter[N]>;

/** The conditions of a list or report, as query parameters. */
export const filterParameters = Object.fromEntries(
	NAMES.map((name) => [name, Type.Optional(CONDITIONS[name].parameter ?? CONDITIONS[name].schema)]),
) as unknown as { [N in Name]: TOptional<TUnsafe<Parameter<N>>> };

/**
 * What the filter of a query means. Other parameters are passed over.
 *
 * @throws ProblemError `invalid_request`, naming every bad parameter
 */
export function readFilter(query: { [N in Name]?: Parameter<N> }, now = Date.now()): LinkCriteria {
	const given = NAMES.map((name) => [name, CONDITIONS[name].parameter ? listOf(query[name] as Parameter<'tags'> | undefined) : query[name]]);
	return readCriteria(Object.fromEntries(given) as LinkFilter, now, '?');
}

/** One that is given once is split at its commas; of one that is repeated, each is taken as it is, with its commas. */
function listOf(given: string | string[] | undefined): string[] | undefined {
	const items = typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given;
	return items?.filter((item) => item !== '');
}

const FIELDS = Object.keys(LinkSchema.properties);

/**
 * The fields that a caller wants of each link; undefined for all.
 *
 * @throws ProblemError `invalid_request`, naming the first that there is none of
 */
export function readFields(fields: string | undefined): Array<keyof Link> | undefined {
	const names = fields?.split(',').map((name) => name.trim()).filter((name) => name !== '');
	if (names === undefined || names.length === 0) return undefined;
	const unknown = names.find((name) => !FIELDS.includes(name));
	if (unknown === undefined) return names as Array<keyof Link>;
	throw invalidRequest([{ pointer: '?fields', code: 'unknown_field', message: `fields: a link has no "${unknown}". It has ${FIELDS.join(', ')}.` }]);
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
