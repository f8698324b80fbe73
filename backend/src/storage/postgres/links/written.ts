import type { Connection } from '../database.ts';

/** The channel on which processes hear of each other's writes, with JSON: see {@link Written.tell}. */
export const CHANNEL = 'linkmill';

/** Bytes of slugs in one notification: PostgreSQL takes less than 8000 of all. */
const CHUNK_BYTES = 7000;

/** Slugs above which it is told that any link may have been written: their notifications would be 100 kB and more. */
const MOST_SLUGS = 10_000;

/** What a transaction has written that others keep in memory. */
export class Written {
	readonly #slugs = new Set<string>();
	keys = false;
	webhooks = false;

	/** These slugs lead elsewhere than before. Not those of new links: nobody keeps in memory that there is none. */
	links(slugs: Iterable<string>): void {
		for (const slug of slugs) this.#slugs.add(slug);
	}

	/** `{"links": [slugs]}`, `{"links": null}` for any, `{"keys": true}`, `{"webhooks": true}`: heard if and when the transaction commits. */
	async tell(connection: Connection): Promise<void> {
		const messages = [
			...(this.#slugs.size > MOST_SLUGS ? [{ links: null }] : chunks([...this.#slugs]).map((links) => ({ links }))),
			...(this.keys ? [{ keys: true }] : []),
			...(this.webhooks ? [{ webhooks: true }] : []),
		].map((message) => JSON.stringify(message));
		if (messages.length > 0) await connection.all('SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message', CHANNEL, messages);
	}
}

/** Slugs are ASCII, and need no escapes. */
function chunks(slugs: readonly string[]): string[][] {
	const made: string[][] = [];
	let bytes = Infinity;
	for (const slug of slugs) {
		bytes += slug.length + 3;
		if (bytes > CHUNK_BYTES) {
			made.push([]);
			bytes = slug.length + 3;
		}
		made.at(-1)?.push(slug);
	}
	return made;
}
