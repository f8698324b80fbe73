import type { INodeProperties } from 'n8n-workflow';
import type { LinkSelection } from '../../contract/bulk';
import { LINK_LIMITS } from '../../contract/link';
import { filtersProperty, readFilter } from '../shared/filterProperties';
import { linkLocator } from '../shared/linkLocator';
import { linkReference } from '../shared/linkReference';
import type { Parameters } from '../shared/parameters';

const operations = { operation: ['update', 'enable', 'disable', 'delete'] };

/** Which links are changed. */
export const selectionProperties: INodeProperties[] = [
	{
		displayName: 'Select Links By',
		name: 'selectBy',
		type: 'options',
		default: 'filter',
		description: 'How the links to change are chosen',
		options: [
			{
				name: 'Each Input Item',
				value: 'items',
				description: 'One link for each item, such as the rows of a sheet; all of them in one request and one transaction',
			},
			{ name: 'Filter', value: 'filter', description: 'All links that match, such as those of a campaign or with certain tags' },
			{ name: 'List', value: 'list', description: 'Links named by ID, slug, short URL or external ID' },
		],
		displayOptions: { show: operations },
	},
	{ ...filtersProperty, displayOptions: { show: { ...operations, selectBy: ['filter'] } } },
	{
		displayName: 'Links',
		name: 'links',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. spring-sale, lnk_06y813ppg00, external:SKU-1001',
		description:
			'Comma-separated slugs, short URLs or IDs (external:… for external IDs), or an expression that gives a list of them',
		displayOptions: { show: { ...operations, selectBy: ['list'] } },
	},
	{
		...linkLocator,
		default: { mode: 'externalId', value: '' },
		hint: 'An expression such as {{ $json.SKU }} finds the link of each item. Where one cannot be changed, none is, unless On Error is set to continue.',
		displayOptions: { show: { ...operations, selectBy: ['items'] } },
	},
];

/** How the links are selected: the same for all items. */
export function readSelectBy(parameters: Parameters): 'filter' | 'list' | 'items' {
	return parameters.oneOf(parameters.raw('selectBy', 'filter'), 'Select Links By', ['filter', 'list', 'items'] as const) ?? 'filter';
}

/** The selection of one item. An empty one is an error: it would mean every link there is. */
export function readSelection(parameters: Parameters): Pick<LinkSelection, 'filter' | 'ids'> {
	if (readSelectBy(parameters) === 'list') {
		const links = parameters.list(parameters.raw('links', ''), 'Links');
		if (links.length === 0) throw parameters.error('Links', 'is empty; name the links to change');
		if (links.length > LINK_LIMITS.batch) throw parameters.error('Links', `names ${links.length} links; up to ${LINK_LIMITS.batch} go into one transaction`);
		return { ids: links.map(linkReference) };
	}
	const filter = readFilter(parameters);
	if (Object.keys(filter).length === 0) throw parameters.error('Filters', 'is empty, which would select every link; add a campaign, tags or another condition');
	return { filter };
}
