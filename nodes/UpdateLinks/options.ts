import type { INodeProperties } from 'n8n-workflow';
import type { BulkOptions } from '../../contract/bulk';
import type { Parameters } from '../shared/parameters';
import { simplifyProperty } from '../shared/simpleLink';

/** What is undone. */
export const undoProperties: INodeProperties[] = [
	{
		displayName: 'Change IDs',
		name: 'changeIds',
		type: 'string',
		required: true,
		default: '={{ $json.change_ids ?? $json.change_id }}',
		placeholder: 'e.g. chg_06y813ppg00',
		description:
			'The change_id that Batch Create, Update Links or a deletion gave, several separated by commas, or an expression that gives a list. One that many items name is undone once.',
		displayOptions: { show: { operation: ['undo'] } },
	},
];

/** How careful to be, and what to show. */
export const optionsProperty: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show what would change, before and after, without writing anything',
		hint: 'Run once with it to see which links are meant; Undo takes back what was changed without it',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Also Links Changed Since',
				name: 'force',
				type: 'boolean',
				default: false,
				description: 'Whether Undo takes back its fields on links that somebody has changed since, too; otherwise they are left alone and listed',
				displayOptions: { show: { '/operation': ['undo'] } },
			},
			{
				displayName: 'Expected Count',
				name: 'expectedCount',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 1,
				description: 'How many links you mean. If more or fewer are selected, nothing is changed and the node fails.',
				displayOptions: { hide: { '/operation': ['undo'] } },
			},
			{
				displayName: 'Output',
				name: 'output',
				type: 'options',
				default: 'links',
				description: 'What comes out of this node',
				options: [
					{
						name: 'Changed Links',
						value: 'links',
						description: 'One item for each link that changed (up to 1,000), with the values it had before',
					},
					{ name: 'Summary', value: 'summary', description: 'One item with the numbers of links' },
				],
			},
			simplifyProperty,
		],
	},
];

/** How the outputs of an item look. */
export interface Shape {
	summary: boolean;
	simplify: boolean;
}

/** What the options say about outputs. */
export function readShape(parameters: Parameters): Shape {
	const { output, simplify } = parameters.collection('options');
	return {
		summary: parameters.oneOf(output, 'Output', ['links', 'summary'] as const) === 'summary',
		simplify: parameters.flag(simplify, 'Simplify') ?? false,
	};
}

/** Dry run and expected count. */
export function readBulkOptions(parameters: Parameters): BulkOptions {
	const expected = parameters.whole(parameters.collection('options').expectedCount, 'Expected Count');
	return { ...(isDryRun(parameters) && { dry_run: true }), ...(expected !== undefined && { expected_count: expected }) };
}

/** Whether nothing is to be written. */
export function isDryRun(parameters: Parameters): boolean {
	return parameters.flag(parameters.raw('dryRun', false), 'Dry Run') ?? false;
}
