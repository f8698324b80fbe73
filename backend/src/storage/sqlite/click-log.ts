import type { StatementSync } from 'node:sqlite';
import { join } from 'node:path';
import type { ClickLog, Epoch, Hit, OutboxEvent } from '../storage.ts';
import { Database, migrate, type Durability } from './database.ts';
import { dayOf, segmentName, segmentsIn, type Segment } from './segments.ts';

/** Of the rows that this version writes. A reader must go on reading every format ever written. */
const FORMAT = 1;

const INSERT = `INSERT INTO events (position, format, type, occurred_at, link_id, link_version, nonce, visitor_id, country,
	signal, user_agent, referrer, language, query) VALUES (?, ${String(FORMAT)}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const SELECT_OUTBOX = 'SELECT id, type, occurred_at, link_id, link_version FROM outbox WHERE id > ? ORDER BY id LIMIT ?';

/** Outbox events that one commit takes along: enough to keep up, few enough that no visitor waits. */
const OUTBOX_SHARE = 500;

/** The end of a log: where the next segment goes on. */
interface Tail {
	position: number;
	outboxCopied: number;
	epochs: Epoch[];
}

/** The appender: group commits into the newest segment, a new segment each day. */
export class SqliteClickLog implements ClickLog {
	readonly #folder: string;
	readonly #durability: Durability;
	readonly #outbox: Database;
	#segment: Segment;
	#database: Database;
	#insert: StatementSync;
	#tail: Tail;

	/** @param outbox a reading connection to `links.db` */
	constructor(folder: string, durability: Durability, outbox: Database, now = Date.now()) {
		this.#folder = folder;
		this.#durability = durability;
		this.#outbox = outbox;
		const segments = segmentsIn(folder);
		const newest = segments.at(-1) ?? { name: segmentName(1, dayOf(now)), first: 1, day: dayOf(now) };
		const before = segments.at(-2);
		this.#segment = newest;
		this.#database = this.#connect(newest);
		// A process killed between making a file and filling it leaves one without a mark: it goes on where the one before ended.
		this.#tail =
			readTail(this.#database, newest) ??
			this.#begin(before ? this.#tailOf(before) : { position: 0, outboxCopied: 0, epochs: [{ epoch: 1, from: 1 }] });
		this.#insert = this.#database.statement(INSERT);
	}

	async append(hits: readonly Hit[]): Promise<void> {
		const now = hits[0]?.occurredAt ?? Date.now();
		if (dayOf(now) > this.#segment.day) this.#roll(dayOf(now));
		const events = this.#waiting(OUTBOX_SHARE);
		const tail = { ...this.#tail };
		this.#database.begin();
		try {
			for (const hit of hits) {
				this.#insert.run(++tail.position, 'link.clicked', hit.occurredAt, hit.linkId, hit.linkVersion, hit.nonce, hit.visitorId,
					hit.country, hit.signal, hit.userAgent, hit.referrer, hit.language, hit.query);
			}
			for (const event of events) {
				this.#insert.run(++tail.position, event.type, event.occurredAt, event.linkId, event.linkVersion, null, null, null, null, null, null, null, null);
				tail.outboxCopied = event.id;
			}
			if (events.length > 0) this.#database.run('UPDATE outbox_mark SET copied = ?', tail.outboxCopied);
			this.#database.commit();
		} catch (error) {
			this.#database.rollback();
			throw error;
		}
		this.#tail = tail;
	}

	async copyOutbox(): Promise<number> {
		const before = this.#tail.outboxCopied;
		const head = this.#tail.position;
		await this.append([]);
		return this.#tail.outboxCopied === before ? 0 : this.#tail.position - head;
	}

	head(): number {
		return this.#tail.position;
	}

	outboxCopied(): number {
		return this.#tail.outboxCopied;
	}

	restartWal(): void {
		this.#database.get('PRAGMA wal_checkpoint(RESTART)');
	}

	close(): void {
		this.#database.close();
		this.#outbox.close();
	}

	#waiting(limit: number): Array<OutboxEvent & { id: number }> {
		return this.#outbox.all(SELECT_OUTBOX, this.#tail.outboxCopied, limit).map((row) => ({
			id: row['id'] as number,
			type: row['type'] as OutboxEvent['type'],
			occurredAt: row['occurred_at'] as number,
			linkId: row['link_id'] as number,
			linkVersion: row['link_version'] as number,
		}));
	}

	#roll(day: string): void {
		const first = this.#tail.position + 1;
		const full = this.#database;
		this.#segment = { name: segmentName(first, day), first, day };
		this.#database = this.#connect(this.#segment);
		this.#begin(this.#tail);
		this.#insert = this.#database.statement(INSERT);
		full.close();
	}

	#connect(segment: Segment): Database {
		const database = new Database(join(this.#folder, segment.name), { access: 'write', durability: this.#durability });
		// Checkpoints are another thread's: an automatic one here would stop every redirect meanwhile.
		database.exec('PRAGMA wal_autocheckpoint = 0');
		migrate(database, 'segment');
		return database;
	}

	#begin(tail: Tail): Tail {
		this.#database.transaction(() => {
			for (const { epoch, from } of tail.epochs) this.#database.run('INSERT INTO epochs (epoch, from_position) VALUES (?, ?)', epoch, from);
			this.#database.run('INSERT INTO outbox_mark (copied) VALUES (?)', tail.outboxCopied);
		});
		return tail;
	}

	#tailOf(segment: Segment): Tail {
		const database = new Database(join(this.#folder, segment.name), { access: 'read' });
		const tail = readTail(database, segment);
		database.close();
		if (!tail) throw new Error(`The log segment ${segment.name} has no end; restore it from a backup.`);
		return tail;
	}
}

function readTail(database: Database, segment: Segment): Tail | undefined {
	const mark = database.get('SELECT copied FROM outbox_mark');
	if (!mark) return undefined;
	return {
		position: (database.get('SELECT max(position) AS last FROM events')?.['last'] as number | null) ?? segment.first - 1,
		outboxCopied: mark['copied'] as number,
		epochs: readEpochs(database),
	};
}

/** The epochs that a segment knows, oldest first. */
export function readEpochs(database: Database): Epoch[] {
	return database
		.all('SELECT epoch, from_position FROM epochs ORDER BY epoch')
		.map((row) => ({ epoch: row['epoch'] as number, from: row['from_position'] as number }));
}
