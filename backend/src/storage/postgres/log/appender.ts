import type { NewHit } from '../../storage.ts';
import { StorageUnavailable } from '../../unavailable.ts';
import type { Database } from '../database.ts';
import { appendHits, copyOutbox, hasNoPartition, madeBefore, type AppendName, type Copied, type LogEnd } from './append.ts';
import { dayOf, makeDay, makeDaysAfter } from './days.ts';
import { pass } from './uses.ts';

/** What has become of an append. */
export interface Appended {
	/** Undefined where nothing was appended, or it was before. */
	end: LogEnd | undefined;
	/** Places of the hits that were not let through, from 0. */
	refused: readonly number[];
	/** The appender's last append: this one, or where it was made before, perhaps a later one. */
	sequence: number;
}

type Made = Omit<Appended, 'sequence'>;

/**
 * Milliseconds for which the server keeps a transaction open whose client is silent. A machine that loses its power between two
 * statements would stop the whole log for as long.
 */
const SILENCE = `SET LOCAL idle_in_transaction_session_timeout = 2000`;

/** What PostgreSQL says of a transaction that it had to give up for another: `serialization_failure`, `deadlock_detected`. */
const GIVEN_UP = ['40001', '40P01'];

/** Milliseconds in which a connection has failed that broke. */
const BROKE_MS = 300;

/** Attempts at one append. */
const ATTEMPTS = 3;

/** Appends, again where that helps. */
export class Appender {
	readonly #database: Database;
	/** The day after which days have been made. */
	#madeAfter = '';

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Appends hits in one transaction, as far as their limits allow. To be called again with the same name and the same hits where it
	 * throws {@link StorageUnavailable}: then nobody knows whether they are in the log.
	 */
	append(name: AppendName, hits: readonly NewHit[]): Promise<Appended> {
		return this.#trying(dayOf(hits[0]?.occurredAt ?? Date.now()), async (day) => {
			const appended = hits.some(({ limit }) => limit) ? await this.#limited(name, hits, day) : await this.#unlimited(name, hits, day);
			if (appended) return { ...appended, sequence: name.last };
			const made = await madeBefore(this.#database, name.appender);
			return { end: undefined, refused: made?.sequence === name.last ? made.refused : [], sequence: made?.sequence ?? name.last };
		});
	}

	/** Appends a share of the outbox. */
	copyOutbox(): Promise<Copied> {
		return this.#trying(dayOf(Date.now()), (day) => copyOutbox(this.#database, day));
	}

	/** Undefined where it was made before, as of {@link Appender.#limited}. */
	async #unlimited(name: AppendName, hits: readonly NewHit[], day: string): Promise<Made | undefined> {
		const end = await appendHits(this.#database, name, hits, day, []);
		return end && { end, refused: [] };
	}

	/** Holds the counters before the head of the log, as everyone does. */
	#limited(name: AppendName, hits: readonly NewHit[], day: string): Promise<Made | undefined> {
		return this.#database.transaction(async (session) => {
			await session.exec(SILENCE);
			const passed = await pass(session, hits);
			if (passed.hits.length === 0) return { end: undefined, refused: passed.refused };
			const end = await appendHits(session, name, passed.hits, day, passed.refused, passed.uses);
			return end && { end, refused: passed.refused };
		});
	}

	/** Makes days, so that only the very first append of a log finds none. */
	async #trying<T>(day: string, work: (day: string) => Promise<T>): Promise<T> {
		const began = performance.now();
		for (let attempt = 1; ; attempt++) {
			try {
				const result = await work(day);
				this.#makeAhead(day);
				return result;
			} catch (error) {
				if (attempt === ATTEMPTS) throw error;
				if (hasNoPartition(error)) await makeDay(this.#database, await this.#dayOfHead(day));
				// A connection that broke says nothing of the next; one that did not answer has let visitors wait for long enough.
				else if (!(error instanceof StorageUnavailable ? attempt === 1 && performance.now() - began < BROKE_MS : GIVEN_UP.includes(String((error as { code?: unknown }).code)))) throw error;
			}
		}
	}

	/** The day into which the next append goes. */
	async #dayOfHead(day: string): Promise<string> {
		return (await this.#database.get('SELECT greatest(day, $1::date)::text AS day FROM log_head', day))?.['day'] as string;
	}

	/** Nobody waits for it. Where it fails, the next append tries again. */
	#makeAhead(day: string): void {
		if (day <= this.#madeAfter) return;
		this.#madeAfter = day;
		makeDaysAfter(this.#database, day).catch(() => (this.#madeAfter = ''));
	}
}
