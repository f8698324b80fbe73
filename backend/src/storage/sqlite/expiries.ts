import type { LinkExpiry, StoredLink } from '../storage.ts';
import type { Database } from './database.ts';

const INSERT = 'INSERT OR IGNORE INTO pending_expiries (expires_at, link_id) VALUES (?, ?)';
const DELETE = 'DELETE FROM pending_expiries WHERE expires_at = ? AND link_id = ?';
const DUE = `SELECT p.link_id, p.expires_at, l.version FROM pending_expiries p JOIN links l ON l.id = p.link_id
	WHERE p.expires_at <= ? ORDER BY p.expires_at, p.link_id LIMIT ?`;

/** Expiries that no event has told of yet: kept with every write of a link, taken when they are due. */
export class PendingExpiries {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** A link that was made with an expiry in the past, by an import, has expired elsewhere: nothing is told of that. */
	inserted(link: StoredLink): void {
		if (link.expiresAt !== null && link.expiresAt > link.updatedAt) this.#database.run(INSERT, link.expiresAt, link.id);
	}

	/** `at` is now. One that was told stays told until the expiry is moved; a link that comes back expires in the future or not at all. */
	replaced(before: StoredLink, after: StoredLink, at: number): void {
		const [was, is] = [before, after].map((link) => (link.deletedAt === null ? link.expiresAt : null)) as [number | null, number | null];
		if (was === is) return;
		if (was !== null) this.#database.run(DELETE, was, before.id);
		if (is !== null && (before.deletedAt === null || is > at)) this.#database.run(INSERT, is, after.id);
	}

	/** The next ones due by `now`; they are not given again. */
	take(now: number, limit: number): LinkExpiry[] {
		const due = this.#database.all(DUE, now, limit).map((row) => ({
			linkId: row['link_id'] as number,
			version: row['version'] as number,
			expiresAt: row['expires_at'] as number,
		}));
		for (const { expiresAt, linkId } of due) this.#database.run(DELETE, expiresAt, linkId);
		return due;
	}
}
