import type { INodeProperties } from 'n8n-workflow';
import type { BulkUpdateRequest } from '../../contract/bulk';
import type { Parameters } from '../shared/parameters';
import { readChanges } from './changes';

/** What a bulk call does to the links it selects. */
export type Change = Pick<BulkUpdateRequest, 'set' | 'add_tags' | 'remove_tags' | 'replace'>;

/** What this node can do to links. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'update',
	options: [
		{
			name: 'Disable',
			value: 'disable',
			description: 'Stop links from redirecting, until they are enabled again',
			action: 'Disable links',
		},
		{ name: 'Enable', value: 'enable', description: 'Let links redirect again', action: 'Enable links' },
		{
			name: 'Update',
			value: 'update',
			description: 'Change destination, tags, campaign, title or expiry of links',
			action: 'Update links',
		},
	],
};

/** The change that an item asks for. */
export function readOperation(parameters: Parameters): Change {
	const operation = parameters.text('operation', 'Operation');
	if (operation === 'enable' || operation === 'disable') return { set: { enabled: operation === 'enable' } };
	return readChanges(parameters);
}
