import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickLog, LinkUses, NewHit, NotRecorded, Spooled } from '../../storage.ts';
import { StorageUnavailable } from '../../unavailable.ts';
import type { Database } from '../database.ts';
import { Appender } from './appender.ts';
import { Drain } from './drain.ts';
import { readHead } from './head.ts';
import { Spool } from './spool.ts';
import { usesOf } from './uses.ts';

/** Milliseconds between two attempts to reach a database that is away. */
const PROBE_MS = 250;

/** Changes nothing, and fails where nothing can be changed: on a standby, for example. */
const PROBE = 'UPDATE log_appenders SET appended_at = now() WHERE appender = $1';

/** Appends under one name. Each leaves a version of the name's row behind, which the next ones have to pass as long as somebody reads an old snapshot. */
const APPENDS_NAMED = 1000;

/** What most appends resolve with. */
const NONE: ReadonlyMap<NewHit, NotRecorded> = new Map();

/** The appender of one process: group commits into a table that all append to. While the database is away, into files. */
export class PostgresClickLog implements ClickLog {
	readonly #database: Database;
	readonly #appender: Appender;
	readonly #spool: Spool;
	readonly #drain: Drain;
	/** Who appends, and the number of the last append. What is spooled keeps its name; what is appended beside it has another. */
	#name = { appender: randomUUID(), sequence: 0 };
	#last: Promise<unknown> = Promise.resolve();
	#head = 0;
	#outboxCopied = 0;
	/** What it was that failed; undefined while the database is there. */
	#away: StorageUnavailable | undefined;
	#closed = false;

	/**
	 * @param database for what visitors wait for
	 * @param patient for all else
	 * @param spool where hits wait while the database is away
	 */
	constructor(database: Database, patient: Database, spool: { folder: string; limit: number }) {
		this.#database = database;
		this.#appender = new Appender(database, patient);
		this.#spool = new Spool(spool.folder, spool.limit);
		this.#drain = new Drain(this.#spool, this.#appender, ({ position }) => { this.#saw(position); });
		if (this.#spool.waiting.bytes > 0) void this.#drainNow();
	}

	/** One after the other: an append whose number comes after a later one counts as made before. */
	append(hits: readonly NewHit[]): Promise<ReadonlyMap<NewHit, NotRecorded>> {
		const appended = this.#last.then(() => this.#append(hits));
		this.#last = appended.catch(() => undefined);
		return appended;
	}

	uses(linkId: number): Promise<LinkUses> {
		return this.#asking(() => usesOf(this.#database, linkId));
	}

	async copyOutbox(): Promise<number> {
		const { waiting, end } = await this.#asking(() => this.#appender.copyOutbox());
		if (end) {
			this.#saw(end.position);
			this.#outboxCopied = Math.max(this.#outboxCopied, end.outboxCopied);
		}
		return waiting;
	}

	async catchUp(): Promise<number> {
		const { position, outboxCopied } = await this.#asking(() => readHead(this.#database));
		this.#saw(position);
		this.#outboxCopied = Math.max(this.#outboxCopied, outboxCopied);
		return this.#head;
	}

	head(): number {
		return this.#head;
	}

	outboxCopied(): number {
		return this.#outboxCopied;
	}

	restartWal(): void {
		// The write-ahead log is the server's.
	}

	walBytes(): number {
		return 0;
	}

	spooled(): Spooled {
		return this.#spool.waiting;
	}

	close(): void {
		this.#closed = true;
		this.#spool.close();
	}

	async #append(hits: readonly NewHit[]): Promise<ReadonlyMap<NewHit, NotRecorded>> {
		if (hits.length === 0) return NONE;
		if (this.#name.sequence === APPENDS_NAMED && !this.#away) this.#forgetName();
		const sequence = ++this.#name.sequence;
		const { appender } = this.#name;
		if (this.#away) return this.#spoolHits(hits, appender, sequence);
		try {
			const { end, refused } = await this.#appender.append({ appender, first: sequence, last: sequence }, hits);
			if (end) this.#saw(end.position);
			return refused.length === 0 ? NONE : new Map(refused.map((place) => [hits[place] as NewHit, 'exhausted']));
		} catch (error) {
			if (!(error instanceof StorageUnavailable)) throw error;
			this.#goAway(error);
			return this.#spoolHits(hits, appender, sequence);
		}
	}

	#saw(position: number): void {
		this.#head = Math.max(this.#head, position);
	}

	/** Who asks while it is away learns it at once. */
	async #asking<T>(ask: () => Promise<T>): Promise<T> {
		if (this.#away) throw this.#away;
		return ask();
	}

	/** Hits on links with a limit cannot wait: nobody could tell whether they may pass. */
	#spoolHits(hits: readonly NewHit[], appender: string, sequence: number): ReadonlyMap<NewHit, NotRecorded> {
		const waiting = hits.filter(({ limit }) => !limit);
		if (waiting.length > 0) this.#spool.add({ appender, sequence, hits: waiting });
		return waiting.length === hits.length ? NONE : new Map(hits.flatMap((hit) => (hit.limit ? [[hit, 'failed']] : [])));
	}

	#goAway(error: StorageUnavailable): void {
		if (this.#away) return;
		this.#away = error;
		void this.#comeBack();
	}

	/** Nobody waits for a connection while there is none: it is looked for here alone. */
	async #comeBack(): Promise<void> {
		while (!this.#closed) {
			await sleep(PROBE_MS, undefined, { ref: false });
			try {
				await this.#database.run(PROBE, this.#name.appender);
				break;
			} catch (error) {
				if (!(error instanceof StorageUnavailable)) process.emitWarning(`The log cannot be written: ${String(error)}`);
			}
		}
		// What was spooled keeps its name.
		this.#rename();
		this.#away = undefined;
		await this.#drainNow();
	}

	/** All under this name is in the log, and was heard to be. */
	#forgetName(): void {
		this.#database.run('DELETE FROM log_appenders WHERE appender = $1', this.#name.appender).catch(() => undefined);
		this.#rename();
	}

	#rename(): void {
		this.#name = { appender: randomUUID(), sequence: 0 };
	}

	async #drainNow(): Promise<void> {
		try {
			await this.#drain.run(() => this.#closed);
		} catch (error) {
			if (this.#closed) return;
			this.#goAway(error instanceof StorageUnavailable ? error : new StorageUnavailable(error));
		}
	}
}
