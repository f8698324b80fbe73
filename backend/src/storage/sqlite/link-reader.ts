import type { LinkFilter } from '../../../../contract/link.ts';
import type { LinkReader, LinkReference, LinkVersion, Page, StoredLink } from '../storage.ts';
import type { Database } from './database.ts';
import { filterCondition } from './link-filter.ts';
import { LINK_COLUMNS, linkFromBody, linkFromRow } from './link-rows.ts';

const SELECT = `SELECT ${LINK_COLUMNS} FROM links`;

/** Reads `links` and `link_versions` on one connection. */
export class SqliteLinkReader implements LinkReader {
	protected readonly database: Database;

	constructor(database: Database) {
		this.database = database;
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

	async list(filter: LinkFilter, page: Page): Promise<StoredLink[]> {
		const condition = filterCondition(filter);
		const before = page.before ?? Number.MAX_SAFE_INTEGER;
		return this.database
			.all(`${SELECT} WHERE ${condition.sql} AND id < ? ORDER BY id DESC LIMIT ?`, ...condition.parameters, before, page.limit)
			.map(linkFromRow);
	}

	async count(filter: LinkFilter): Promise<number> {
		const condition = filterCondition(filter);
		return this.database.get(`SELECT count(*) AS n FROM links WHERE ${condition.sql}`, ...condition.parameters)?.['n'] as number;
	}

	async asOf(versions: readonly LinkVersion[]): Promise<StoredLink[]> {
		return versions.flatMap(({ linkId, version }) => {
			const current = this.database.get(`${SELECT} WHERE id = ? AND version = ?`, linkId, version);
			if (current) return [linkFromRow(current)];
			const kept = this.database.get('SELECT body FROM link_versions WHERE link_id = ? AND version = ?', linkId, version);
			return kept ? [linkFromBody(kept['body'] as string)] : [];
		});
	}

	async nextExpiry(): Promise<number | null> {
		return this.database.get('SELECT min(expires_at) AS next FROM pending_expiries')?.['next'] as number | null;
	}

	close(): void {
		this.database.close();
	}

	/** A point lookup each: no slower than a join with the list, and the plan is always the index. */
	#each(sql: string, keys: ReadonlyArray<string | number>): StoredLink[] {
		const statement = this.database.statement(sql);
		return keys.flatMap((key) => {
			const row = statement.get(key);
			return row ? [linkFromRow(row as Parameters<typeof linkFromRow>[0])] : [];
		});
	}
}
