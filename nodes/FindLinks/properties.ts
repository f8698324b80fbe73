import type { INodeProperties } from 'n8n-workflow';
import { linkLocator } from '../shared/linkLocator';
import { simplifyProperty } from '../shared/simpleLink';
import { filtersWithExpiry } from './filters';

/** What can be asked. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'getMany',
	options: [
		{ name: 'Get', value: 'get', description: 'One link with all its settings', action: 'Get a link' },
		{
			name: 'Get History',
			value: 'history',
			description: 'What was done to a link, by whom and when, newest first',
			action: 'Get the history of a link',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			description: 'Links of a campaign, with certain tags, about to expire, …',
			action: 'Get many links',
		},
	],
};

/** The fields of all operations. */
export const properties: INodeProperties[] = [
	{ ...linkLocator, displayOptions: { show: { operation: ['get', 'history'] } } },
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: { operation: ['getMany', 'history'] } },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { operation: ['getMany', 'history'], returnAll: [false] } },
	},
	{ ...filtersWithExpiry, displayOptions: { show: { operation: ['getMany'] } } },
	{
		displayName: 'Sort',
		name: 'sort',
		type: 'options',
		default: '-created_at',
		description: 'In which order the links come',
		options: [
			{ name: 'Changed Last First', value: '-updated_at' },
			{ name: 'Clicked Last First', value: '-last_clicked_at' },
			{ name: 'Expires First', value: 'expires_at', description: 'Links that never expire come last' },
			{ name: 'Fewest Clicks First', value: 'total_clicks' },
			{ name: 'Most Clicks First', value: '-total_clicks' },
			{ name: 'Newest First', value: '-created_at' },
			{ name: 'Oldest First', value: 'created_at' },
			{ name: 'Slug', value: 'slug', description: 'By slug, capital letters first' },
			{ name: 'Title', value: 'title', description: 'By title; links without one come last' },
		],
		displayOptions: { show: { operation: ['getMany'] } },
	},
	simplifyProperty,
];
