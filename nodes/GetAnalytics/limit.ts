import type { INodeProperties } from 'n8n-workflow';
import type { Parameters } from '../shared/parameters';

const pages = { operation: ['clicks', 'report'] };

/** How many rows are wanted of what has many. */
export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: pages },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...pages, returnAll: [false] } },
	},
];

/** How many rows an item wants. */
export function wantedOf(parameters: Parameters): number {
	if (parameters.flag(parameters.raw('returnAll', false), 'Return All')) return Infinity;
	return parameters.whole(parameters.raw('limit', 50), 'Limit', 1) ?? 50;
}
