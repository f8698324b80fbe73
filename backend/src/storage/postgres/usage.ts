import type { Usage, UsageReader } from '../usage.ts';
import type { Database } from './database.ts';

/** The room that the database takes. What is free on its disk, it does not tell. */
export class PostgresUsage implements Pick<UsageReader, 'usage'> {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async usage(): Promise<Usage> {
		const row = await this.#database.get('SELECT pg_database_size(current_database()) AS bytes');
		return { bytes: Number(row?.['bytes']), free: null };
	}
}
