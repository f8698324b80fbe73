import { readdirSync, readFileSync } from 'node:fs';
import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Durability } from '../storage.ts';

export type { Durability };

/** How a file is opened. A reader never creates it and never writes; a lock neither waits nor keeps a write-ahead file. */
export type Access = { access: 'read' } | { access: 'write'; durability: Durability } | { access: 'lock' };

/** Milliseconds that a connection waits for a lock held by a checkpoint before it gives up. */
export const BUSY_TIMEOUT = 5000;

/** More pages than a file can have. */
const ALL_PAGES = 2 ** 31 - 1;

/** 16 MB of each file. */
const CACHE = 'cache_size = -16000';

/** A row, by column name. */
export type Row = Record<string, string | number | null>;

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that speak of the disk: `SQLITE_IOERR`, `SQLITE_FULL`. */
const DISK_TROUBLE = [10, 13];

/** Whether a failure is the disk's. */
export function isDiskTrouble(error: unknown): boolean {
	const code = (error as { errcode?: unknown }).errcode;
	return typeof code === 'number' && DISK_TROUBLE.includes(code & 0xff);
}

/** One connection to one SQLite file, with the pragmas and the few verbs that this adapter uses. */
export class Database {
	readonly #connection: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	constructor(path: string, options: Access) {
		this.#connection = new DatabaseSync(path, { readOnly: options.access === 'read', timeout: options.access === 'lock' ? 0 : BUSY_TIMEOUT });
		if (options.access === 'write') {
			const synchronous = options.durability === 'power' ? 'FULL' : 'NORMAL';
			this.#connection.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
		}
		// These read the file: a lock that another process holds would already be felt here.
		if (options.access !== 'lock') this.#connection.exec(`PRAGMA ${CACHE}; PRAGMA temp_store = MEMORY`);
	}

	/** Runs statements that take no parameters. */
	exec(sql: string): void {
		this.#connection.exec(sql);
	}

	/** The statement for this text, prepared once. */
	statement(sql: string): StatementSync {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#connection.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}

	/** A statement that was put together for this once: kept, they would add up. */
	unkept(sql: string): StatementSync {
		return this.#connection.prepare(sql);
	}

	/** Every row of a query. */
	all(sql: string, ...parameters: SQLInputValue[]): Row[] {
		return this.statement(sql).all(...parameters) as Row[];
	}

	/** The first row of a query. */
	get(sql: string, ...parameters: SQLInputValue[]): Row | undefined {
		return this.statement(sql).get(...parameters) as Row | undefined;
	}

	/** Every row of a query that was put together for this once. */
	query(sql: string, ...parameters: SQLInputValue[]): Row[] {
		return this.unkept(sql).all(...parameters) as Row[];
	}

	/** The same, row by row. Whoever stops early leaves the rest unread. */
	rows(sql: string, ...parameters: SQLInputValue[]): IterableIterator<Row> {
		return this.unkept(sql).iterate(...parameters) as IterableIterator<Row>;
	}

	/** Lets queries name another file's tables, as `name.table`. Where this one is only read, so is that. */
	attach(path: string, name: string): void {
		this.#connection.prepare(`ATTACH ? AS ${name}`).run(path);
		this.#connection.exec(`PRAGMA ${name}.${CACHE}`);
	}

	/** What `work` reads of a file is of one moment. */
	snapshot<T>(work: () => T): T {
		this.statement('BEGIN').run();
		try {
			return work();
		} finally {
			this.rollback();
		}
	}

	/** How many rows a statement changed. */
	run(sql: string, ...parameters: SQLInputValue[]): number {
		return Number(this.statement(sql).run(...parameters).changes);
	}

	/** Commits what `work` does, or none of it. */
	transaction<T>(work: () => T): T {
		this.begin();
		try {
			const result = work();
			this.commit();
			return result;
		} catch (error) {
			this.rollback();
			throw error;
		}
	}

	begin(): void {
		this.statement('BEGIN IMMEDIATE').run();
	}

	commit(): void {
		this.statement('COMMIT').run();
	}

	/** Undoes what is open. SQLite has done so by itself where a statement failed for want of space. */
	rollback(): void {
		if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
	}

	/** Copies the file as it is at this moment, in one step: one that takes turns begins again with every write of others. */
	async copyTo(path: string): Promise<void> {
		await backup(this.#connection, path, { rate: ALL_PAGES });
	}

	close(): void {
		this.#statements.clear();
		this.#connection.close();
	}
}

/**
 * Brings a file to the newest schema: the numbered `.sql` files of `schema/<name>/`, each in a transaction
 * with the version that it leads to.
 *
 * @throws where the file was written by a newer version
 */
export function migrate(database: Database, name: string): void {
	const folder = schemaFolder(name);
	const files = migrationsIn(folder);
	const version = Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0);
	if (version > files.length) throw new Error(newerSchema(name, version));
	files.slice(version).forEach((file, index) => {
		const sql = readFileSync(new URL(file, folder), 'utf8');
		database.transaction(() => {
			database.exec(sql);
			database.exec(`PRAGMA user_version = ${String(version + index + 1)}`);
		});
	});
}

/** The schema version that this version of linkmill writes. */
export function newestVersion(name: string): number {
	return migrationsIn(schemaFolder(name)).length;
}

/** What is said of a file that this version cannot read. */
export function newerSchema(name: string, version: number): string {
	return `The ${name} database has schema version ${String(version)}, this version of linkmill knows ${String(newestVersion(name))}. Start the newer version that wrote it.`;
}

function schemaFolder(name: string): URL {
	return new URL(`./schema/${name}/`, import.meta.url);
}

function migrationsIn(folder: URL): string[] {
	return readdirSync(folder).filter((file) => file.endsWith('.sql')).sort();
}
