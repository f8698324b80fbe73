import type { INodeProperties } from 'n8n-workflow';
import type { BulkUpdateRequest } from '../../contract/bulk';
import { filtersProperty, readFilter } from '../shared/filterProperties';
import { linkReference } from '../shared/linkReference';
import type { Parameters } from '../shared/parameters';

/** Which links are changed. */
export const selectionProperties: INodeProperties[] = [
	{
		displayName: 'Select Links By',
		name: 'selectBy',
		type: 'options',
		default: 'filter',
		description: 'How the links to change are chosen',
		options: [
			{ name: 'Filter', value: 'filter', description: 'All links of a campaign, or with certain tags' },
			{ name: 'List', value: 'list', description: 'Links named by ID, slug, short URL or external ID' },
		],
	},
	{ ...filtersProperty, displayOptions: { show: { selectBy: ['filter'] } } },
	{
		displayName: 'Links',
		name: 'links',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'spring-sale, lnk_06y813ppg00, external:SKU-1001',
		description:
			'Comma-separated slugs, short URLs or IDs (external:… for external IDs), or an expression that gives a list of them',
		displayOptions: { show: { selectBy: ['list'] } },
	},
];

/** The selection of one item. An empty one is an error: it would mean every link there is. */
export function readSelection(parameters: Parameters): Pick<BulkUpdateRequest, 'filter' | 'ids'> {
	if (parameters.text('selectBy', 'Select Links By') === 'list') {
		const links = parameters.list(parameters.raw('links', ''), 'Links');
		if (links.length === 0) throw parameters.error('Links', 'is empty; name the links to change');
		return { ids: links.map(linkReference) };
	}
	const filter = readFilter(parameters);
	if (Object.keys(filter).length === 0) throw parameters.error('Filters', 'is empty, which would select every link; add a campaign or tags');
	return { filter };
}
