import type { LinkFeed, LinkTexts } from '../storage.ts';
import type { Database, Row } from './database.ts';

const SELECT = 'SELECT id, created_at, slug, title, destination, deleted_at FROM links';

/** The links of `links.db`, and their changes by its outbox: what a commit wrote there is complete as soon as it is seen. */
export class SqliteLinkFeed implements LinkFeed {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async byId(after: number, limit: number): Promise<LinkTexts[]> {
		return this.#database.all(`${SELECT} WHERE id > ? ORDER BY id LIMIT ?`, after, limit).map(textsFromRow);
	}

	async changed(cursor: number, limit: number): Promise<{ links: LinkTexts[]; cursor: number } | undefined> {
		return this.#database.snapshot(() => {
			const rows = this.#database.all('SELECT id, link_id FROM outbox WHERE id > ? ORDER BY id LIMIT ?', cursor, limit);
			// Ids of the outbox have no gaps: where the next one is missing, somebody else has tidied.
			const [next, last] = [rows[0]?.['id'], rows.at(-1)?.['id']];
			if (next === undefined ? cursor < this.#head() : next !== cursor + 1) return undefined;
			const find = this.#database.statement(`${SELECT} WHERE id = ?`);
			const ids = [...new Set(rows.map((row) => row['link_id'] as number))];
			const links = ids.flatMap((id) => {
				const row = find.get(id);
				return row ? [textsFromRow(row as Row)] : [];
			});
			return { links, cursor: (last as number | undefined) ?? cursor };
		});
	}

	async head(): Promise<number> {
		return this.#head();
	}

	close(): void {
		this.#database.close();
	}

	#head(): number {
		return outboxHead(this.#database);
	}
}

/** Id of the last event that was written to the outbox. */
export function outboxHead(database: Database): number {
	return (database.get(`SELECT seq FROM sqlite_sequence WHERE name = 'outbox'`)?.['seq'] as number | undefined) ?? 0;
}

function textsFromRow(row: Row): LinkTexts {
	return {
		linkId: row['id'] as number,
		createdAt: row['created_at'] as number,
		texts: row['deleted_at'] === null ? { slug: row['slug'] as string, title: row['title'] as string | null, destination: row['destination'] as string } : null,
	};
}
