import type { Dimension } from '../../../../../contract/analytics.ts';
import { GROUP_LIMITS, groupTotals } from '../../packed/group-estimates.ts';
import { DAY_MS } from '../../packed/link-day.ts';
import { cutAtDays, type Span } from '../../packed/span.ts';
import { clicksByGroup, columnOf, ColumnSums, COLUMNS, eachValue, groupsOf, type Column } from '../../packed/values.ts';
import type { GroupTotals } from '../../storage.ts';
import { visitorsByGroup } from './group-visitors.ts';
import { valuesOf } from './values.ts';
import type { ClickRange } from './visitors.ts';
import type { Database } from '../database.ts';

const DAYS = 'SELECT d.counts FROM json_each(?) l CROSS JOIN link_day_values d ON d.link_id = l.value AND d.day BETWEEN ? AND ?';

/** How many clicks by people have which value: whole days out of what is packed, the edges click by click. */
export function clicksByValue(database: Database, range: ClickRange, dimensions: readonly Dimension[]): Map<Dimension, Map<string | null, number>> {
	const sums = clicksByNumber(database, range, dimensions.map(columnOf));
	return new Map(dimensions.map((dimension, index) => {
		const own = sums[index] as Map<number, number>;
		return [dimension, clicksByGroup(own, groupsOf(dimension, valuesOf(database, columnOf(dimension), own.keys())))];
	}));
}

/** The same of one dimension, with visitors. */
export async function visitorsByValue(database: Database, range: ClickRange, dimension: Dimension): Promise<GroupTotals[]> {
	const column = columnOf(dimension);
	const [sums] = clicksByNumber(database, range, [column]) as [Map<number, number>];
	const groups = groupsOf(dimension, valuesOf(database, column, sums.keys()));
	const clicks = clicksByGroup(sums, groups);
	return groupTotals(clicks, await visitorsByGroup(database, range, { column, sums, groups, clicks }, GROUP_LIMITS));
}

/** For each of the columns, clicks by the number of the value. */
function clicksByNumber(database: Database, range: ClickRange, columns: readonly Column[]): ReadonlyArray<Map<number, number>> {
	const { sums, add } = new ColumnSums(columns);
	const { whole, rests } = cutAtDays(range);
	const links = JSON.stringify(range.linkIds);
	if (whole) {
		for (const { counts } of database.statement(DAYS).iterate(links, whole.first, whole.last) as IterableIterator<{ counts: Uint8Array }>) eachValue(counts, add);
	}
	for (const rest of rests) addHits(database, links, rest, columns, add);
	return sums;
}

/** Clicks of a part of one day, one by one. */
function addHits(database: Database, links: string, { from, to }: Span, columns: readonly Column[], add: (column: number, value: number, clicks: number) => void): void {
	const day = Math.floor(from / DAY_MS);
	const hits = 'FROM json_each(?) l CROSS JOIN hits h ON h.link_id = l.value AND h.day = ? AND h.kind = 0 WHERE h.time >= ? AND h.time < ?';
	const statement = database.unkept(`SELECT ${columns.map((column) => `h.${column}`).join(', ')} ${hits}`);
	const places = columns.map((column) => [column, COLUMNS.indexOf(column)] as const);
	for (const row of statement.iterate(links, day, from - day * DAY_MS, to - day * DAY_MS) as IterableIterator<Record<Column, number>>) {
		for (const [column, place] of places) add(place, row[column], 1);
	}
}
