import type { LinkLists, LinkTransaction, LinkWriter } from '../../storage.ts';
import type { Database } from '../database.ts';
import { outboxHead } from './link-feed.ts';
import { PostgresLinkTransaction } from './link-transaction.ts';

/**
 * Waits until no other process writes. A process that holds the row and falls silent, because its machine is gone, is cut off
 * after a while: longer than a bulk change waits for the index of texts, or takes to be checked.
 */
const BEGIN = `SELECT last_id, outbox_head, set_config('idle_in_transaction_session_timeout', '15s', true) FROM link_writer FOR UPDATE`;

/** Names the lock of those that tidy. Any number that nothing else in the database uses. */
const TIDYING = 7_165_400_001;

/** The transactions of each database that wait in this thread: whoever waits in the database has a connection, which the one at work may need for its lists. */
const queues = new WeakMap<Database, Promise<unknown>>();

/** Writes links and what goes with them: one transaction at a time, of all processes. */
export class PostgresLinkWriter implements Omit<LinkWriter, 'close'> {
	readonly #database: Database;
	readonly #lists: LinkLists;
	/** The last id that was given here, also in transactions that came to nothing. */
	#lastId = 0;

	constructor(database: Database, lists: LinkLists) {
		this.#database = database;
		this.#lists = lists;
	}

	transaction<T>(work: (transaction: LinkTransaction) => Promise<T>): Promise<T> {
		const turn = (queues.get(this.#database) ?? Promise.resolve()).then(() => this.#transaction(work));
		queues.set(this.#database, turn.catch(() => undefined));
		return turn;
	}

	async tidy(outboxRead: number, answersBefore: number): Promise<void> {
		await this.#database.transaction(async (session) => {
			const lock = await session.get('SELECT pg_try_advisory_xact_lock($1) AS held', TIDYING);
			// Another process does it just now.
			if (lock?.['held'] !== true) return;
			await session.run('DELETE FROM outbox WHERE id <= $1', outboxRead);
			await session.run('DELETE FROM idempotency WHERE at < $1', answersBefore);
		});
	}

	async outboxHead(): Promise<number> {
		return outboxHead(this.#database);
	}

	/** PostgreSQL does this by itself. */
	checkpoint(): void {
		return undefined;
	}

	#transaction<T>(work: (transaction: LinkTransaction) => Promise<T>): Promise<T> {
		return this.#database.transaction(async (session) => {
			const row = await session.get(BEGIN);
			const transaction = new PostgresLinkTransaction(session, this.#lists, {
				lastId: Math.max(row?.['last_id'] as number, this.#lastId),
				outboxHead: row?.['outbox_head'] as number,
			});
			try {
				const result = await work(transaction);
				await transaction.finish();
				return result;
			} finally {
				this.#lastId = transaction.lastId;
			}
		});
	}
}
