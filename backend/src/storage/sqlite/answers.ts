import type { AnswerReader, KeptAnswer } from '../storage.ts';
import type { Database } from './database.ts';

/** The answer kept under an Idempotency-Key, in `links.db`. */
export function keptAnswer(database: Database, scope: string, key: string): KeptAnswer | undefined {
	const row = database.get('SELECT request, answer, at FROM idempotency WHERE scope = ? AND key = ?', scope, key);
	return row && { scope, key, request: row['request'] as string, answer: row['answer'] as string, at: row['at'] as number };
}

/** Reads kept answers without a transaction. */
export class SqliteAnswers implements AnswerReader {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async kept(scope: string, key: string): Promise<KeptAnswer | undefined> {
		return keptAnswer(this.#database, scope, key);
	}

	close(): void {
		this.#database.close();
	}
}
