import type { IDataObject } from 'n8n-workflow';
import type { Comparison, Metrics, ReportParts } from '../../contract/analytics';
import type { Parameters } from '../shared/parameters';
import { COMPARED } from './columns';
import type { Period } from './period';

/** Whether an item wants the period before as well. */
export function wantsComparison(parameters: Parameters, { period, start_date }: Period): boolean {
	const wanted = parameters.flag(parameters.collection('options').compare, 'Compare With Previous Period') ?? false;
	if (wanted && period === undefined && start_date === undefined) {
		throw parameters.error('Compare With Previous Period', 'needs a period with a beginning; choose another than All Time, or give a Start Date');
	}
	return wanted;
}

/** The period before, as dates to ask for. */
export function previousPeriod({ compare }: ReportParts, { timezone }: Period): Period | undefined {
	const { start, end } = compare?.range ?? {};
	return start && end ? { start_date: start, end_date: end, timezone } : undefined;
}

type Numbers = Pick<Metrics, (typeof COMPARED)[number]>;

/** A row's numbers in the period before beside those of now. Nothing was counted of what there was no row for. */
export function compared(row: Numbers, before: Numbers | undefined): IDataObject {
	return Object.fromEntries(
		COMPARED.flatMap((metric) => {
			const previous = before?.[metric] ?? 0;
			const change = previous === 0 ? null : (row[metric] - previous) / previous;
			return [[`previous_${metric}`, previous], [`${metric}_change`, change]];
		}),
	);
}

/** The same of numbers that the API has compared. */
export function comparedBy(compare: Comparison | undefined): IDataObject {
	if (!compare) return {};
	return Object.fromEntries(
		COMPARED.flatMap((metric) => [[`previous_${metric}`, compare[metric]], [`${metric}_change`, compare.change[metric]?.fraction ?? null]]),
	);
}
