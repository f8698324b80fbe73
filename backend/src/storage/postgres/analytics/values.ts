import { COLUMNS, FIRST, named, type Column } from '../../packed/values.ts';
import { valueKey, type View } from './view.ts';

/** The values behind numbers of columns. */
export async function valuesOf(view: View, asked: ReadonlyMap<Column, Iterable<number>>): Promise<Map<Column, Map<number, string | null>>> {
	const numbers = Array.from(asked, ([column, some]) => [column, [...new Set(some)]] as const);
	const found = await textsOf(view, numbers.flatMap(([column, own]) => own.filter((number) => number >= FIRST).map((number) => [column, number] as const)));
	return new Map(numbers.map(([column, own]) => [column, new Map(own.map((number) => [number, named(column, number, () => found.get(valueKey(column, number)) as string)]))]));
}

async function textsOf({ connection, tables, known }: View, asked: ReadonlyArray<readonly [Column, number]>): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	const unknown: Array<readonly [Column, number]> = [];
	for (const [column, number] of asked) {
		const key = valueKey(column, number);
		const text = known.values.get(key);
		if (text === undefined) unknown.push([column, number]);
		else found.set(key, text);
	}
	if (unknown.length === 0) return found;
	const rows = await connection.all(
		`SELECT v.dimension, v.id, v.value FROM unnest($1::smallint[], $2::integer[]) AS u (dimension, id) JOIN ${tables.dimension_values} v ON v.dimension = u.dimension AND v.id = u.id`,
		unknown.map(([column]) => COLUMNS.indexOf(column)), unknown.map(([, number]) => number),
	);
	for (const row of rows) {
		const [key, text] = [valueKey(COLUMNS[row['dimension'] as number] as Column, row['id'] as number), (row['value'] as Buffer).toString()];
		found.set(key, text);
		known.values.set(key, text);
	}
	return found;
}
