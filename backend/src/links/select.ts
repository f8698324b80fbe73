import type { LinkFilter } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { invalidRequest } from '../http/problem.ts';
import type { LinkReader, StoredLink } from '../storage/storage.ts';
import { parseReference } from './reference.ts';

/** How a bulk call names its links. */
export interface Selection {
	filter?: LinkFilter;
	ids?: readonly string[];
	all?: boolean;
}

/** Links read in one go. */
const CHUNK = 10_000;

/**
 * Every link of a selection, each once.
 *
 * @throws ProblemError `invalid_request` where the selection is missing or ambiguous, or names a link that does not exist
 */
export async function selectLinks(reader: Omit<LinkReader, 'close'>, { filter, ids, all }: Selection): Promise<StoredLink[]> {
	if (ids && filter) throw invalid('/ids', 'Give filter or ids, not both.');
	if (ids) return byIds(reader, ids);
	const empty = Object.values(filter ?? {}).every((value) => value === undefined || (Array.isArray(value) && value.length === 0));
	if (empty && !all) throw invalid('/filter', 'filter is empty and would match every link. Add a condition, or all: true if you mean it.');
	return listAll(reader, filter ?? {});
}

async function byIds(reader: Omit<LinkReader, 'close'>, ids: readonly string[]): Promise<StoredLink[]> {
	const found = new Map<number, StoredLink>();
	const problems: FieldProblem[] = [];
	for (const [index, text] of ids.entries()) {
		const reference = parseReference(text);
		const link = reference && (await reader.find(reference));
		if (link) found.set(link.id, link);
		else problems.push({ pointer: `/ids/${String(index)}`, code: 'not_found', message: `ids.${String(index)}: there is no link "${text}".` });
	}
	if (problems.length > 0) throw invalidRequest(problems);
	return [...found.values()];
}

async function listAll(reader: Omit<LinkReader, 'close'>, filter: LinkFilter): Promise<StoredLink[]> {
	const links: StoredLink[] = [];
	for (let before: number | undefined; ; before = links.at(-1)?.id) {
		const page = await reader.list(filter, { limit: CHUNK, before });
		links.push(...page);
		if (page.length < CHUNK) return links;
	}
}

function invalid(pointer: string, message: string) {
	return invalidRequest([{ pointer, code: 'invalid', message }]);
}
