import { LRUCache } from 'lru-cache';
import type { Session } from '../database.ts';
import type { Tables } from './tables.ts';

/** Links whose number is remembered. */
const REMEMBERED = 50_000;

/** Gives each link a small number. One for each writer: it knows what it has written. */
export class LinkNumbers {
	readonly #table: string;
	readonly #known = new LRUCache<number, number>({ max: REMEMBERED });
	/** Of the links that are being counted. */
	#current = new Map<number, number>();
	#made: number[] = [];
	#highest: number | undefined;

	constructor({ link_numbers }: Tables) {
		this.#table = link_numbers;
	}

	/** Finds the numbers of links, or makes them. */
	async learn(session: Session, linkIds: Iterable<number>): Promise<void> {
		this.#current = new Map(Array.from(new Set(linkIds), (id) => [id, this.#known.get(id) ?? 0]));
		const unknown = [...this.#current].filter(([, number]) => number === 0).map(([id]) => id);
		if (unknown.length === 0) return;
		for (const row of await session.all(`SELECT link_id, number FROM ${this.#table} WHERE link_id = ANY($1::bigint[])`, unknown)) this.#current.set(row['link_id'] as number, row['number'] as number);
		for (const id of unknown) {
			if (this.#current.get(id) === 0) {
				this.#highest ??= (await session.get(`SELECT coalesce(max(number), 0) AS highest FROM ${this.#table}`))?.['highest'] as number;
				this.#current.set(id, ++this.#highest);
				this.#made.push(id);
			}
			this.#known.set(id, this.#current.get(id));
		}
	}

	/** The number of a link that was learned. */
	of(linkId: number): number {
		return this.#current.get(linkId) as number;
	}

	/** Writes the numbers that were made. */
	async write(session: Session): Promise<void> {
		const made = this.#made;
		if (made.length === 0) return;
		this.#made = [];
		await session.run(`INSERT INTO ${this.#table} (number, link_id) SELECT * FROM unnest($1::integer[], $2::bigint[])`, made.map((id) => this.of(id)), made);
	}
}
