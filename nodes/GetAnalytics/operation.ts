import type { INodeProperties } from 'n8n-workflow';

/** What can be asked. */
export const OPERATIONS = ['breakdown', 'chart', 'clicks', 'link', 'report', 'timeSeries'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The field that chooses one of {@link OPERATIONS}. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'link',
	options: [
		{
			name: 'Get Breakdown',
			value: 'breakdown',
			description: 'Clicks by country, device, source, …: one item for each value, most clicks first',
			action: 'Get breakdown',
		},
		{
			name: 'Get Chart',
			value: 'chart',
			description: 'A picture of clicks, visitors or conversions, as PNG or SVG in a binary field',
			action: 'Get chart',
		},
		{
			name: 'Get Clicks',
			value: 'clicks',
			description: 'The clicks themselves, one item each: when, where from, with what device',
			action: 'Get clicks',
		},
		{
			name: 'Get Link Analytics',
			value: 'link',
			description: 'The numbers of one link',
			action: 'Get link analytics',
		},
		{
			name: 'Get Report',
			value: 'report',
			description: 'One item for each link, campaign, tag, country, day, …, with its numbers',
			action: 'Get report',
		},
		{
			name: 'Get Time Series',
			value: 'timeSeries',
			description: 'One item for each hour, day, week or month, empty ones too',
			action: 'Get time series',
		},
	],
};
