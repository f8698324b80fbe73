import { OTHER_VALUES, REPORT_LIMITS, type Dimension } from '../../../../contract/analytics.ts';
import type { Fold } from '../analytics.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/** What clicks can be told apart by, in the order in which counts are packed: only ever appended to. */
export const COLUMNS = [
	'country', 'region', 'city', 'language', 'device', 'browser', 'os', 'referrer_host', 'source',
	'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'variant', 'campaign', 'tags',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Numbers that stand for no value, and for one that there was no room for. */
export const NOTHING = 0;
export const OTHER = 1;

/** The first number that stands for a value. */
export const FIRST = 2;

/** The column of a dimension. */
export function columnOf(dimension: Dimension): Column {
	return dimension === 'tag' ? 'tags' : dimension;
}

/** What is in a column of a click: of its tags, a list as JSON. */
export function valueOf({ values, tags }: Pick<Fold, 'values' | 'tags'>, column: Column): string | null | undefined {
	if (column !== 'tags') return values?.[column];
	return tags && tags.length > 0 ? JSON.stringify([...new Set(tags)].sort()) : null;
}

/** The tags of a list as it is kept; null stands for none. */
export function tagsOf(list: string | null): Array<string | null> {
	return list === null ? [null] : (JSON.parse(list) as string[]);
}

/** What a number of a column stands for. @param find looks one up */
export function named(column: Column, number: number, find: (number: number) => string): string | null {
	if (number === NOTHING) return null;
	if (number >= FIRST) return find(number);
	return column === 'tags' ? JSON.stringify([OTHER_VALUES]) : OTHER_VALUES;
}

/** What numbers of a dimension's column stand for: its value, or each tag of its list. @param values by number */
export function groupsOf(dimension: Dimension, values: ReadonlyMap<number, string | null>): Map<number, Array<string | null>> {
	return new Map(Array.from(values, ([number, value]) => [number, dimension === 'tag' ? tagsOf(value) : [value]]));
}

/** Clicks by group, where there are clicks by number. A click counts for each tag of its list. */
export function clicksByGroup(sums: ReadonlyMap<number, number>, groups: ReadonlyMap<number, ReadonlyArray<string | null>>): Map<string | null, number> {
	const clicks = new Map<string | null, number>();
	for (const [number, sum] of sums) for (const group of groups.get(number) ?? []) clicks.set(group, (clicks.get(group) ?? 0) + sum);
	return clicks;
}

/** Clicks by the number of their value, for some of the columns. */
export class ColumnSums {
	/** In the order in which the columns were asked for. */
	readonly sums: ReadonlyArray<Map<number, number>>;
	readonly #wanted: ReadonlyArray<Map<number, number> | undefined>;

	constructor(columns: readonly Column[]) {
		this.sums = columns.map(() => new Map<number, number>());
		this.#wanted = COLUMNS.map((column) => this.sums[columns.indexOf(column)]);
	}

	/** Leaves out what has come to nothing. */
	settle(): void {
		for (const sum of this.sums) for (const [value, clicks] of sum) if (clicks === 0) sum.delete(value);
	}

	/** @param column its place in {@link COLUMNS} */
	readonly add = (column: number, value: number, clicks: number): void => {
		const sum = this.#wanted[column];
		if (sum) sum.set(value, (sum.get(value) ?? 0) + clicks);
	};
}

const writer = new VarintWriter();

/** Clicks by people of one link on one day, by the number of each column's value. */
export class DayValues {
	readonly #columns: Array<Map<number, number>> = COLUMNS.map(() => new Map<number, number>());

	static from(bytes: Uint8Array): DayValues {
		const day = new DayValues();
		day.add(bytes);
		return day;
	}

	/** Adds what {@link bytes} gave of others. */
	add(bytes: Uint8Array): void {
		eachValue(bytes, (column, value, clicks) => { this.count(column, value, clicks); });
	}

	/** Whether a value would be told apart. */
	room(column: number, value: number): boolean {
		const values = this.#columns[column];
		return values !== undefined && (values.has(value) || values.size < REPORT_LIMITS.values);
	}

	count(column: number, value: number, clicks = 1): void {
		const values = this.#columns[column] as Map<number, number>;
		values.set(value, (values.get(value) ?? 0) + clicks);
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
