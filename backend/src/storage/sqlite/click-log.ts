import type { StatementSync } from 'node:sqlite';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf, endOf } from '../log-days.ts';
import type { ClickLog, LinkUses, NewHit, NotRecorded, OutboxEvent, Spooled } from '../storage.ts';
import { BUSY_TIMEOUT, Database, migrate, type Durability } from './database.ts';
import { INSERT_EVENT } from './event-rows.ts';
import { SqliteLinkUses } from './link-uses.ts';
import { beginSegment, readTail, type Tail } from './log-tail.ts';
import { segmentsIn, type Segment } from './segments.ts';

/** What most appends resolve with. */
const NONE: ReadonlyMap<NewHit, NotRecorded> = new Map();

/** The disk is this machine's own: there is nothing to wait for. */
const NOTHING_SPOOLED: Spooled = { clicks: 0, bytes: 0 };

const SELECT_OUTBOX = 'SELECT id, type, occurred_at, link_id, link_version, data FROM outbox WHERE id > ? ORDER BY id LIMIT ?';

/** Outbox events that one commit takes along: enough to keep up, few enough that no visitor waits. */
const OUTBOX_SHARE = 500;

/** An event of the outbox, with its id there. */
type WaitingEvent = Required<OutboxEvent> & { id: number };

/** Bytes to which a write-ahead file that had to grow is cut when it starts over. */
const WAL_LIMIT = 32_000_000;

/** Milliseconds that a restart of the write-ahead file waits for readers. */
const RESTART_PATIENCE = 5;

/** The appender: group commits into the newest segment, a new segment each day. */
export class SqliteClickLog implements ClickLog {
	readonly #folder: string;
	readonly #durability: Durability;
	readonly #outbox: Database;
	#segment: Segment;
	/** First millisecond after the segment's day. */
	#dayEnds: number;
	#database: Database;
	#insert: StatementSync;
	#uses: SqliteLinkUses;
	#tail: Tail;

	/** @param outbox a reading connection to `links.db` */
	constructor(folder: string, durability: Durability, outbox: Database) {
		this.#folder = folder;
		this.#durability = durability;
		this.#outbox = outbox;
		const segment = segmentsIn(folder).at(-1);
		if (!segment) throw new Error(`There is no log in ${folder}: the data folder has not been prepared.`);
		this.#segment = segment;
		this.#dayEnds = endOf(segment.day);
		this.#database = this.#connect(segment);
		this.#insert = this.#database.statement(INSERT_EVENT);
		this.#uses = new SqliteLinkUses(this.#database);
		this.#tail = readTail(this.#database, segment);
	}

	async append(hits: readonly NewHit[]): Promise<ReadonlyMap<NewHit, NotRecorded>> {
		return hits.length > 0 ? this.#commit(hits, []) : NONE;
	}

	async uses(linkId: number): Promise<LinkUses> {
		return this.#uses.of(linkId);
	}

	async copyOutbox(): Promise<number> {
		const events = this.#waiting(OUTBOX_SHARE);
		if (events.length > 0) this.#commit([], events);
		return events.length;
	}

	async catchUp(): Promise<number> {
		return this.head();
	}

	head(): number {
		return this.#tail.position;
	}

	outboxCopied(): number {
		return this.#tail.outboxCopied;
	}

	walBytes(): number {
		return statSync(`${join(this.#folder, this.#segment.name)}-wal`, { throwIfNoEntry: false })?.size ?? 0;
	}

	spooled(): Spooled {
		return NOTHING_SPOOLED;
	}

	restartWal(): void {
		// It waits for readers, and with it every visitor: a backup may read for seconds, the next attempt is soon enough.
		this.#database.exec(`PRAGMA busy_timeout = ${String(RESTART_PATIENCE)}`);
		this.#database.get('PRAGMA wal_checkpoint(RESTART)');
		this.#database.exec(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT)}`);
	}

	close(): void {
		this.#database.close();
		this.#outbox.close();
	}

	/** Returns the hits that were refused. */
	#commit(hits: readonly NewHit[], events: readonly WaitingEvent[]): ReadonlyMap<NewHit, NotRecorded> {
		const now = hits[0]?.occurredAt ?? Date.now();
		if (now >= this.#dayEnds) this.#roll(dayOf(now));
		const tail = { ...this.#tail };
		let refused: Map<NewHit, NotRecorded> | undefined;
		this.#database.begin();
		try {
			for (const hit of hits) {
				if (hit.limit && !this.#uses.pass(hit, hit.limit)) {
					(refused ??= new Map()).set(hit, 'exhausted');
					continue;
				}
				this.#insert.run(++tail.position, 'link.clicked', hit.occurredAt, hit.linkId, hit.linkVersion, hit.nonce, hit.visitorId,
					hit.country, hit.signal, hit.userAgent, hit.referrer, hit.language, hit.query, hit.variant, hit.kind, null, hit.region, hit.city);
			}
			for (const event of events) {
				this.#insert.run(++tail.position, event.type, event.occurredAt, event.linkId, event.linkVersion, null, null, null, null, null, null, null, null, null, null, event.data, null, null);
				tail.outboxCopied = event.id;
			}
			if (events.length > 0) this.#database.run('UPDATE outbox_mark SET copied = ?', tail.outboxCopied);
			this.#database.commit();
		} catch (error) {
			this.#database.rollback();
			throw error;
		}
		this.#tail = tail;
		return refused ?? NONE;
	}

	#waiting(limit: number): WaitingEvent[] {
		return this.#outbox.all(SELECT_OUTBOX, this.#tail.outboxCopied, limit).map((row) => ({
			id: row['id'] as number,
			type: row['type'] as OutboxEvent['type'],
			occurredAt: row['occurred_at'] as number,
			linkId: row['link_id'] as number,
			linkVersion: row['link_version'] as number,
			data: row['data'] as string | null,
		}));
	}

	/** Changes nothing where it fails: positions after a segment's first must never go into the one before. */
	#roll(day: string): void {
		const segment = beginSegment(this.#folder, day, this.#tail, this.#durability, this.#segment);
		const database = this.#connect(segment);
		const insert = database.statement(INSERT_EVENT);
		const full = this.#database;
		this.#segment = segment;
		this.#dayEnds = endOf(day);
		this.#database = database;
		this.#insert = insert;
		this.#uses = new SqliteLinkUses(database);
		full.close();
	}

	#connect(segment: Segment): Database {
		const database = new Database(join(this.#folder, segment.name), { access: 'write', durability: this.#durability });
		// Checkpoints are another thread's: an automatic one here would stop every redirect meanwhile.
		database.exec(`PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = ${String(WAL_LIMIT)}`);
		migrate(database, 'segment');
		return database;
	}
}
