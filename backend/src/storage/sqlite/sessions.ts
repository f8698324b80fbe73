import type { SessionReader, SessionWriter } from '../storage.ts';
import type { Database } from './database.ts';

/** Sessions that somebody has ended, in `links.db`. */
export class SqliteSessions implements SessionReader, SessionWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async isEnded(id: string): Promise<boolean> {
		return this.#database.get('SELECT 1 FROM ended_sessions WHERE id = ?', id) !== undefined;
	}

	async end({ id, endsAt }: { id: string; endsAt: number }, now: number): Promise<void> {
		this.#database.run('DELETE FROM ended_sessions WHERE ends_at <= ?', now);
		this.#database.run('INSERT INTO ended_sessions (id, ends_at) VALUES (?, ?) ON CONFLICT DO NOTHING', id, endsAt);
	}

	close(): void {
		this.#database.close();
	}
}
