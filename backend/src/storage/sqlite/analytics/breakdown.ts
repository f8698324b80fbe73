import type { Dimension } from '../../../../../contract/analytics.ts';
import type { GroupTotals } from '../../storage.ts';
import { distinctByGroup } from './group-visitors.ts';
import { DAY_MS } from './link-day.ts';
import { COLUMNS, eachValue, valuesOf, type Column } from './values.ts';
import type { ClickRange } from './visitors.ts';
import type { Database } from '../database.ts';

const DAYS = 'SELECT d.counts FROM json_each(?) l CROSS JOIN link_day_values d ON d.link_id = l.value AND d.day BETWEEN ? AND ?';

/** How many clicks by people have which value: whole days out of what is packed, the edges click by click. */
export function clicksByValue(database: Database, range: ClickRange, dimensions: readonly Dimension[]): Map<Dimension, Map<string | null, number>> {
	const columns = dimensions.map(columnOf);
	const sums = clicksByNumber(database, range, columns);
	return new Map(dimensions.map((dimension, index) => {
		const own = sums[index] as Map<number, number>;
		return [dimension, clicksByGroup(own, groupsOf(database, dimension, own))];
	}));
}

/** The same of one dimension, with visitors. */
export function visitorsByValue(database: Database, range: ClickRange, dimension: Dimension): GroupTotals[] {
	const column = columnOf(dimension);
	const [sums] = clicksByNumber(database, range, [column]) as [Map<number, number>];
	const groups = groupsOf(database, dimension, sums);
	const clicks = clicksByGroup(sums, groups);
	const visitors = distinctByGroup(database, range, { column, sums, groups, clicks });
	return Array.from(clicks, ([value, human]) => {
		const { visitors: n, estimated } = visitors.get(value) ?? { visitors: 0, estimated: false };
		return { value, human, visitors: n, ...(estimated && { estimated }) };
	});
}

/** The column of a dimension. */
export function columnOf(dimension: Dimension): Column {
	return dimension === 'tag' ? 'tags' : dimension;
}

/** The tags of a list as it is kept; null stands for none. */
export function tagsOf(list: string | null): Array<string | null> {
	return list === null ? [null] : (JSON.parse(list) as string[]);
}

/** What numbers of a column stand for: its value, or each tag of its list. */
function groupsOf(database: Database, dimension: Dimension, sums: ReadonlyMap<number, number>): Map<number, Array<string | null>> {
	const values = valuesOf(database, columnOf(dimension), sums.keys());
	return new Map(Array.from(values, ([number, value]) => [number, dimension === 'tag' ? tagsOf(value) : [value]]));
}

/** A click counts for each tag of its list. */
function clicksByGroup(sums: ReadonlyMap<number, number>, groups: ReadonlyMap<number, ReadonlyArray<string | null>>): Map<string | null, number> {
	const clicks = new Map<string | null, number>();
	for (const [number, sum] of sums) for (const group of groups.get(number) ?? []) clicks.set(group, (clicks.get(group) ?? 0) + sum);
	return clicks;
}

/** For each of the columns, clicks by the number of the value. */
function clicksByNumber(database: Database, { linkIds, from, to }: ClickRange, columns: readonly Column[]): Array<Map<number, number>> {
	const sums = columns.map(() => new Map<number, number>());
	const wanted = COLUMNS.map((column) => sums[columns.indexOf(column)]);
	const add = (column: number, value: number, clicks: number) => {
		const sum = wanted[column];
		if (sum) sum.set(value, (sum.get(value) ?? 0) + clicks);
	};
	const [first, last] = [Math.ceil(from / DAY_MS), Math.floor(to / DAY_MS) - 1];
	const links = JSON.stringify(linkIds);
	if (first <= last) {
		for (const { counts } of database.statement(DAYS).iterate(links, first, last) as IterableIterator<{ counts: Uint8Array }>) eachValue(counts, add);
	}
	const edges = first <= last ? [[from, first * DAY_MS], [(last + 1) * DAY_MS, to]] : [[from, Math.min(first * DAY_MS, to)], [Math.max(first * DAY_MS, from), to]];
	for (const [start, end] of edges as Array<[number, number]>) if (start < end) addHits(database, { links, start, end }, columns, add);
	return sums;
}

/** Clicks of a part of one day, one by one. */
function addHits(database: Database, { links, start, end }: { links: string; start: number; end: number }, columns: readonly Column[], add: (column: number, value: number, clicks: number) => void): void {
	const day = Math.floor(start / DAY_MS);
	const hits = 'FROM json_each(?) l CROSS JOIN hits h ON h.link_id = l.value AND h.day = ? AND h.kind = 0 WHERE h.time >= ? AND h.time < ?';
	const statement = database.unkept(`SELECT ${columns.map((column) => `h.${column}`).join(', ')} ${hits}`);
	const places = columns.map((column) => [column, COLUMNS.indexOf(column)] as const);
	for (const row of statement.iterate(links, day, start - day * DAY_MS, end - day * DAY_MS) as IterableIterator<Record<Column, number>>) {
		for (const [column, place] of places) add(place, row[column], 1);
	}
}
