import { linkFromBody } from '../../link-text.ts';
import { linkFromRow } from '../../rows/link.ts';
import type { ImportedClicks, LabelCount, LabelKind, LabelPage, LinkCriteria, LinkLists, LinkOrder, LinkReader, LinkReference, LinkVersion, ListedLinks, ListPage, StoredLink } from '../../storage.ts';
import type { Connection, Value } from '../database.ts';
import { LINK_COLUMNS } from './link-rows.ts';

const SELECT = `SELECT ${LINK_COLUMNS} FROM links`;
const AS_OF = `${SELECT} JOIN unnest($1::bigint[], $2::bigint[]) AS wanted (id, version) ON links.id = wanted.id AND links.version = wanted.version`;
const KEPT_AS_OF = `SELECT body FROM link_versions kept
	JOIN unnest($1::bigint[], $2::bigint[]) AS wanted (id, version) ON kept.link_id = wanted.id AND kept.version = wanted.version`;

/** Reads `links` and `link_versions`, of the database or within a transaction. */
export class PostgresLinkReader implements Omit<LinkReader, 'close'> {
	protected readonly connection: Connection;
	readonly #lists: LinkLists;

	constructor(connection: Connection, lists: LinkLists) {
		this.connection = connection;
		this.#lists = lists;
	}

	async find(reference: LinkReference): Promise<StoredLink | undefined> {
		const row =
			'id' in reference
				? await this.connection.get(`${SELECT} WHERE id = $1 AND deleted_at IS NULL`, reference.id)
				: 'slug' in reference
					? await this.connection.get(`${SELECT} WHERE slug = $1 AND deleted_at IS NULL`, reference.slug)
					: await this.connection.get(`${SELECT} WHERE external_id = $1 AND deleted_at IS NULL`, reference.externalId);
		return row && linkFromRow(row);
	}

	async byIds(ids: readonly number[]): Promise<StoredLink[]> {
		return this.#all(`${SELECT} WHERE id = ANY($1)`, ids);
	}

	async bySlugs(slugs: readonly string[]): Promise<StoredLink[]> {
		return this.#all(`${SELECT} WHERE slug = ANY($1) AND deleted_at IS NULL`, slugs);
	}

	async byExternalIds(externalIds: readonly string[]): Promise<StoredLink[]> {
		return this.#all(`${SELECT} WHERE external_id = ANY($1) AND deleted_at IS NULL`, externalIds);
	}

	async list(criteria: LinkCriteria, order: LinkOrder, page: ListPage): Promise<ListedLinks> {
		return this.#lists.list(criteria, order, page);
	}

	async count(criteria: LinkCriteria): Promise<number> {
		return this.#lists.count(criteria);
	}

	async labels(kind: LabelKind, page: LabelPage): Promise<LabelCount[]> {
		return this.#lists.labels(kind, page);
	}

	async asOf(versions: readonly LinkVersion[]): Promise<StoredLink[]> {
		if (versions.length === 0) return [];
		const wanted = (some: readonly LinkVersion[]): Value[] => [some.map(({ linkId }) => linkId), some.map(({ version }) => version)];
		// First those that are current: one that is replaced meanwhile is kept from then on.
		const current = await this.#all(AS_OF, ...wanted(versions));
		const versionOf = new Map(current.map(({ id, version }) => [id, version]));
		const others = versions.filter(({ linkId, version }) => versionOf.get(linkId) !== version);
		if (others.length === 0) return current;
		const kept = await this.connection.all(KEPT_AS_OF, ...wanted(others));
		return [...current, ...kept.map((row) => linkFromBody(row['body'] as string))];
	}

	async importedClicks(ids: readonly number[]): Promise<ImportedClicks[]> {
		const rows = await this.connection.all('SELECT id, imported_clicks FROM links WHERE imported_clicks > 0 AND id = ANY($1)', ids);
		return rows.map((row) => ({ linkId: row['id'] as number, clicks: row['imported_clicks'] as number }));
	}

	async nextExpiry(): Promise<number | null> {
		return (await this.connection.get('SELECT min(expires_at) AS next FROM pending_expiries'))?.['next'] as number | null;
	}

	async #all(sql: string, ...values: Value[]): Promise<StoredLink[]> {
		// Where nothing is asked for, nobody is asked.
		if ((values[0] as readonly unknown[]).length === 0) return [];
		return (await this.connection.all(sql, ...values)).map(linkFromRow);
	}
}
