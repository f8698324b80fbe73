import type { Authorship, ChangeWriter, ConversionWriter, KeptAnswer, KeyWriter, LinkExpiry, LinkTransaction, LinkWriter, OutboxEvent, SessionWriter, StoredLink, WebhookWriter } from '../storage.ts';
import { StorageUnavailable } from '../unavailable.ts';
import { keptAnswer } from './answers.ts';
import { SqliteChanges } from './changes.ts';
import { SqliteConversions } from './conversions.ts';
import { isDiskTrouble, type Database } from './database.ts';
import { PendingExpiries } from './expiries.ts';
import { SqliteKeys } from './keys.ts';
import { outboxHead } from './link-feed.ts';
import { SqliteLinkReader } from './link-reader.ts';
import { replaceLinks } from './link-replacement.ts';
import { INSERT_LINK, linkParameters } from './link-rows.ts';
import type { SqliteLists } from './lists/lists.ts';
import { SqliteSessions } from './sessions.ts';
import { SqliteWebhooks } from './webhooks.ts';
import { IdSequence } from '../id-sequence.ts';

const INSERT_TAG = 'INSERT INTO link_tags (tag, created_at, link_id) VALUES (?, ?, ?)';
const DELETE_TAG = 'DELETE FROM link_tags WHERE tag = ? AND created_at = ? AND link_id = ?';
const INSERT_EVENT = 'INSERT INTO outbox (type, occurred_at, link_id, link_version, data) VALUES (?, ?, ?, ?, ?)';

/** Writes `links.db`. Everything within one transaction happens on this one connection. */
class SqliteLinkTransaction extends SqliteLinkReader implements LinkTransaction {
	readonly changes: ChangeWriter;
	readonly conversions: ConversionWriter;
	readonly keys: KeyWriter;
	readonly sessions: SessionWriter;
	readonly webhooks: WebhookWriter;
	readonly #ids: IdSequence;
	readonly #expiries: PendingExpiries;

	constructor(database: Database, openLists: () => SqliteLists) {
		super(database, openLists);
		this.changes = new SqliteChanges(database);
		this.conversions = new SqliteConversions(database);
		this.keys = new SqliteKeys(database);
		this.sessions = new SqliteSessions(database);
		this.webhooks = new SqliteWebhooks(database);
		this.#expiries = new PendingExpiries(database);
		const last = database.get(`SELECT max(id) AS last FROM (SELECT 0 AS id UNION ALL ${['links', 'changes', 'conversions'].map((table) => `SELECT max(id) FROM ${table}`).join(' UNION ALL ')})`);
		this.#ids = new IdSequence(last?.['last'] as number);
	}

	nextId(): number {
		return this.#ids.next();
	}

	async insert(links: readonly StoredLink[]): Promise<void> {
		const insert = this.database.statement(INSERT_LINK);
		const tag = this.database.statement(INSERT_TAG);
		for (const link of links) {
			insert.run(...linkParameters(link));
			for (const name of link.tags) tag.run(name, link.createdAt, link.id);
			this.#expiries.inserted(link);
		}
	}

	async replace(pairs: ReadonlyArray<{ before: StoredLink; after: StoredLink }>, by: Authorship): Promise<void> {
		replaceLinks(this.database, pairs, by);
		for (const { before, after } of pairs) {
			this.#retag(before, after);
			this.#expiries.replaced(before, after, by.at);
		}
	}

	async emit(events: readonly OutboxEvent[]): Promise<void> {
		const insert = this.database.statement(INSERT_EVENT);
		for (const event of events) insert.run(event.type, event.occurredAt, event.linkId, event.linkVersion, event.data ?? null);
	}

	async takeExpiries(now: number, limit: number): Promise<LinkExpiry[]> {
		return this.#expiries.take(now, limit);
	}

	async keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined> {
		return keptAnswer(this.database, scope, key);
	}

	async keepAnswer({ scope, key, request, answer, at }: KeptAnswer): Promise<void> {
		this.database.run('INSERT OR REPLACE INTO idempotency (scope, key, request, answer, at) VALUES (?, ?, ?, ?, ?)', scope, key, request, answer, at);
	}

	#retag(before: StoredLink, after: StoredLink): void {
		const held = new Set(after.deletedAt === null ? after.tags : []);
		// A deleted link has no tags in the index: all of them come back with it.
		for (const tag of before.deletedAt === null ? before.tags : []) if (!held.delete(tag)) this.database.run(DELETE_TAG, tag, before.createdAt, before.id);
		for (const tag of held) this.database.run(INSERT_TAG, tag, after.createdAt, after.id);
	}
}

/** The one writer of `links.db`. */
export class SqliteLinkWriter implements LinkWriter {
	readonly #database: Database;
	readonly #transaction: SqliteLinkTransaction;

	/** @param openLists for lists within a transaction, on a connection that reads: nobody else writes meanwhile, so it sees what the transaction began with */
	constructor(database: Database, openLists: () => SqliteLists) {
		this.#database = database;
		// Within a commit, it would take 20 ms of the answer to ten thousand links.
		database.exec('PRAGMA wal_autocheckpoint = 0');
		this.#transaction = new SqliteLinkTransaction(database, openLists);
	}

	async transaction<T>(work: (transaction: LinkTransaction) => Promise<T>): Promise<T> {
		this.#database.begin();
		try {
			const result = await work(this.#transaction);
			this.#database.commit();
			return result;
		} catch (error) {
			this.#database.rollback();
			throw isDiskTrouble(error) ? new StorageUnavailable(error) : error;
		}
	}

	async tidy(outboxRead: number, answersBefore: number): Promise<void> {
		this.#database.transaction(() => {
			this.#database.run('DELETE FROM outbox WHERE id <= ?', outboxRead);
			this.#database.run('DELETE FROM idempotency WHERE at < ?', answersBefore);
		});
	}

	async outboxHead(): Promise<number> {
		return outboxHead(this.#database);
	}

	checkpoint(): void {
		this.#database.get('PRAGMA wal_checkpoint(PASSIVE)');
	}

	close(): void {
		this.#transaction.close();
	}
}
