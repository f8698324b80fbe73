import type { Dimension } from '../../../../../contract/analytics.ts';
import { distinctByGroup, GROUP_LIMITS, groupTotals, GroupVisitors, type GroupLimits, type Grouping } from '../../packed/group-estimates.ts';
import type { Distinct } from '../../packed/estimates.ts';
import { SAMPLED } from '../../packed/hits.ts';
import { KINDS } from '../../packed/link-day.ts';
import type { Span } from '../../packed/span.ts';
import { clicksByGroup, columnOf, COLUMNS, groupsOf, type Column } from '../../packed/values.ts';
import type { GroupTotals } from '../../storage.ts';
import { clicksByNumber } from './counts.ts';
import { readHits } from './read-hits.ts';
import { leastHalvings, readSampled } from './read-sample.ts';
import type { Selection } from './selection.ts';
import { valuesOf } from './values.ts';
import type { View } from './view.ts';

const HUMAN = KINDS.indexOf('human');

/** How many clicks by people have which value: whole days out of what is packed, the edges click by click. */
export async function clicksByValue(view: View, selection: Selection, span: Span, dimensions: readonly Dimension[]): Promise<Map<Dimension, Map<string | null, number>>> {
	const columns = dimensions.map(columnOf);
	const sums = await clicksByNumber(view, selection, span, columns);
	const values = await valuesOf(view, new Map(columns.map((column, index) => [column, (sums[index] as Map<number, number>).keys()])));
	return new Map(dimensions.map((dimension, index) => [dimension, clicksByGroup(sums[index] as Map<number, number>, groupsOf(dimension, values.get(columnOf(dimension)) ?? new Map()))]));
}

/** The same of one dimension, with visitors. */
export async function visitorsByValue(view: View, selection: Selection, span: Span, dimension: Dimension): Promise<GroupTotals[]> {
	const column = columnOf(dimension);
	const [sums] = (await clicksByNumber(view, selection, span, [column])) as [Map<number, number>];
	const values = await valuesOf(view, new Map([[column, sums.keys()]]));
	const groups = groupsOf(dimension, values.get(column) ?? new Map());
	const clicks = clicksByGroup(sums, groups);
	return groupTotals(clicks, await visitorsByGroup(view, selection, span, { column, sums, groups, clicks }));
}

/**
 * Visitors of groups are exact up to more clicks than on SQLite: to find the smallest groups, of which all visitors are looked at, all
 * clicks have to be read here.
 */
export const POSTGRES_GROUP_LIMITS: GroupLimits = { ...GROUP_LIMITS, lookedAt: GROUP_LIMITS.passed };

/** Counts different visitors of each group. */
export async function visitorsByGroup(view: View, selection: Selection, span: Span, grouping: Grouping & { column: Column }, limits = POSTGRES_GROUP_LIMITS): Promise<Map<string | null, Distinct>> {
	const column = COLUMNS.indexOf(grouping.column);
	const hits = [...grouping.sums.values()].reduce((sum, one) => sum + one, 0);
	const least = hits <= limits.lookedAt ? SAMPLED : await leastHalvings(view, span);
	return distinctByGroup(grouping, { limits, least }, async (part) => {
		const { halvings, numbers } = part;
		const found = new GroupVisitors(grouping, part);
		if (halvings !== undefined) {
			await readSampled(view, selection, { ...span, halvings, values: { column } }, ({ visitor, values }) => { found.add(values[column] as number, visitor); });
			return found;
		}
		const some = numbers && new Set(numbers);
		await readHits(view, { numbers: selection.numbers, ...span, hits, values: { column } }, (_, __, { kind, visitor, values }) => {
			const number = values[column] as number;
			if (kind === HUMAN && (!some || some.has(number))) found.add(number, visitor);
		});
		return found;
	});
}
