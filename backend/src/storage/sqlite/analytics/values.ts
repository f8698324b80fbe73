import { OTHER_VALUES, REPORT_LIMITS } from '../../../../../contract/analytics.ts';
import { VarintReader, VarintWriter } from './varint.ts';
import type { Database } from '../database.ts';

/** Columns of `hits` that hold numbers of values, in the order in which counts are packed: only ever appended to. */
export const COLUMNS = [
	'country', 'region', 'city', 'language', 'device', 'browser', 'os', 'referrer_host', 'source',
	'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'variant', 'campaign', 'tags',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What stands for no value, and for one that there was no room for. */
export const NOTHING = 0;
export const OTHER = 1;
const FIRST = 2;

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
	const other = column === 'tags' ? JSON.stringify([OTHER_VALUES]) : OTHER_VALUES;
	return new Map(
		Array.from(numbers, (number) => [number, number === NOTHING ? null : number === OTHER ? other : (statement.get(column, number)?.['value'] as string)]),
	);
}

const writer = new VarintWriter();

/** Clicks by people of one link on one day, by the number of each column's value. */
export class DayValues {
	readonly #columns: Array<Map<number, number>> = COLUMNS.map(() => new Map<number, number>());

	static from(bytes: Uint8Array): DayValues {
		const day = new DayValues();
		eachValue(bytes, (column, value, clicks) => { day.#columns[column]?.set(value, clicks); });
		return day;
	}

	/** Whether a value would be told apart. */
	room(column: number, value: number): boolean {
		const values = this.#columns[column];
		return values !== undefined && (values.has(value) || values.size < REPORT_LIMITS.values);
	}

	count(column: number, value: number): void {
		const values = this.#columns[column] as Map<number, number>;
		values.set(value, (values.get(value) ?? 0) + 1);
	}

	bytes(): Uint8Array {
		for (const values of this.#columns) {
			writer.write(values.size);
			for (const [value, clicks] of [...values].sort(([a], [b]) => a - b)) {
				writer.write(value);
				writer.write(clicks);
			}
		}
		return writer.take();
	}
}

/** Reads the counts of a day: for each column in the order of {@link COLUMNS}, its values' numbers and clicks. */
export function eachValue(bytes: Uint8Array, look: (column: number, value: number, clicks: number) => void): void {
	const reader = new VarintReader(bytes);
	for (let column = 0; !reader.done; column++) {
		for (let left = reader.read(); left > 0; left--) look(column, reader.read(), reader.read());
	}
}
