import type { LinkExpiry, StoredLink } from '../../storage.ts';
import type { Connection } from '../database.ts';
import type { Pair } from './link-replacement.ts';

const INSERT = 'INSERT INTO pending_expiries (expires_at, link_id) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING';
const DELETE = `DELETE FROM pending_expiries USING unnest($1::bigint[], $2::bigint[]) AS given (expires_at, link_id)
	WHERE pending_expiries.expires_at = given.expires_at AND pending_expiries.link_id = given.link_id`;
const TAKE = `WITH due AS (
		SELECT pending.link_id, pending.expires_at, links.version FROM pending_expiries pending JOIN links ON links.id = pending.link_id
		WHERE pending.expires_at <= $1 ORDER BY pending.expires_at, pending.link_id LIMIT $2
	), taken AS (
		DELETE FROM pending_expiries USING due WHERE pending_expiries.expires_at = due.expires_at AND pending_expiries.link_id = due.link_id
	) SELECT link_id, expires_at, version FROM due ORDER BY expires_at, link_id`;

interface Expiry {
	at: number;
	linkId: number;
}

/** Expiries that no event has told of yet: kept with every write of a link, taken when they are due. */
export class PendingExpiries {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	/** A link that was made with an expiry in the past, by an import, has expired elsewhere: nothing is told of that. */
	async inserted(links: readonly StoredLink[]): Promise<void> {
		await this.#write(INSERT, links.flatMap(({ id, expiresAt, updatedAt }) => (expiresAt !== null && expiresAt > updatedAt ? [{ at: expiresAt, linkId: id }] : [])));
	}

	/** `now` is when. One that was told stays told until the expiry is moved; a link that comes back expires in the future or not at all. */
	async replaced(pairs: readonly Pair[], now: number): Promise<void> {
		const moved = pairs.map(({ before, after }) => ({ before, linkId: after.id, was: expiryOf(before), is: expiryOf(after) })).filter(({ was, is }) => was !== is);
		await this.#write(DELETE, moved.flatMap(({ was, linkId }) => (was === null ? [] : [{ at: was, linkId }])));
		await this.#write(INSERT, moved.flatMap(({ before, is, linkId }) => (is !== null && (before.deletedAt === null || is > now) ? [{ at: is, linkId }] : [])));
	}

	/** The next ones due by `now`; they are not given again. */
	async take(now: number, limit: number): Promise<LinkExpiry[]> {
		const rows = await this.#connection.all(TAKE, now, limit);
		return rows.map((row) => ({ linkId: row['link_id'] as number, version: row['version'] as number, expiresAt: row['expires_at'] as number }));
	}

	async #write(sql: string, expiries: readonly Expiry[]): Promise<void> {
		if (expiries.length > 0) await this.#connection.run(sql, expiries.map(({ at }) => at), expiries.map(({ linkId }) => linkId));
	}
}

function expiryOf(link: StoredLink): number | null {
	return link.deletedAt === null ? link.expiresAt : null;
}
