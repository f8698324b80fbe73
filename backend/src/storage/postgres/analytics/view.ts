import { LRUCache } from 'lru-cache';
import type { Column } from '../../packed/values.ts';
import type { Connection, Database, Session } from '../database.ts';
import type { Selection } from './selection.ts';
import { PLANNED } from './settings.ts';
import { tablesOf, type SetNumber, type Tables } from './tables.ts';

/** Numbers of links, and values, that are remembered from one report to the next. */
const REMEMBERED = { links: 200_000, values: 50_000 };

/** What never changes in a set as it was filled. */
export interface Known {
	filling: number;
	/** Numbers of links, by their id. */
	links: LRUCache<number, number>;
	/** Values, by column and number. */
	values: LRUCache<string, string>;
}

/** The rollups as they were at one moment. */
export interface View {
	connection: Connection;
	tables: Tables;
	/** Position up to which events are counted. */
	position: number;
	/** How many links were ever hit: the highest of their numbers. */
	links: number;
	known: Known;
	/** The links that were asked for last. */
	selection: Selection | undefined;
	/** What has been read of all links, for what is asked more than once for one report. */
	read: Map<string, Promise<unknown>>;
}

/** The set that a snapshot found to be current has been emptied since. */
class Emptied extends Error {}

/** Opens views of the current set. */
export class Views {
	readonly #database: Database;
	#known = knownOf(-1);

	constructor(database: Database) {
		this.#database = database;
	}

	/** What `work` reads is of one moment. */
	async open<T>(work: (view: View) => Promise<T>): Promise<T> {
		for (;;) {
			try {
				return await this.#database.snapshot(async (session) => work(await this.#view(session)));
			} catch (error) {
				// Two rebuilds would have to end within the time in which one is emptied for this to happen again.
				if (!(error instanceof Emptied)) throw error;
			}
		}
	}

	/**
	 * Emptying a set is seen by those too whose snapshot is older. So the set is touched here: as long as this transaction lasts, it cannot
	 * be emptied then, and if it has been, there is no filling.
	 */
	async #view(session: Session): Promise<View> {
		const set = (await session.get(`SELECT number, ${PLANNED} FROM current_rollups`))?.['number'] as SetNumber;
		const tables = tablesOf(set);
		const found = await session.get(`SELECT f.number AS filling, c.position, (SELECT coalesce(max(number), 0) FROM ${tables.link_numbers}) AS links FROM ${tables.filling} f JOIN rollup_cursors c ON c.set = $1`, set);
		if (!found) throw new Emptied();
		if (this.#known.filling !== found['filling']) this.#known = knownOf(found['filling'] as number);
		return { connection: session, tables, position: found['position'] as number, links: found['links'] as number, known: this.#known, selection: undefined, read: new Map() };
	}
}

function knownOf(filling: number): Known {
	return { filling, links: new LRUCache({ max: REMEMBERED.links }), values: new LRUCache({ max: REMEMBERED.values }) };
}

/** Asks once for what is asked under one name. */
export function once<T>({ read }: { read: Map<string, Promise<unknown>> }, name: string, ask: () => Promise<T>): Promise<T> {
	const known = read.get(name) as Promise<T> | undefined;
	if (known) return known;
	const asked = ask();
	read.set(name, asked);
	return asked;
}

/** A column, by its name, and a number in it, as one text. */
export const valueKey = (column: Column, number: number) => `${column} ${String(number)}`;
