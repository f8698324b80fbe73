import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { INTERVALS } from '../../contract/analytics';
import type { Interval, LinkAnalytics, Report, SeriesPoint } from '../../contract/analytics';
import type { ApiRequest } from '../shared/client';
import { without } from '../shared/without';
import { timeColumns } from './columns';
import { compared, previousPeriod, wantsComparison } from './compare';
import { readPeriod } from './period';
import { placeOf, readSelection } from './selection';
import { notesOf } from './table';
import type { Question, Table } from './table';

/** How long each point of a series is. */
export const intervalProperty: INodeProperties = {
	displayName: 'Interval',
	name: 'interval',
	type: 'options',
	default: 'day',
	description: 'How long each row of the series is',
	options: [
		{ name: 'Day', value: 'day' },
		{ name: 'Hour', value: 'hour' },
		{ name: 'Month', value: 'month' },
		{ name: 'Week', value: 'week', description: 'From Monday' },
	],
	displayOptions: { show: { operation: ['timeSeries'] } },
};

/** Get Time Series: a row for each interval of the period, empty ones too. */
export async function timeSeries({ parameters, asker }: Question): Promise<Table> {
	const interval = parameters.oneOf(parameters.raw('interval', 'day'), 'Interval', INTERVALS) ?? 'day';
	const period = readPeriod(parameters);
	const compare = wantsComparison(parameters, period);
	const selection = readSelection(parameters, 'timeSeries');
	const { path, filter } = placeOf(selection);
	// The rows of a report go with its pages; the series is all in one answer, so that of the rows one is enough.
	const rows = 'filter' in selection ? { group_by: interval, limit: 1, include_deleted: parameters.flag(parameters.collection('options').includeDeleted, 'Include Deleted Links') } : {};
	const ask = async (more: ApiRequest['query']) => await asker.get<LinkAnalytics | Report>(path, { ...filter, ...rows, interval, ...more }, parameters.item);

	const answer = await ask({ ...period, compare: compare ? 'previous' : undefined });
	const earlier = previousPeriod(answer, period);
	const before = earlier && (await ask({ ...earlier })).timeseries;
	const totals = 'totals' in answer ? answer.totals : answer;
	return {
		rows: (answer.timeseries ?? []).map((point, index) => pointOf(point, before, index)),
		columns: timeColumns(interval, compare),
		name: 'time-series',
		summary: summaryOf(answer, interval),
		notes: [...notesOf(answer), ...notesOf(totals)],
		more: false,
	};
}

function pointOf(point: SeriesPoint, before: SeriesPoint[] | undefined, index: number): IDataObject {
	if (!before) return point as unknown as IDataObject;
	return { ...point, previous_start: before[index]?.start ?? null, ...compared(point, before[index]) };
}

function summaryOf(answer: LinkAnalytics | Report, interval: Interval): IDataObject {
	if (!('totals' in answer)) return { ...without(answer, 'timeseries'), interval };
	const { totals, range, compare } = answer;
	return { ...totals, range, interval, ...(compare && { compare }) };
}
