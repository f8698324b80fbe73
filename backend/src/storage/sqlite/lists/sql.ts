import type { SQLInputValue } from 'node:sqlite';

/** A piece of SQL with its parameters. */
export interface Sql {
	text: string;
	parameters: SQLInputValue[];
}

/** A piece of SQL, with a parameter for each `?`. */
export function sql(text: string, ...parameters: SQLInputValue[]): Sql {
	return { text, parameters };
}

/** Pieces in a row. */
export function joined(pieces: readonly Sql[], separator: string): Sql {
	return { text: pieces.map((piece) => piece.text).join(separator), parameters: pieces.flatMap((piece) => piece.parameters) };
}

/** As many `?` as there are values, separated by commas. */
export function places(values: readonly unknown[]): string {
	return values.map(() => '?').join(', ');
}

/** A column within bounds that may be open: `from` inclusive, `to` exclusive. */
export function between(column: string, from: SQLInputValue | undefined, to: SQLInputValue | undefined): Sql {
	const bounds = [...(from === undefined ? [] : [sql(`${column} >= ?`, from)]), ...(to === undefined ? [] : [sql(`${column} < ?`, to)])];
	return joined(bounds.length > 0 ? bounds : [sql('TRUE')], ' AND ');
}

/** The first text, by bytes of UTF-8, after all that begin with this one; undefined where there is none. */
export function afterPrefix(prefix: string): string | undefined {
	const letters = Array.from(prefix.toWellFormed());
	for (let last = letters.pop(); last !== undefined; last = letters.pop()) {
		const code = (last.codePointAt(0) ?? 0) + 1;
		// Between these two are halves of pairs, which no text holds.
		if (code <= 0x10ffff) return letters.join('') + String.fromCodePoint(code === 0xd800 ? 0xe000 : code);
	}
	return undefined;
}
