import type { INodeProperties } from 'n8n-workflow';
import { CHART_LIMITS } from '../../contract/chart';

/** How the picture looks; {@link chartOptions} says where they are shown. */
const options: INodeProperties[] = [
	{
		displayName: 'Add to Input Item',
		name: 'addToInput',
		type: 'boolean',
		default: false,
		description: 'Whether the picture is added to the input item, beside its fields and files, instead of making an item of its own',
	},
	{
		displayName: 'Bars or Parts at Most',
		name: 'most',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: CHART_LIMITS.bars },
		default: 10,
		description: `How many bars or parts are drawn at most; a ring has up to ${CHART_LIMITS.parts}, and one for the rest`,
	},
	{
		displayName: 'Chart Interval',
		name: 'chartInterval',
		type: 'options',
		default: 'day',
		description: 'How long each point or bar over time is. Without it: what fits the period.',
		options: [
			{ name: 'Day', value: 'day' },
			{ name: 'Hour', value: 'hour' },
			{ name: 'Month', value: 'month' },
			{ name: 'Week', value: 'week' },
		],
	},
	{
		displayName: 'Height',
		name: 'height',
		type: 'number',
		typeOptions: { minValue: CHART_LIMITS.height.minimum, maxValue: CHART_LIMITS.height.maximum },
		default: 320,
		description: 'Height in pixels, 160 to 1,600. Without it, bars get the room that they need.',
	},
	{
		displayName: 'Scale',
		name: 'scale',
		type: 'number',
		typeOptions: { minValue: CHART_LIMITS.scale.minimum, maxValue: CHART_LIMITS.scale.maximum },
		default: 2,
		description: 'Of a PNG: how many pixels stand for one, so that it is sharp on good screens',
	},
	{
		displayName: 'Theme',
		name: 'theme',
		type: 'options',
		default: 'light',
		description: 'Colours for a light or a dark background',
		options: [
			{ name: 'Dark', value: 'dark' },
			{ name: 'Light', value: 'light' },
		],
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Spring sale, last week',
		description: 'Heading of the picture. When empty, it says what it shows.',
	},
	{
		displayName: 'Width',
		name: 'width',
		type: 'number',
		typeOptions: { minValue: CHART_LIMITS.width.minimum, maxValue: CHART_LIMITS.width.maximum },
		default: 600,
		description: 'Width in pixels, 300 to 1,600; 600 fits an e-mail',
	},
];

/** Options of Get Chart. */
export const chartOptions = options.map((option): INodeProperties => ({ ...option, displayOptions: { show: { '/operation': ['chart'] } } }));
