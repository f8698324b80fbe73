import type { INodeProperties } from 'n8n-workflow';

/** How careful to be, and what to show. */
export const optionsProperty: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show what would change, before and after, without writing anything',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Expected Count',
				name: 'expectedCount',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 1,
				description: 'How many links you mean. If more or fewer are selected, nothing is changed and the node fails.',
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
		],
	},
];
