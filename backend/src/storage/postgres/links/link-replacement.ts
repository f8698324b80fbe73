import type { Authorship, StoredLink } from '../../storage.ts';
import type { Connection } from '../database.ts';
import { differingColumns, INSERT_LINKS, linkParameters, updateOf } from './link-rows.ts';

const INSERT_VERSIONS = `INSERT INTO link_versions (link_id, version, body, replaced_at, replaced_by, change_id)
	SELECT id, version, body, $4::bigint, $5::bigint, $6::bigint FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS given (id, version, body)`;

const INSERT_TAGS = 'INSERT INTO link_tags (tag, created_at, link_id) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[])';
const DELETE_TAGS = `DELETE FROM link_tags USING unnest($1::text[], $2::bigint[], $3::bigint[]) AS given (tag, created_at, link_id)
	WHERE link_tags.tag = given.tag AND link_tags.created_at = given.created_at AND link_tags.link_id = given.link_id`;

/** A link before and after a write. */
export interface Pair {
	before: StoredLink;
	after: StoredLink;
}

/** Puts new links in, with their tags. */
export async function insertLinks(connection: Connection, links: readonly StoredLink[]): Promise<void> {
	if (links.length === 0) return;
	await connection.run(INSERT_LINKS, ...linkParameters(links));
	await writeTags(connection, INSERT_TAGS, links.map((link) => ({ link, tags: link.tags })));
}

/** Keeps each `before` as a version and puts `after` in its place, with its tags. */
export async function replaceLinks(connection: Connection, pairs: readonly Pair[], by: Authorship): Promise<void> {
	if (pairs.length === 0) return;
	const versions = pairs.map(({ before }) => before);
	await connection.run(INSERT_VERSIONS, versions.map(({ id }) => id), versions.map(({ version }) => version), versions.map((link) => JSON.stringify(link)), by.at, by.keyId, by.changeId);
	const changing = pairs.filter(staysInPlace);
	const coming = pairs.filter((pair) => !staysInPlace(pair)).map(({ after }) => after);
	await setColumns(connection, changing);
	if (coming.length > 0) {
		// All that go do so before any comes: slugs may change places.
		await connection.run('DELETE FROM links WHERE id = ANY($1)', coming.map(({ id }) => id));
		await connection.run(INSERT_LINKS, ...linkParameters(coming));
	}
	await writeTags(connection, DELETE_TAGS, pairs.map(({ before, after }) => ({ link: before, tags: without(tagsOf(before), tagsOf(after)) })));
	await writeTags(connection, INSERT_TAGS, pairs.map(({ before, after }) => ({ link: after, tags: without(tagsOf(after), tagsOf(before)) })));
}

/** Whether nobody else could have its slug or external id before or after. */
function staysInPlace({ before, after }: Pair): boolean {
	return after.deletedAt !== null || (before.deletedAt === null && before.slug === after.slug && before.externalId === after.externalId);
}

/** Sets the columns in which some link differs: of ten thousand that get a new campaign, the other columns are not sent. */
async function setColumns(connection: Connection, pairs: readonly Pair[]): Promise<void> {
	const names = [...new Set(pairs.flatMap(({ before, after }) => differingColumns(before, after)))];
	if (names.length === 0) return;
	await connection.query(updateOf(names), ...linkParameters(pairs.map(({ after }) => after), ['id', ...names]));
}

/** A deleted link has no tags in the index: all of them come back with it. */
function tagsOf(link: StoredLink): readonly string[] {
	return link.deletedAt === null ? link.tags : [];
}

function without(tags: readonly string[], others: readonly string[]): readonly string[] {
	return tags.length === 0 || others.length === 0 ? tags : tags.filter((tag) => !others.includes(tag));
}

async function writeTags(connection: Connection, sql: string, tagged: ReadonlyArray<{ link: StoredLink; tags: readonly string[] }>): Promise<void> {
	const rows = tagged.flatMap(({ link, tags }) => tags.map((tag) => ({ tag, link })));
	if (rows.length === 0) return;
	await connection.run(sql, rows.map(({ tag }) => tag), rows.map(({ link }) => link.createdAt), rows.map(({ link }) => link.id));
}
