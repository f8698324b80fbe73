/** The storage port: sessions of the dashboard that somebody has ended. The others are in their cookies, and nowhere here. */

export interface SessionReader {
	/** Whether a session was ended, whichever process was asked to. */
	isEnded(id: string): Promise<boolean>;
	close(): void;
}

export interface SessionWriter {
	/** Remembers that a session was ended, until `endsAt`, when it would have ended by itself. Again is no matter. Forgets those that would have ended by `now`. */
	end(session: { id: string; endsAt: number }, now: number): Promise<void>;
}
