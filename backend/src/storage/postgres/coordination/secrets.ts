import type { Secrets } from '../../storage.ts';
import type { Database } from '../database.ts';

const SELECT = 'SELECT value FROM secrets WHERE name = $1';
const INSERT = 'INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const DELETE = 'DELETE FROM secrets WHERE starts_with(name, $1) AND name <> ALL ($2::text[])';

/** Secrets as rows. */
export class PostgresSecrets implements Omit<Secrets, 'close'> {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async ensure(name: string, made: string): Promise<string> {
		const known = await this.#find(name);
		if (known !== undefined) return known;
		await this.#database.run(INSERT, name, made);
		return (await this.#find(name)) ?? made;
	}

	/** Writes the table anew, so that what was deleted is in no file of it any more. The write-ahead log, and backups, hold it for as long as they are kept. */
	async forget(prefix: string, but: readonly string[]): Promise<void> {
		const forgotten = await this.#database.run(DELETE, prefix, but);
		if (forgotten > 0) await this.#database.query('VACUUM FULL secrets');
	}

	async #find(name: string): Promise<string | undefined> {
		return (await this.#database.get(SELECT, name))?.['value'] as string | undefined;
	}
}
