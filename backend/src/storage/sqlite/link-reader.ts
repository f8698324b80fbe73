import { linkFromBody } from '../link-text.ts';
import { linkFromRow } from '../rows/link.ts';
import type { ImportedClicks, LabelCount, LabelKind, LabelPage, LinkCriteria, LinkOrder, LinkReader, LinkReference, LinkVersion, ListedLinks, ListPage, StoredLink } from '../storage.ts';
import type { Database } from './database.ts';
import { LINK_COLUMNS } from './link-rows.ts';
import type { SqliteLists } from './lists/lists.ts';

const SELECT = `SELECT ${LINK_COLUMNS} FROM links`;

/** Reads `links` and `link_versions` on one connection. Lists have their own, which most readers never need. */
export class SqliteLinkReader implements LinkReader {
	protected readonly database: Database;
	readonly #openLists: () => SqliteLists;
	#lists: SqliteLists | undefined;

	constructor(database: Database, openLists: () => SqliteLists) {
		this.database = database;
		this.#openLists = openLists;
	}

	async find(reference: LinkReference): Promise<StoredLink | undefined> {
		const row =
			'id' in reference
				? this.database.get(`${SELECT} WHERE id = ? AND deleted_at IS NULL`, reference.id)
				: 'slug' in reference
					? this.database.get(`${SELECT} WHERE slug = ? AND deleted_at IS NULL`, reference.slug)
					: this.database.get(`${SELECT} WHERE external_id = ? AND deleted_at IS NULL`, reference.externalId);
		return row && linkFromRow(row);
	}

	async byIds(ids: readonly number[]): Promise<StoredLink[]> {
		return this.#each(`${SELECT} WHERE id = ?`, ids);
	}

	async bySlugs(slugs: readonly string[]): Promise<StoredLink[]> {
		return this.#each(`${SELECT} WHERE slug = ? AND deleted_at IS NULL`, slugs);
	}

	async byExternalIds(externalIds: readonly string[]): Promise<StoredLink[]> {
		return this.#each(`${SELECT} WHERE external_id = ? AND deleted_at IS NULL`, externalIds);
	}

	async list(criteria: LinkCriteria, order: LinkOrder, page: ListPage): Promise<ListedLinks> {
		return this.#ownLists().list(criteria, order, page);
	}

	async count(criteria: LinkCriteria): Promise<number> {
		return this.#ownLists().count(criteria);
	}

	async labels(kind: LabelKind, page: LabelPage): Promise<LabelCount[]> {
		return this.#ownLists().labels(kind, page);
	}

	async asOf(versions: readonly LinkVersion[]): Promise<StoredLink[]> {
		return versions.flatMap(({ linkId, version }) => {
			const current = this.database.get(`${SELECT} WHERE id = ? AND version = ?`, linkId, version);
			if (current) return [linkFromRow(current)];
			const kept = this.database.get('SELECT body FROM link_versions WHERE link_id = ? AND version = ?', linkId, version);
			return kept ? [linkFromBody(kept['body'] as string)] : [];
		});
	}

	async importedClicks(ids: readonly number[]): Promise<ImportedClicks[]> {
		const wanted = new Set(ids);
		const [first, last] = [ids.reduce((a, b) => Math.min(a, b), Infinity), ids.reduce((a, b) => Math.max(a, b), 0)];
		// Mostly there are none, which the index says at once.
		return this.database
			.all('SELECT id, imported_clicks FROM links INDEXED BY links_imported WHERE imported_clicks > 0 AND id BETWEEN ? AND ?', first, last)
			.map((row) => ({ linkId: row['id'] as number, clicks: row['imported_clicks'] as number }))
			.filter(({ linkId }) => wanted.has(linkId));
	}

	async nextExpiry(): Promise<number | null> {
		return this.database.get('SELECT min(expires_at) AS next FROM pending_expiries')?.['next'] as number | null;
	}

	close(): void {
		this.database.close();
		this.#lists?.close();
	}

	#ownLists(): SqliteLists {
		return (this.#lists ??= this.#openLists());
	}

	/** A point lookup each: no slower than a join with the list, and the plan is always the index. */
	#each(sql: string, keys: ReadonlyArray<string | number>): StoredLink[] {
		const statement = this.database.statement(sql);
		return keys.flatMap((key) => {
			const row = statement.get(key);
			return row ? [linkFromRow(row)] : [];
		});
	}
}
