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

/** The link behind each of these names, in the order given; undefined where there is none. */
export async function findLinks(reader: Pick<LinkReader, 'byIds' | 'bySlugs' | 'byExternalIds'>, texts: readonly string[]): Promise<Array<StoredLink | undefined>> {
	const references = texts.map(parseReference);
	const ids = references.flatMap((reference) => (reference && 'id' in reference ? [reference.id] : []));
	const slugs = references.flatMap((reference) => (reference && 'slug' in reference ? [reference.slug] : []));
	const externalIds = references.flatMap((reference) => (reference && 'externalId' in reference ? [reference.externalId] : []));
	const byId = new Map((await reader.byIds(ids)).filter(({ deletedAt }) => deletedAt === null).map((link) => [link.id, link]));
	const bySlug = new Map((await reader.bySlugs(slugs)).map((link) => [link.slug, link]));
	const byExternalId = new Map((await reader.byExternalIds(externalIds)).map((link) => [link.externalId, link]));
	return references.map((reference) => {
		if (!reference) return undefined;
		if ('id' in reference) return byId.get(reference.id);
		return 'slug' in reference ? bySlug.get(reference.slug) : byExternalId.get(reference.externalId);
	});
}
