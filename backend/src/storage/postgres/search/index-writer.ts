import { foldText } from '../../search.ts';
import type { IndexProgress, IndexWriter, LinkTexts } from '../../storage.ts';
import type { Connection, Database, Row } from '../database.ts';
import { threesOf } from './threes.ts';

const SAVE = `INSERT INTO documents_progress (outbox_cursor, built_to) VALUES ($1, $2)
	ON CONFLICT (only_row) DO UPDATE SET outbox_cursor = excluded.outbox_cursor, built_to = excluded.built_to`;
const FIND = 'SELECT link_id, slug, title, destination FROM documents WHERE link_id = ANY($1)';
// An array of arrays would be taken apart, so threes come as text.
const PUT = `INSERT INTO documents (link_id, slug, title, destination, threes)
	SELECT link_id, slug, title, destination, threes::integer[] FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) AS given (link_id, slug, title, destination, threes)
	ON CONFLICT (link_id) DO UPDATE SET slug = excluded.slug, title = excluded.title, destination = excluded.destination, threes = excluded.threes`;

/** A link's texts, folded. */
interface Document {
	linkId: number;
	slug: string;
	title: string | null;
	destination: string;
}

/** Writes the index of texts. */
export class PostgresIndexWriter implements Omit<IndexWriter, 'close'> {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async progress(): Promise<IndexProgress | undefined> {
		const row = await this.#database.get('SELECT outbox_cursor, built_to FROM documents_progress');
		return row && { cursor: row['outbox_cursor'] as number, builtTo: row['built_to'] as number | null };
	}

	async write(links: readonly LinkTexts[], { cursor, builtTo }: IndexProgress): Promise<void> {
		await this.#database.transaction(async (session) => {
			// First, so that of two processes that both believe that it is their turn, one waits. Where that one sets the cursor back, it is followed again.
			await session.run(SAVE, cursor, builtTo);
			const gone = links.flatMap(({ linkId, texts }) => (texts ? [] : [linkId]));
			if (gone.length > 0) await session.run('DELETE FROM documents WHERE link_id = ANY($1)', gone);
			await put(session, await changed(session, links.flatMap(documentOf)));
		});
	}

	async clear(): Promise<void> {
		await this.#database.transaction((session) => session.exec('DELETE FROM documents_progress; DELETE FROM documents'));
	}
}

/** Most changes are of something else: tags, a campaign, an expiry. */
async function changed(connection: Connection, documents: readonly Document[]): Promise<readonly Document[]> {
	if (documents.length === 0) return documents;
	const rows = await connection.all(FIND, documents.map(({ linkId }) => linkId));
	const known = new Map<number, Row>(rows.map((row) => [row['link_id'] as number, row]));
	return documents.filter((document) => {
		const before = known.get(document.linkId);
		return !before || (['slug', 'title', 'destination'] as const).some((name) => before[name] !== document[name]);
	});
}

async function put(connection: Connection, documents: readonly Document[]): Promise<void> {
	if (documents.length === 0) return;
	await connection.run(
		PUT,
		documents.map(({ linkId }) => linkId), documents.map(({ slug }) => slug), documents.map(({ title }) => title), documents.map(({ destination }) => destination),
		documents.map(({ slug, title, destination }) => `{${threesOf([slug, title ?? '', destination]).join(',')}}`),
	);
}

function documentOf({ linkId, texts }: LinkTexts): Document[] {
	if (!texts) return [];
	return [{ linkId, slug: foldText(texts.slug), title: texts.title === null ? null : foldText(texts.title), destination: foldText(texts.destination) }];
}
