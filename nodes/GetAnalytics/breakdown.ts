import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { DIMENSIONS, OTHER_VALUES, REPORT_LIMITS } from '../../contract/analytics';
import type { Dimension, LinkAnalytics, Report } from '../../contract/analytics';
import { without } from '../shared/without';
import { breakdownColumns, DIMENSION_NAMES } from './columns';
import { readPeriod } from './period';
import { placeOf, readSelection } from './selection';
import { notesOf } from './table';
import type { Question, Table } from './table';

/** The dimensions as a list to choose from, sorted by name. */
export const dimensionOptions = Object.entries(DIMENSION_NAMES)
	.map(([value, name]) => ({ name, value }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The fields of Get Breakdown. */
export const breakdownProperties: INodeProperties[] = [
	{
		displayName: 'Break Down By',
		name: 'dimensions',
		type: 'multiOptions',
		required: true,
		default: ['country'],
		description: 'What clicks are told apart by; a table for each',
		options: dimensionOptions,
		displayOptions: { show: { operation: ['breakdown'] } },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: REPORT_LIMITS.breakdown },
		default: 50,
		hint: 'Values of each table. All others are one row, (other).',
		description: 'Max number of results to return',
		displayOptions: { show: { operation: ['breakdown'] } },
	},
];

/** Get Breakdown: a row for each value of each dimension, and one for all values that the limit leaves out. */
export async function breakdown({ parameters, asker }: Question): Promise<Table> {
	const chosen = parameters.list(parameters.raw('dimensions', []), 'Break Down By').map((name) => parameters.oneOf(name, 'Break Down By', DIMENSIONS));
	const dimensions = chosen.filter((name) => name !== undefined);
	if (dimensions.length === 0) throw parameters.error('Break Down By', 'is empty; choose what to tell clicks apart by');
	const selection = readSelection(parameters, 'breakdown');
	const { path, filter } = placeOf(selection);
	const query = {
		...filter,
		// Rows of a report are not what is wanted of it; one of them is enough.
		...('filter' in selection && { group_by: dimensions[0], limit: 1, include_deleted: parameters.flag(parameters.collection('options').includeDeleted, 'Include Deleted Links') }),
		breakdown: dimensions.join(','),
		breakdown_limit: parameters.whole(parameters.raw('limit', 50), 'Limit', 1, REPORT_LIMITS.breakdown) ?? 50,
		...readPeriod(parameters),
	};
	const answer = await asker.get<LinkAnalytics | Report>(path, query, parameters.item);
	const totals = 'totals' in answer ? answer.totals : answer;
	return {
		rows: dimensions.flatMap((dimension) => rowsOf(dimension, answer, totals.total_clicks)),
		columns: breakdownColumns,
		name: 'breakdown',
		summary: summaryOf(answer),
		notes: [...notesOf(answer), ...notesOf(totals)],
		more: false,
	};
}

/** `share` is a fraction of all clicks; those of tags add up to more than 1, because a link can have several. */
function rowsOf(dimension: Dimension, { breakdown: tables }: LinkAnalytics | Report, clicks: number): IDataObject[] {
	const { rows = [], other = 0 } = tables?.[dimension] ?? {};
	const all = [...rows, ...(other > 0 ? [{ value: OTHER_VALUES, total_clicks: other }] : [])];
	return all.map(({ value, total_clicks }) => ({ dimension, value, total_clicks, share: clicks === 0 ? 0 : total_clicks / clicks }));
}

function summaryOf(answer: LinkAnalytics | Report): IDataObject {
	return 'totals' in answer ? { ...answer.totals, range: answer.range } : without(answer, 'breakdown');
}
