import { LRUCache } from 'lru-cache';
import type { Places } from '../../packed/day-links.ts';
import type { Database } from '../database.ts';

/** Links whose number is remembered. */
const REMEMBERED = 50_000;

/** Gives each link a small number, and keeps it. */
export class LinkNumbers {
	readonly #database: Database;
	readonly #table: string;
	readonly #known = new LRUCache<number, number>({ max: REMEMBERED });

	constructor(database: Database, prefix: string) {
		this.#database = database;
		this.#table = `${prefix}link_numbers`;
	}

	of(linkId: number): number {
		const known = this.#known.get(linkId) ?? this.#find(linkId) ?? this.#make(linkId);
		this.#known.set(linkId, known);
		return known;
	}

	/** After a transaction that was undone. */
	forget(): void {
		this.#known.clear();
	}

	#find(linkId: number): number | undefined {
		return this.#database.get(`SELECT number FROM ${this.#table} WHERE link_id = ?`, linkId)?.['number'] as number | undefined;
	}

	#make(linkId: number): number {
		return Number(this.#database.statement(`INSERT INTO ${this.#table} (link_id) VALUES (?)`).run(linkId).lastInsertRowid);
	}
}

/** Which links a question is about, by their numbers. */
export interface SelectedLinks {
	linkIds: readonly number[];
	places: Places;
}

/** Finds the numbers of links. Those that were never hit have none. */
export function selectedLinks(database: Database, linkIds: readonly number[]): SelectedLinks {
	const places = new Int32Array(highestLinkNumber(database) + 1);
	for (const { place, number } of database.all('SELECT l.key + 1 AS place, n.number FROM json_each(?) l CROSS JOIN link_numbers n ON n.link_id = l.value', JSON.stringify(linkIds))) {
		places[number as number] = place as number;
	}
	return { linkIds, places };
}

/** As many links as were ever hit. */
export function highestLinkNumber(database: Database): number {
	return (database.get('SELECT max(number) AS highest FROM link_numbers')?.['highest'] as number | null) ?? 0;
}
