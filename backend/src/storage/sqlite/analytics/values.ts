import { COLUMNS, FIRST, named, NOTHING, OTHER, type Column } from '../../packed/values.ts';
import type { Database } from '../database.ts';

/** Values of a column whose number is remembered. Then it begins anew: a cache that knows which was used last costs a tenth of all counting. */
const REMEMBERED = 20_000;

/** Gives each value of a column a number, and keeps them. */
export class ValueNumbers {
	readonly #database: Database;
	readonly #table: string;
	readonly #known = new Map(COLUMNS.map((column) => [column, new Map<string, number>()]));

	constructor(database: Database, table: string) {
		this.#database = database;
		this.#table = table;
	}

	/** @param room whether a number that is new to a day would still be told apart there */
	of(column: Column, value: string | null | undefined, room: (number: number) => boolean): number {
		if (value === null || value === undefined) return NOTHING;
		const known = this.#find(column, value);
		if (known !== undefined) return room(known) ? known : OTHER;
		if (!room(-1)) return OTHER;
		const last = this.#database.get(`SELECT max(id) AS last FROM ${this.#table} WHERE dimension = ?`, column)?.['last'] as number | null;
		const next = Math.max((last ?? 0) + 1, FIRST);
		this.#database.run(`INSERT INTO ${this.#table} (dimension, id, value) VALUES (?, ?, ?)`, column, next, value);
		this.#remember(column, value, next);
		return next;
	}

	/** After a transaction that was undone. */
	forget(): void {
		for (const known of this.#known.values()) known.clear();
	}

	#find(column: Column, value: string): number | undefined {
		const known = this.#known.get(column)?.get(value);
		if (known !== undefined) return known;
		const found = this.#database.get(`SELECT id FROM ${this.#table} WHERE dimension = ? AND value = ?`, column, value)?.['id'] as number | undefined;
		if (found !== undefined) this.#remember(column, value, found);
		return found;
	}

	#remember(column: Column, value: string, number: number): void {
		const known = this.#known.get(column);
		if (known && known.size >= REMEMBERED) known.clear();
		known?.set(value, number);
	}
}

/** The values behind numbers of a column. */
export function valuesOf(database: Database, column: Column, numbers: Iterable<number>): Map<number, string | null> {
	const statement = database.statement('SELECT value FROM dimension_values WHERE dimension = ? AND id = ?');
	return new Map(Array.from(numbers, (number) => [number, named(column, number, () => statement.get(column, number)?.['value'] as string)]));
}
