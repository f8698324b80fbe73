import type { Value } from '../database.ts';

/** A piece of SQL with its values, each a `?` in its text. */
export interface Sql {
	text: string;
	values: Value[];
}

/** A piece of SQL, with a value for each `?`. */
export function sql(text: string, ...values: Value[]): Sql {
	return { text, values };
}

/** Pieces in a row. */
export function joined(pieces: readonly Sql[], separator: string): Sql {
	return { text: pieces.map((piece) => piece.text).join(separator), values: pieces.flatMap((piece) => piece.values) };
}

/** Conditions that must all hold. */
export function all(conditions: readonly Sql[]): Sql {
	return conditions.length > 0 ? joined(conditions, ' AND ') : sql('TRUE');
}

/** A column within bounds that may be open: `from` inclusive, `to` exclusive. */
export function between(column: string, from: number | undefined, to: number | undefined): Sql {
	return all([...(from === undefined ? [] : [sql(`${column} >= ?`, from)]), ...(to === undefined ? [] : [sql(`${column} < ?`, to)])]);
}

/** The text as PostgreSQL takes it: with `$1`, `$2`, … */
export function numbered({ text }: Sql): string {
	let number = 0;
	return text.replaceAll('?', () => `$${String(++number)}`);
}
