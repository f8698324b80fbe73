import { dayOf } from '../../log-days.ts';
import type { NewHit } from '../../storage.ts';
import { StorageUnavailable } from '../../unavailable.ts';
import type { Database } from '../database.ts';
import { appendHits, copyOutbox, madeBefore, type AppendName, type Copied, type LogEnd } from './append.ts';
import { goOnIn } from './days.ts';
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
	readonly #patient: Database;
	/** A day in which the log is, or which it has left behind. */
	#day = '';

	/** @param patient for the outbox, for which no visitor waits */
	constructor(database: Database, patient: Database) {
		this.#database = database;
		this.#patient = patient;
	}

	/**
	 * Appends hits in one transaction, as far as their limits allow. To be called again with the same name and the same hits where it
	 * throws {@link StorageUnavailable}: then nobody knows whether they are in the log.
	 */
	append(name: AppendName, hits: readonly NewHit[]): Promise<Appended> {
		return this.#trying(dayOf(hits[0]?.occurredAt ?? Date.now()), async () => {
			const appended = hits.some(({ limit }) => limit) ? await this.#limited(name, hits) : await this.#unlimited(name, hits);
			if (appended) return { ...appended, sequence: name.last };
			const made = await madeBefore(this.#database, name.appender);
			return { end: undefined, refused: made?.sequence === name.last ? made.refused : [], sequence: made?.sequence ?? name.last };
		});
	}

	/** Appends a share of the outbox. */
	copyOutbox(): Promise<Copied> {
		return this.#trying(dayOf(Date.now()), () => copyOutbox(this.#patient));
	}

	/** Undefined where it was made before, as of {@link Appender.#limited}. */
	async #unlimited(name: AppendName, hits: readonly NewHit[]): Promise<Made | undefined> {
		const end = await appendHits(this.#database, name, hits, []);
		return end && { end, refused: [] };
	}

	/** Holds the counters before the head of the log, as everyone does. */
	#limited(name: AppendName, hits: readonly NewHit[]): Promise<Made | undefined> {
		return this.#database.transaction(async (session) => {
			await session.exec(SILENCE);
			const passed = await pass(session, hits);
			if (passed.hits.length === 0) return { end: undefined, refused: passed.refused };
			const end = await appendHits(session, name, passed.hits, passed.refused, passed.uses);
			return end && { end, refused: passed.refused };
		});
	}

	async #trying<T>(day: string, work: () => Promise<T>): Promise<T> {
		const began = performance.now();
		for (let attempt = 1; ; attempt++) {
			try {
				if (day > this.#day) {
					await goOnIn(this.#database, day);
					this.#day = day;
				}
				return await work();
			} catch (error) {
				if (attempt === ATTEMPTS) throw error;
				// A connection that broke says nothing of the next; one that did not answer has let visitors wait for long enough.
				const again = error instanceof StorageUnavailable ? attempt === 1 && performance.now() - began < BROKE_MS : GIVEN_UP.includes(String((error as { code?: unknown }).code));
				if (!again) throw error;
			}
		}
	}
}
