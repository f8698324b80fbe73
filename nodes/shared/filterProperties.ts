import type { INodeProperties } from 'n8n-workflow';
import type { LinkFilter } from '../../contract/link';
import type { Parameters } from './parameters';

/** Which links a change or a report is about. All that is given must hold. */
export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description: 'Links must meet all of these',
	options: [
		{
			displayName: 'Campaign',
			name: 'campaign',
			type: 'string',
			default: '',
			placeholder: 'spring-2026',
			description: 'Only links of this campaign',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'newsletter, spring',
			description: 'Only links that have all of these comma-separated tags',
		},
	],
};

/** The filter of one item; without members where nothing was given. */
export function readFilter(parameters: Parameters): LinkFilter {
	const fields = parameters.collection('filters');
	const campaign = parameters.asText(fields.campaign, 'Campaign');
	const tags = parameters.list(fields.tags, 'Tags');
	return { ...(campaign && { campaign }), ...(tags.length > 0 && { tags }) };
}
