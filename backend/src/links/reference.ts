import { ProblemError } from '../http/problem.ts';
import { parsePublicId } from '../ids.ts';
import type { LinkReader, LinkReference, StoredLink } from '../storage/storage.ts';

/** How a caller names a link: `lnk_…`, `slug:spring-sale` or `external:SKU-1`. Undefined where it is none of them. */
export function parseReference(text: string): LinkReference | undefined {
	if (text.startsWith('slug:')) return { slug: text.slice('slug:'.length) };
	if (text.startsWith('external:')) return { externalId: text.slice('external:'.length) };
	const id = parsePublicId('link', text);
	return id === undefined ? undefined : { id };
}

/**
 * The link that a path names.
 *
 * @throws ProblemError `not_found`
 */
export async function findLink(reader: Pick<LinkReader, 'find'>, text: string): Promise<StoredLink> {
	const reference = parseReference(text);
	const link = reference && (await reader.find(reference));
	if (link) return link;
	const remedy = reference ? '' : ' Name it by its id (lnk_…), slug:… or external:….';
	throw new ProblemError('not_found', `There is no link "${text}".${remedy}`);
}
