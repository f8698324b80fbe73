import type { INodeProperties } from 'n8n-workflow';
import { ATTRIBUTIONS, DIMENSIONS, INTERVALS } from '../../contract/analytics';
import { CHART_FORMATS, CHART_LIMITS, CHART_METRICS, CHART_THEMES, CHART_TYPES } from '../../contract/chart';
import type { ChartFormat } from '../../contract/chart';
import { lengthProblem } from '../shared/check';
import type { ApiRequest } from '../shared/client';
import { dimensionOptions } from './breakdown';
import { wantsComparison } from './compare';
import { readPeriod } from './period';
import { placeOf, readSelection } from './selection';
import type { Selection } from './selection';
import type { Question } from './table';

const only = { operation: ['chart'] };

/** The fields of Get Chart. */
export const chartProperties: INodeProperties[] = [
	{
		displayName: 'Chart Type',
		name: 'chartType',
		type: 'options',
		default: 'line',
		description: 'How the numbers are drawn',
		options: [
			{ name: 'Bars', value: 'bar', description: 'A bar for each link, value, or day' },
			{ name: 'Line', value: 'line', description: 'Over time' },
			{ name: 'Ring', value: 'pie', description: 'What a whole is made of, with shares' },
		],
		displayOptions: { show: only },
	},
	{
		displayName: 'Bars or Parts',
		name: 'chartBy',
		type: 'options',
		default: 'country',
		description: 'What each bar or part of the ring stands for',
		options: [
			...dimensionOptions,
			{ name: 'Link', value: 'link', description: 'Where several links are selected' },
			{ name: 'Time', value: 'time', description: 'Bars alone: one for each hour, day, week or month' },
		].sort((a, b) => a.name.localeCompare(b.name, 'en')),
		displayOptions: { show: { ...only, chartType: ['bar', 'pie'] } },
	},
	{
		displayName: 'Metric',
		name: 'metric',
		type: 'options',
		default: 'total_clicks',
		description: 'Which numbers are drawn',
		options: [
			{ name: 'Clicks', value: 'total_clicks' },
			{ name: 'Conversions', value: 'conversions' },
			{ name: 'Unique Visitors', value: 'unique_visitors', description: 'Not in a ring: a visitor can be in several parts' },
		],
		displayOptions: { show: only },
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: 'png',
		description: 'What kind of picture it is',
		options: [
			{ name: 'PNG', value: 'png', description: 'For e-mails and chats' },
			{ name: 'SVG', value: 'svg', description: 'For web pages and print' },
		],
		displayOptions: { show: only },
	},
];

/** A picture, and what it is. */
export interface Picture {
	bytes: Buffer;
	format: ChartFormat;
	mediaType: string;
}

/** Get Chart: the picture that an item asks for. */
export async function chart({ parameters, asker }: Question): Promise<Picture> {
	const format = parameters.oneOf(parameters.raw('format', 'png'), 'Format', CHART_FORMATS) ?? 'png';
	const period = readPeriod(parameters);
	const selection = readSelection(parameters, 'chart');
	const { path, filter } = placeOf(selection);
	const query = {
		...filter,
		...readShape(parameters, selection),
		...readStyle(parameters, selection),
		compare: wantsComparison(parameters, period) ? 'previous' : undefined,
		format,
		...period,
	};
	const mediaType = format === 'svg' ? 'image/svg+xml' : 'image/png';
	return { bytes: await asker.getFile(`${path}/chart`, query, mediaType, parameters.item), format, mediaType };
}

/** What is drawn: over time, or a bar or part for each link or value. */
function readShape(parameters: Question['parameters'], selection: Selection): NonNullable<ApiRequest['query']> {
	const type = parameters.oneOf(parameters.raw('chartType', 'line'), 'Chart Type', CHART_TYPES) ?? 'line';
	const metric = parameters.oneOf(parameters.raw('metric', 'total_clicks'), 'Metric', CHART_METRICS);
	const interval = parameters.oneOf(parameters.collection('options').chartInterval, 'Chart Interval', INTERVALS);
	if (type === 'line') return { type, metric, interval };
	const by = parameters.oneOf(parameters.raw('chartBy', 'country'), 'Bars or Parts', [...DIMENSIONS, 'link', 'time'] as const) ?? 'country';
	if (by === 'time') {
		if (type === 'pie') throw parameters.error('Bars or Parts', 'cannot be Time in a ring; set Chart Type to Bars');
		return { type, metric, interval: interval ?? 'day' };
	}
	if (by !== 'link') return { type, metric, breakdown: by };
	if ('link' in selection) throw parameters.error('Bars or Parts', 'cannot be Link where one link is selected; choose what its clicks are told apart by');
	return { type, metric, group_by: 'link' };
}

function readStyle(parameters: Question['parameters'], selection: Selection): NonNullable<ApiRequest['query']> {
	const options = parameters.collection('options');
	const between = (name: string, label: string, { minimum, maximum }: { minimum: number; maximum: number }) => parameters.whole(options[name], label, minimum, maximum);
	return {
		limit: parameters.whole(options.most, 'Bars or Parts at Most', 1, CHART_LIMITS.bars),
		title: parameters.asText(options.title, 'Title', lengthProblem(CHART_LIMITS.title)),
		theme: parameters.oneOf(options.theme, 'Theme', CHART_THEMES),
		width: between('width', 'Width', CHART_LIMITS.width),
		height: between('height', 'Height', CHART_LIMITS.height),
		scale: between('scale', 'Scale', CHART_LIMITS.scale),
		...('filter' in selection && {
			attribution: parameters.oneOf(options.attribution, 'Attribution', ATTRIBUTIONS),
			include_deleted: parameters.flag(options.includeDeleted, 'Include Deleted Links'),
		}),
	};
}
