import type { LinkFilter } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { invalidRequest, ProblemError } from '../http/problem.ts';
import { asksIndex } from '../storage/search.ts';
import type { LinkCriteria, LinkReader, Place, StoredLink } from '../storage/storage.ts';
import { readCriteria } from './filter.ts';
import { NEWEST_FIRST } from './place.ts';
import { findLink, findLinks, parseReference } from './reference.ts';

/** How a bulk call names its links. */
export interface Selection {
	filter?: LinkFilter;
	ids?: readonly string[];
	all?: boolean;
}

/** When a selection is made, and with what. */
export interface SelectionContext {
	/** Milliseconds since 1970. */
	now: number;
	/**
	 * Resolves when every link is in the index of texts as it is: a bulk call must not miss one.
	 *
	 * @throws IndexIncomplete where that takes too long
	 */
	indexed?(): Promise<void>;
}

/** Links read in one go. */
const CHUNK = 10_000;

/**
 * Every link of a selection, each once.
 *
 * @throws ProblemError `invalid_request` where the selection is missing, ambiguous or not valid, or names a link that does not exist
 */
export async function selectLinks(reader: Pick<LinkReader, 'byIds' | 'bySlugs' | 'byExternalIds' | 'list' | 'count'>, { filter, ids, all }: Selection, { now, indexed }: SelectionContext): Promise<StoredLink[]> {
	if (ids && filter) throw invalid('/ids', 'Give filter or ids, not both.');
	if (ids) return byIds(reader, ids);
	const criteria = readCriteria(filter ?? {}, now);
	if (Object.keys(criteria).length === 0 && !all) {
		const matched = await reader.count({});
		const message = `filter is empty and would match every link, ${matched.toLocaleString('en')} of them. Add a condition, or all: true if you mean it.`;
		throw new ProblemError('invalid_request', message, { errors: [{ pointer: '/filter', code: 'invalid', message }], matched });
	}
	if (asksIndex(criteria)) await indexed?.();
	return allLinks(reader, criteria);
}

/** Every link that matches, newest first. */
export async function allLinks(reader: Pick<LinkReader, 'list'>, criteria: LinkCriteria): Promise<StoredLink[]> {
	const links: StoredLink[] = [];
	for (let after: Place | undefined; ; ) {
		const page = await reader.list(criteria, NEWEST_FIRST, { limit: CHUNK, after });
		for (const link of page.links) links.push(link);
		if (page.next === null) return links;
		after = page.next;
	}
}

/**
 * Ids of the links that a list of clicks or conversions is about; undefined for all links there ever were.
 *
 * @throws ProblemError `not_found` where one is named that does not exist
 */
export async function selectedIds(reader: Pick<LinkReader, 'find' | 'list' | 'byIds'>, { criteria, link: text }: { criteria: LinkCriteria; link: string | undefined }): Promise<ReadonlySet<number> | undefined> {
	const filtered = Object.keys(criteria).length > 0 ? new Set((await allLinks(reader, criteria)).map(({ id }) => id)) : undefined;
	if (text === undefined) return filtered;
	const reference = parseReference(text);
	const [kept] = reference && 'id' in reference ? await reader.byIds([reference.id]) : [];
	const { id } = kept ?? (await findLink(reader, text));
	return new Set(filtered?.has(id) === false ? [] : [id]);
}

async function byIds(reader: Pick<LinkReader, 'byIds' | 'bySlugs' | 'byExternalIds'>, ids: readonly string[]): Promise<StoredLink[]> {
	const links = await findLinks(reader, ids);
	const problems = ids.flatMap((text, index): FieldProblem[] =>
		links[index] ? [] : [{ pointer: `/ids/${String(index)}`, code: 'not_found', message: `ids.${String(index)}: there is no link "${text}".` }],
	);
	if (problems.length > 0) throw invalidRequest(problems);
	return [...new Map(links.flatMap((link) => (link ? [[link.id, link]] : []))).values()];
}

function invalid(pointer: string, message: string) {
	return invalidRequest([{ pointer, code: 'invalid', message }]);
}
