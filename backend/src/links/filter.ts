import Type, { type TSchema } from 'typebox';
import { LINK_LIMITS, LINK_STATUSES, type LinkFilter } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { invalidRequest } from '../http/problem.ts';
import { closed, oneOf } from '../http/schema.ts';
import { searchWords } from '../storage/search.ts';
import type { LinkCriteria } from '../storage/storage.ts';
import { parseTime } from '../times.ts';

type Name = keyof LinkFilter;
type Given<N extends Name> = NonNullable<LinkFilter[N]>;
type Read<N extends Name> = NonNullable<LinkCriteria[N]>;

/** What the conditions on a link itself look at; null where nothing is known of it. */
export interface FilteredLink {
	slug: string | null;
	destination: string | null;
	campaign: string | null;
	tags: readonly string[];
	external_id: string | null;
}

/** One condition: how it is written, what it means, and, where it is about the link itself, whether it holds for one in memory. */
interface Condition<N extends Name> {
	/** In a body. */
	schema: TSchema;
	/** In a query string, where it is a list in a body. */
	parameter?: TSchema;
	/** Undefined for no condition; a sentence, from after the name on, for what is wrong. */
	read(given: Given<N>, context: { now: number }): { value: Read<N> | undefined } | { problem: string };
	holds?(value: Read<N>, link: FilteredLink): boolean;
}

const tags = (about: string) => {
	const tag = Type.String({ maxLength: LINK_LIMITS.tag });
	const limits = { maxItems: LINK_LIMITS.tags };
	return {
		schema: Type.Array(tag, { ...limits, description: `${about}.` }),
		parameter: Type.Union([Type.String({ maxLength: 6000 }), Type.Array(tag, limits)], { description: `${about}, separated by commas. Repeat the parameter for tags that have commas in them.` }),
		read: (given: string[]) => ({ value: given.length > 0 ? given : undefined }),
	};
};

const text = <N extends 'campaign' | 'slug' | 'external_id'>(maxLength: number, description: string, name: N): Condition<N> => ({
	schema: Type.String({ maxLength, description }),
	read: (given) => ({ value: given }),
	holds: (value, link) => link[name] === value,
});

const time = (description: string) => ({
	schema: Type.String({ maxLength: 40, description: `${description} ISO 8601; UTC where no zone is given, midnight where no time is.` }),
	read(given: string) {
		const value = parseTime(given);
		return value === undefined ? { problem: `must be an ISO 8601 time, such as 2027-01-31T18:00:00Z; it is "${given}".` } : { value };
	},
});

const clicks = (description: string) => ({
	schema: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER - 1, description }),
	read: (given: number) => ({ value: given }),
});

/** Every condition of the filter language. */
export const CONDITIONS: { [N in Name]-?: Condition<N> } = {
	campaign: text(LINK_LIMITS.campaign, 'Links of this campaign.', 'campaign'),
	tags: { ...tags('Links with all of these tags'), holds: (wanted, link) => wanted.every((tag) => link.tags.includes(tag)) },
	tags_any: { ...tags('Links with one of these tags'), holds: (wanted, link) => wanted.some((tag) => link.tags.includes(tag)) },
	exclude_tags: { ...tags('Links with none of these tags'), holds: (unwanted, link) => !unwanted.some((tag) => link.tags.includes(tag)) },
	search: {
		schema: Type.String({ maxLength: LINK_LIMITS.search, description: 'Words, each of which occurs in the slug, the title or the destination, in whatever case. One of fewer than three characters begins the slug. New and changed links are found after two seconds at the latest.' }),
		read(given) {
			const words = searchWords(given);
			return { value: words.length > 0 ? words : undefined };
		},
	},
	status: { schema: oneOf(LINK_STATUSES, 'Links that are this now.'), read: (is, { now }) => ({ value: { is, at: now } }) },
	slug: text(LINK_LIMITS.slug, 'The link with this slug.', 'slug'),
	external_id: text(LINK_LIMITS.externalId, 'The link with this id of your own.', 'external_id'),
	destination: {
		schema: Type.String({ maxLength: LINK_LIMITS.url + 1, description: 'Links with this destination, or, with a `*` at the end, with one that begins so.' }),
		read(given) {
			const prefix = given.endsWith('*');
			const value = { text: prefix ? given.slice(0, -1) : given, prefix };
			return prefix && value.text === '' ? { problem: 'needs something before the *: every destination would match.' } : { value };
		},
		holds: ({ text: wanted, prefix }, { destination }) => (prefix ? (destination?.startsWith(wanted) ?? false) : destination === wanted),
	},
	created_after: time('Links made at this time or later.'),
	created_before: time('Links made before this time.'),
	expires_after: time('Links that expire at this time or later.'),
	expires_before: time('Links that expire, or have expired, before this time.'),
	clicks_min: clicks('Links with at least so many `total_clicks`.'),
	clicks_max: clicks('Links with at most so many `total_clicks`.'),
};

/** Their names. */
export const NAMES = Object.keys(CONDITIONS) as Name[];

/** What must not be the other way round. */
const RANGES = [['created_after', 'created_before'], ['expires_after', 'expires_before'], ['clicks_min', 'clicks_max']] as const;

/** A filter in a body: the same names as in `GET /v1/links`. */
export const FilterSchema = Type.Unsafe<LinkFilter>(
	Type.Object(Object.fromEntries(NAMES.map((name) => [name, Type.Optional(CONDITIONS[name].schema)])), {
		...closed,
		title: 'LinkFilter',
		description: 'All given conditions must hold.',
	}),
);

/**
 * What a filter means, whose shape has been checked.
 *
 * @param pointer of the filter, with the slash or question mark that its members' names follow
 * @throws ProblemError `invalid_request`, naming every bad member
 */
export function readCriteria(filter: LinkFilter, now: number, pointer = '/filter/'): LinkCriteria {
	const problems: FieldProblem[] = [];
	const criteria: LinkCriteria = {};
	// A parameter is called by its name; a member of a body by the way to it.
	const path = pointer.slice(1).replaceAll('/', '.');
	const bad = (name: Name, message: string) => problems.push({ pointer: pointer + name, code: 'invalid', message: `${path}${name} ${message}` });
	for (const name of NAMES) {
		const given = filter[name];
		if (given === undefined) continue;
		const read = (CONDITIONS[name] as Condition<Name>).read(given, { now });
		if ('problem' in read) bad(name, read.problem);
		else if (read.value !== undefined) Object.assign(criteria, { [name]: read.value });
	}
	for (const [low, high] of RANGES) {
		if ((criteria[low] ?? -Infinity) > (criteria[high] ?? Infinity)) bad(high, `must not be ${low === 'clicks_min' ? 'less' : 'earlier'} than ${path}${low}: no link would match.`);
	}
	if (problems.length > 0) throw invalidRequest(problems);
	return criteria;
}

/** Whether the conditions on a link itself hold; the others are passed over. */
export function holds(criteria: LinkCriteria, link: FilteredLink): boolean {
	return NAMES.every((name) => {
		const value = criteria[name];
		return value === undefined || ((CONDITIONS[name] as Condition<Name>).holds?.(value, link) ?? true);
	});
}
