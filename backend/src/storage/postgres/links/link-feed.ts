import type { LinkFeed, LinkTexts } from '../../storage.ts';
import type { Connection, Database, Row } from '../database.ts';

const SELECT = 'SELECT id, created_at, slug, title, destination, deleted_at FROM links';

/** The links, and their changes by the outbox: it has them in the order of their commits, so that what is seen is complete. */
export class PostgresLinkFeed implements Omit<LinkFeed, 'close'> {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async byId(after: number, limit: number): Promise<LinkTexts[]> {
		return (await this.#database.all(`${SELECT} WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)).map(textsFromRow);
	}

	async changed(cursor: number, limit: number): Promise<{ links: LinkTexts[]; cursor: number } | undefined> {
		return this.#database.snapshot(async (session) => {
			const rows = await session.all('SELECT id, link_id FROM outbox WHERE id > $1 ORDER BY id LIMIT $2', cursor, limit);
			// Numbers of the outbox have no gaps: where the next one is missing, somebody else has tidied.
			const [next, last] = [rows[0]?.['id'], rows.at(-1)?.['id']];
			if (next === undefined ? cursor < (await outboxHead(session)) : next !== cursor + 1) return undefined;
			if (next === undefined) return { links: [], cursor };
			const ids = [...new Set(rows.map((row) => row['link_id'] as number))];
			const links = (await session.all(`${SELECT} WHERE id = ANY($1)`, ids)).map(textsFromRow);
			return { links, cursor: last as number };
		});
	}

	async head(): Promise<number> {
		return outboxHead(this.#database);
	}
}

/** Number of the last event that was written to the outbox. */
export async function outboxHead(connection: Connection): Promise<number> {
	return (await connection.get('SELECT outbox_head FROM link_writer'))?.['outbox_head'] as number;
}

function textsFromRow(row: Row): LinkTexts {
	return {
		linkId: row['id'] as number,
		createdAt: row['created_at'] as number,
		texts: row['deleted_at'] === null ? { slug: row['slug'] as string, title: row['title'] as string | null, destination: row['destination'] as string } : null,
	};
}
