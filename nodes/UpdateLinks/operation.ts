import type { INodeProperties } from 'n8n-workflow';
import type { BulkUpdateRequest } from '../../contract/bulk';
import type { Parameters } from '../shared/parameters';
import { readChanges } from './changes';

/** What a bulk call does to the links it selects. */
export type Change = Pick<BulkUpdateRequest, 'set' | 'add_tags' | 'remove_tags' | 'replace'>;

/** Values of {@link operationProperty}. */
export const OPERATIONS = ['update', 'enable', 'disable', 'delete', 'undo'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What this node can do to links. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'update',
	options: [
		{
			name: 'Delete',
			value: 'delete',
			description: 'Remove links, which then answer 404; Undo brings them back for 30 days',
			action: 'Delete links',
		},
		{
			name: 'Disable',
			value: 'disable',
			description: 'Stop links from redirecting, until they are enabled again',
			action: 'Disable links',
		},
		{ name: 'Enable', value: 'enable', description: 'Let links redirect again', action: 'Enable links' },
		{
			name: 'Undo',
			value: 'undo',
			description: 'Take back an import, an update or a deletion by its change ID, for 30 days',
			action: 'Undo a change of links',
		},
		{
			name: 'Update',
			value: 'update',
			description: 'Change destination, tags, campaign, expiry and other fields of links',
			action: 'Update links',
		},
	],
};

/** What the node does: the same for all items. */
export function readOperation(parameters: Parameters): Operation {
	return parameters.oneOf(parameters.raw('operation', 'update'), 'Operation', OPERATIONS) ?? 'update';
}

/** The change that an item asks for, of an operation that makes one. */
export function readChange(parameters: Parameters, operation: Operation, forRow: boolean): Change {
	if (operation === 'enable' || operation === 'disable') return { set: { enabled: operation === 'enable' } };
	return readChanges(parameters, forRow);
}
