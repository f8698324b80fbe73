import type { Distinct } from '../../packed/estimates.ts';
import { distinctByGroup, GroupVisitors, type GroupLimits, type Grouping, type Part } from '../../packed/group-estimates.ts';
import type { Column } from '../../packed/values.ts';
import { clicksBetween, type ClickRange } from './visitors.ts';
import type { Database } from '../database.ts';

/** Groups by what clicks have in a column. */
export interface ColumnGrouping extends Grouping {
	column: Column;
}

/** Counts different visitors of each group. */
export function visitorsByGroup(database: Database, range: ClickRange, grouping: ColumnGrouping, limits: GroupLimits): Promise<Map<string | null, Distinct>> {
	return distinctByGroup(grouping, { limits }, (part) => read(database, range, grouping, part));
}

/** The highest bits of an id, as many as a number can count. */
const VISITOR = '(h.visitor >> 12) & 0xfffffffffffff';

/** Reads clicks one by one: a third of the time that SQLite takes to tell visitors apart. */
function read(database: Database, range: ClickRange, grouping: ColumnGrouping, part: Part): GroupVisitors {
	const { halvings = 0, numbers } = part;
	const found = new GroupVisitors(grouping, part);
	const { days, clicks, parameters } = clicksBetween(range, halvings);
	const some = numbers ? `AND h.${grouping.column} IN (SELECT value FROM json_each(?6))` : '';
	const statement = database.unkept(`${days} SELECT h.${grouping.column}, ${VISITOR} FROM ${clicks} ${some}`);
	statement.setReturnArrays(true);
	for (const [number, visitor] of statement.iterate(...parameters, ...(numbers ? [JSON.stringify(numbers)] : [])) as unknown as IterableIterator<[number, number]>) found.add(number, visitor);
	return found;
}
