import type { INodeProperties } from 'n8n-workflow';
import { chartOptions } from './chartOptions';
import { clicksOptions } from './clicks';
import { sortOption } from './report';

const shared: INodeProperties[] = [
	{
		displayName: 'Attribution',
		name: 'attribution',
		type: 'options',
		default: 'click',
		description: 'Grouped by campaign or tag: whose campaign and tags a click counts for',
		options: [
			{ name: 'As They Are Now', value: 'current', description: 'Those that the link has now' },
			{ name: 'As They Were at the Click', value: 'click', description: 'Those that the link had when it was clicked' },
		],
		displayOptions: { show: { '/operation': ['chart', 'report'] } },
	},
	{
		displayName: 'Compare With Previous Period',
		name: 'compare',
		type: 'boolean',
		default: false,
		description: 'Whether to add the numbers of the period before, and the change since as a fraction (0.25 is a quarter more)',
		displayOptions: { show: { '/operation': ['chart', 'link', 'report', 'timeSeries'] } },
	},
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		default: 'comma',
		description: 'The character between the columns of the CSV; Excel opens files with semicolons where the comma is in numbers',
		options: [
			{ name: 'Comma', value: 'comma' },
			{ name: 'Semicolon', value: 'semicolon' },
			{ name: 'Tab', value: 'tab' },
		],
		displayOptions: { show: { '/operation': ['breakdown', 'clicks', 'report', 'timeSeries'] } },
	},
	{
		displayName: 'Include Deleted Links',
		name: 'includeDeleted',
		type: 'boolean',
		default: false,
		description: 'Whether links that were deleted are counted too, where a filter selects',
		displayOptions: { show: { '/operation': ['breakdown', 'chart', 'report', 'timeSeries'] } },
	},
	{
		displayName: 'Output File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. spring-sale.csv',
		description: 'Name of the CSV or picture. When empty, what it is, such as report.csv.',
		displayOptions: { show: { '/operation': ['breakdown', 'chart', 'clicks', 'report', 'timeSeries'] } },
	},
	{
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Berlin',
		description: 'The time zone in which days begin, by its IANA name. When empty, that of the workflow.',
	},
];

/** What is right for most; each operation has its own. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...shared, ...chartOptions, ...clicksOptions, sortOption].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
};
