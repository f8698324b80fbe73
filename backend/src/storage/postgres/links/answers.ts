import { createHash } from 'node:crypto';
import type { AnswerReader, KeptAnswer } from '../../storage.ts';
import type { Connection } from '../database.ts';

const KEEP = `INSERT INTO idempotency (name, request, answer, at) VALUES ($1, $2, $3, $4)
	ON CONFLICT (name) DO UPDATE SET request = excluded.request, answer = excluded.answer, at = excluded.at`;

/** Answers kept under an Idempotency-Key. */
export class PostgresAnswers implements Omit<AnswerReader, 'close'> {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async kept(scope: string, key: string): Promise<KeptAnswer | undefined> {
		const row = await this.#connection.get('SELECT request, answer, at FROM idempotency WHERE name = $1', nameOf(scope, key));
		return row && { scope, key, request: row['request'] as string, answer: row['answer'] as string, at: row['at'] as number };
	}

	async keep({ scope, key, request, answer, at }: KeptAnswer): Promise<void> {
		await this.#connection.run(KEEP, nameOf(scope, key), request, answer, at);
	}
}

function nameOf(scope: string, key: string): string {
	return createHash('sha256').update(JSON.stringify([scope, key])).digest('base64url');
}
