import { rmSync } from 'node:fs';
import { foldText } from '../search.ts';
import type { IndexProgress, IndexWriter, LinkTexts } from '../storage.ts';
import { Database, migrate, newestVersion, type Durability, type Row } from './database.ts';
import { outboxHead } from './link-feed.ts';
import { firstRank, RANKS, rankedTime } from './lists/texts.ts';

const FIND = 'SELECT slug, title, destination FROM documents WHERE link_id = ?';
const HOLDS_LAST = `SELECT 1 FROM documents WHERE rank = ${firstRank('?1')} + ${String(RANKS - 1)}`;
const ADD = `INSERT INTO documents (rank, link_id, slug, title, destination)
	SELECT coalesce(max(rank) + 1, ${firstRank('?1')}), ?2, ?3, ?4, ?5 FROM documents
	WHERE rank BETWEEN ${firstRank('?1')} AND ${firstRank('?1')} + ${String(RANKS - 1)}`;
const CHANGE = 'UPDATE documents SET slug = ?, title = ?, destination = ? WHERE link_id = ?';
// By rank, for at a smaller one than the last FTS5 begins a new segment, all of which have to be merged again.
const ADD_TEXTS = `INSERT INTO texts (rowid, text) SELECT rank, slug || char(10) || coalesce(title, '') || char(10) || destination FROM documents
	WHERE slug IS NOT NULL AND link_id IN (SELECT value FROM json_each(?)) ORDER BY rank`;
const REMOVE_TEXT = 'DELETE FROM texts WHERE rowid = (SELECT rank FROM documents WHERE link_id = ?)';

/** Made last, and all at once: of a million links in seconds, where one link after the other takes minutes. */
const COMPLETE = `CREATE INDEX IF NOT EXISTS documents_by_title ON documents (title, link_id) WHERE slug IS NOT NULL;
	CREATE INDEX IF NOT EXISTS documents_by_destination ON documents (destination, link_id) WHERE slug IS NOT NULL`;
const EMPTY = `DROP INDEX IF EXISTS documents_by_title; DROP INDEX IF EXISTS documents_by_destination;
	DELETE FROM progress; DELETE FROM documents; INSERT INTO texts (texts) VALUES ('delete-all')`;

/** Pages of the write-ahead file at which they are put in their place: 40 MB. Links are all over the file, so rather seldom. */
const CHECKPOINT_PAGES = 10_000;

type Columns = Record<'slug' | 'title' | 'destination', string | null>;

const GONE: Columns = { slug: null, title: null, destination: null };

/** The one writer of `search.db`. */
export class SqliteIndexWriter implements IndexWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
		database.exec(`PRAGMA wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
	}

	async progress(): Promise<IndexProgress | undefined> {
		const row = this.#database.get('SELECT cursor, built_to FROM progress');
		return row && { cursor: row['cursor'] as number, builtTo: row['built_to'] as number | null };
	}

	async write(links: readonly LinkTexts[], { cursor, builtTo }: IndexProgress): Promise<void> {
		const known = await this.progress();
		this.#database.transaction(() => {
			const changed = links.filter((link) => this.#put(link)).map(({ linkId }) => linkId);
			this.#database.run(ADD_TEXTS, JSON.stringify(changed));
			if (builtTo === null && known?.builtTo !== null) this.#database.exec(COMPLETE);
			this.#database.run('DELETE FROM progress');
			this.#database.run('INSERT INTO progress (cursor, built_to) VALUES (?, ?)', cursor, builtTo);
		});
	}

	async clear(): Promise<void> {
		this.#database.transaction(() => { this.#database.exec(EMPTY); });
	}

	close(): void {
		this.#database.close();
	}

	/** Tells whether there is a new text. The old one is gone then. */
	#put({ linkId, createdAt, texts }: LinkTexts): boolean {
		const before = this.#database.get(FIND, linkId) as (Row & Columns) | undefined;
		const after: Columns = texts
			? { slug: foldText(texts.slug), title: texts.title === null ? null : foldText(texts.title), destination: foldText(texts.destination) }
			: GONE;
		// Most changes are of something else: tags, a campaign, an expiry.
		if (before && (['slug', 'title', 'destination'] as const).every((name) => before[name] === after[name])) return false;
		if ((before?.slug ?? null) !== null) this.#database.run(REMOVE_TEXT, linkId);
		if (before) this.#database.run(CHANGE, after.slug, after.title, after.destination, linkId);
		else this.#database.run(ADD, this.#timeWithRoom(createdAt), linkId, after.slug, after.title, after.destination);
		return texts !== null;
	}

	/** A million imported links may all be of the same midnight: the next ones follow them. */
	#timeWithRoom(createdAt: number): number {
		let time = rankedTime(createdAt);
		while (this.#database.get(HOLDS_LAST, time)) time++;
		return time;
	}
}

/**
 * Has an index ready to be opened. Where there is none, where it is another version's, damaged, or ahead of `links.db` (which lost
 * its newest commits with the machine's power), an empty one: it is filled from the links again.
 */
export function prepareIndex(path: string, links: string, durability: Durability): void {
	if (isUsable(path, links, durability)) return;
	for (const file of ['', '-wal', '-shm']) rmSync(path + file, { force: true });
	const database = new Database(path, { access: 'write', durability });
	migrate(database, 'search');
	const last = lastChange(links);
	// Nobody is to wait for an index of nothing.
	if (last === 0) database.exec(`${COMPLETE}; INSERT INTO progress (cursor, built_to) VALUES (0, NULL)`);
	database.close();
}

function isUsable(path: string, links: string, durability: Durability): boolean {
	let database: Database | undefined;
	try {
		database = new Database(path, { access: 'write', durability });
		if (database.get('PRAGMA user_version')?.['user_version'] !== newestVersion('search')) return false;
		const cursor = database.get('SELECT cursor FROM progress')?.['cursor'] as number | undefined;
		return cursor === undefined || cursor <= lastChange(links);
	} catch {
		return false;
	} finally {
		database?.close();
	}
}

function lastChange(links: string): number {
	const database = new Database(links, { access: 'read' });
	try {
		return outboxHead(database);
	} finally {
		database.close();
	}
}
