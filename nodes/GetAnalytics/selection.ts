import type { INodeProperties } from 'n8n-workflow';
import type { LinkFilter } from '../../contract/link';
import { filtersProperty, readFilter } from '../shared/filterProperties';
import { chosenLink, linkLocator } from '../shared/linkLocator';
import type { Parameters } from '../shared/parameters';
import type { Operation } from './operation';

/** Operations that are about one link or about many, as one likes. */
const EITHER: Operation[] = ['breakdown', 'chart', 'clicks', 'timeSeries'];

/** Which links a question is about. */
export const selectionProperties: INodeProperties[] = [
	{
		displayName: 'Select Links By',
		name: 'selectBy',
		type: 'options',
		default: 'filter',
		description: 'Which links are counted',
		options: [
			{ name: 'Filter', value: 'filter', description: 'All links that meet the filters; without filters, all links there are' },
			{ name: 'Link', value: 'link', description: 'One link' },
		],
		displayOptions: { show: { operation: EITHER } },
	},
	{ ...linkLocator, displayOptions: { show: { operation: ['link'] } } },
	{ ...linkLocator, displayOptions: { show: { operation: EITHER, selectBy: ['link'] } } },
	{ ...filtersProperty, displayOptions: { show: { operation: ['report'] } } },
	{ ...filtersProperty, displayOptions: { show: { operation: EITHER, selectBy: ['filter'] } } },
];

/** One link as the API names it, or conditions. */
export type Selection = { link: string } | { filter: LinkFilter };

/** The selection of one item. */
export function readSelection(parameters: Parameters, operation: Operation): Selection {
	const one = EITHER.includes(operation) ? parameters.oneOf(parameters.raw('selectBy', 'filter'), 'Select Links By', ['filter', 'link'] as const) === 'link' : operation === 'link';
	return one ? { link: chosenLink(parameters, 'link') } : { filter: readFilter(parameters) };
}

/** Where the numbers of a selection are asked for, and the conditions that go with the question. */
export function placeOf(selection: Selection): { path: string; filter: LinkFilter } {
	if ('link' in selection) return { path: `/v1/links/${encodeURIComponent(selection.link)}/analytics`, filter: {} };
	return { path: '/v1/analytics', filter: selection.filter };
}
