import type { SessionReader, SessionWriter } from '../../storage.ts';
import type { Connection } from '../database.ts';

/** Sessions that somebody has ended. */
export class PostgresSessions implements Omit<SessionReader, 'close'>, SessionWriter {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async isEnded(id: string): Promise<boolean> {
		return (await this.#connection.get('SELECT 1 AS ended FROM ended_sessions WHERE id = $1', id)) !== undefined;
	}

	async end({ id, endsAt }: { id: string; endsAt: number }, now: number): Promise<void> {
		await this.#connection.run('DELETE FROM ended_sessions WHERE ends_at <= $1', now);
		await this.#connection.run('INSERT INTO ended_sessions (id, ends_at) VALUES ($1, $2) ON CONFLICT DO NOTHING', id, endsAt);
	}
}
