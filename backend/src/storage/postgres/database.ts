import pg from 'pg';
import { StorageUnavailable } from '../unavailable.ts';
import { isAway } from './away.ts';
import { bound, type Value } from './values.ts';

export type { Value };

/** A row, by column name. `bigint` is a number, whose integers here stay below 2^53; `bytea` a `Buffer`; JSON is kept in `text`. */
export type Row = Record<string, string | number | boolean | null | Buffer | string[] | number[]>;

/** What statements can be sent to: the database, or one transaction of it. */
export interface Connection {
	/** Every row of a query. Its text is prepared once for each connection, so it must be one of a few. */
	all(sql: string, ...values: Value[]): Promise<Row[]>;
	/** The first row of a query. */
	get(sql: string, ...values: Value[]): Promise<Row | undefined>;
	/** Every row of a query that was put together for this once. */
	query(sql: string, ...values: Value[]): Promise<Row[]>;
	/** How many rows a statement changed. */
	run(sql: string, ...values: Value[]): Promise<number>;
}

/** How a database is reached. */
export interface DatabaseOptions {
	/** Connections at the same time, at most. */
	connections: number;
	/** Milliseconds after which a statement that is not answered has failed; nobody knows then whether it was done. */
	patienceMs?: number;
}

/** Milliseconds in which a connection must be made, or one of the few become free. */
const CONNECT_MS = 5000;

/** Milliseconds for any one statement where nothing else is said: the longest, a rebuild's, take seconds. */
const PATIENCE_MS = 60_000;

/** Object ids of types in PostgreSQL's catalogue (https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat). */
const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC = 1700;

const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (text: string) => unknown;

const types = {
	getTypeParser(oid: number, format?: 'text' | 'binary') {
		if (oid === INT8 || oid === NUMERIC) return Number;
		if (oid === INT8_ARRAY) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number));
		return parserOf(oid, format);
	},
};

/** Names of prepared statements, by their text: the same in every connection of this thread. */
const names = new Map<string, string>();

function nameOf(sql: string): string {
	const known = names.get(sql);
	if (known !== undefined) return known;
	const name = `linkmill_${String(names.size + 1)}`;
	names.set(sql, name);
	return name;
}

/**
 * A few connections to one PostgreSQL database. Made when they are needed, and again where they broke.
 *
 * Every failure that says that the database is away is a {@link StorageUnavailable}.
 */
export class Database implements Connection {
	readonly #pool: pg.Pool;

	constructor(url: string, { connections, patienceMs = PATIENCE_MS }: DatabaseOptions) {
		this.#pool = new pg.Pool({ connectionString: url, max: connections, connectionTimeoutMillis: CONNECT_MS, query_timeout: patienceMs, keepAlive: true, application_name: 'linkmill', types, allowExitOnIdle: true });
		// A connection that breaks while nobody uses it is replaced by the next that is needed. While it is used, its failures are
		// those of its statements; between the two, it is nobody's, and the driver would end the process.
		this.#pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
	}

	all(sql: string, ...values: Value[]): Promise<Row[]> {
		return guarded(async () => (await this.#pool.query<Row>({ name: nameOf(sql), text: sql, values: bound(values) })).rows);
	}

	async get(sql: string, ...values: Value[]): Promise<Row | undefined> {
		return (await this.all(sql, ...values))[0];
	}

	query(sql: string, ...values: Value[]): Promise<Row[]> {
		return guarded(async () => (await this.#pool.query<Row>(sql, bound(values))).rows);
	}

	run(sql: string, ...values: Value[]): Promise<number> {
		return guarded(async () => (await this.#pool.query({ name: nameOf(sql), text: sql, values: bound(values) })).rowCount ?? 0);
	}

	/** Commits when `work` resolves, rolls back when it throws. */
	transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.#within('BEGIN', 'COMMIT', work);
	}

	/** What `work` reads is of one moment. */
	snapshot<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.#within('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', 'ROLLBACK', work);
	}

	/** A connection of its own, for as long as `work` takes. */
	session<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return guarded(async () => {
			const client = await this.#pool.connect();
			let broken: Error | undefined;
			try {
				return await work(new Session(client));
			} catch (error) {
				broken = error instanceof StorageUnavailable || isAway(error) ? (error as Error) : undefined;
				throw error;
			} finally {
				client.release(broken);
			}
		});
	}

	/** Lets what is under way finish. */
	close(): Promise<void> {
		return this.#pool.end();
	}

	#within<T>(begin: string, end: string, work: (session: Session) => Promise<T>): Promise<T> {
		return this.session(async (session) => {
			await session.exec(begin);
			try {
				const result = await work(session);
				await session.exec(end).catch(uncertain);
				return result;
			} catch (error) {
				if (!(error instanceof StorageUnavailable)) await session.exec('ROLLBACK');
				throw error;
			}
		});
	}
}

/** One connection, mostly in a transaction. */
export class Session implements Connection {
	/** For what the driver offers beside statements, such as COPY. */
	readonly client: pg.PoolClient;

	constructor(client: pg.PoolClient) {
		this.client = client;
	}

	all(sql: string, ...values: Value[]): Promise<Row[]> {
		return guarded(async () => (await this.client.query<Row>({ name: nameOf(sql), text: sql, values: bound(values) })).rows);
	}

	async get(sql: string, ...values: Value[]): Promise<Row | undefined> {
		return (await this.all(sql, ...values))[0];
	}

	query(sql: string, ...values: Value[]): Promise<Row[]> {
		return guarded(async () => (await this.client.query<Row>(sql, bound(values))).rows);
	}

	run(sql: string, ...values: Value[]): Promise<number> {
		return guarded(async () => (await this.client.query({ name: nameOf(sql), text: sql, values: bound(values) })).rowCount ?? 0);
	}

	/** Runs statements that take no values. */
	exec(sql: string): Promise<void> {
		return guarded(async () => { await this.client.query(sql); });
	}
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw isAway(error) ? new StorageUnavailable(error) : error;
	}
}

/** A commit that is not answered may have been made. */
function uncertain(error: unknown): never {
	throw error instanceof StorageUnavailable ? new StorageUnavailable(error.cause, { isUncertain: true }) : error;
}
