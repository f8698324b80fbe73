import { createHash } from 'node:crypto';
import { COLUMNS, FIRST, NOTHING, OTHER } from '../../packed/values.ts';
import type { Session } from '../database.ts';
import type { Tables } from './tables.ts';

/** Values of a column whose number is remembered. Then it begins anew. */
const REMEMBERED = 20_000;

/** What a click has in each of {@link COLUMNS}. */
export type Texts = ReadonlyArray<string | null | undefined>;

interface Value {
	column: number;
	text: string;
}

/** Gives each value of a column a number. One for each writer: it knows what it has written. */
export class ValueNumbers {
	readonly #table: string;
	readonly #known = COLUMNS.map(() => new Map<string, number>());
	/** The highest of each column. */
	#last: number[] | undefined;
	#made: Array<Value & { number: number }> = [];

	constructor({ dimension_values }: Tables) {
		this.#table = dimension_values;
	}

	/** Finds the numbers of values, as far as they have one. */
	async learn(session: Session, all: Iterable<Texts>): Promise<void> {
		for (const known of this.#known) if (known.size > REMEMBERED) known.clear();
		const unknown = this.#unknown(all);
		if (unknown.length === 0) return;
		const found = await session.all(
			`SELECT v.id, u.place::integer AS place FROM unnest($1::smallint[], $2::bytea[]) WITH ORDINALITY AS u (dimension, digest, place)
			JOIN ${this.#table} v ON v.dimension = u.dimension AND v.digest = u.digest`,
			unknown.map(({ column }) => column), unknown.map(({ text }) => digestOf(text)),
		);
		for (const { place, id } of found) {
			const { column, text } = unknown[(place as number) - 1] as Value;
			this.#known[column]?.set(text, id as number);
		}
		this.#last ??= await this.#highest(session);
	}

	/** @param room whether a number that is new to a day would still be told apart there */
	of(column: number, text: string | null | undefined, room: (number: number) => boolean): number {
		if (text === null || text === undefined) return NOTHING;
		const known = this.#known[column]?.get(text);
		if (known !== undefined) return room(known) ? known : OTHER;
		if (!room(-1)) return OTHER;
		const last = this.#last as number[];
		const number = Math.max((last[column] ?? 0) + 1, FIRST);
		last[column] = number;
		this.#known[column]?.set(text, number);
		this.#made.push({ column, text, number });
		return number;
	}

	/** Writes the numbers that were given. */
	async write(session: Session): Promise<void> {
		const made = this.#made;
		if (made.length === 0) return;
		this.#made = [];
		await session.run(
			`INSERT INTO ${this.#table} (dimension, id, digest, value) SELECT * FROM unnest($1::smallint[], $2::integer[], $3::bytea[], $4::bytea[])`,
			made.map(({ column }) => column), made.map(({ number }) => number), made.map(({ text }) => digestOf(text)), made.map(({ text }) => Buffer.from(text)),
		);
	}

	#unknown(all: Iterable<Texts>): Value[] {
		const unknown = COLUMNS.map(() => new Set<string>());
		for (const texts of all) {
			for (let column = 0; column < COLUMNS.length; column++) {
				const text = texts[column];
				if (text !== null && text !== undefined && !this.#known[column]?.has(text)) unknown[column]?.add(text);
			}
		}
		return unknown.flatMap((texts, column) => Array.from(texts, (text) => ({ column, text })));
	}

	async #highest(session: Session): Promise<number[]> {
		const rows = await session.all(
			`SELECT d.dimension, (SELECT max(id) FROM ${this.#table} v WHERE v.dimension = d.dimension) AS last FROM generate_series(0, $1::integer) AS d (dimension)`,
			COLUMNS.length - 1,
		);
		const last = COLUMNS.map(() => 0);
		for (const row of rows) last[row['dimension'] as number] = (row['last'] as number | null) ?? 0;
		return last;
	}
}

/** By which a value is found: it may be longer than what an index takes. */
function digestOf(text: string): Buffer {
	return createHash('sha256').update(text).digest().subarray(0, 16);
}
