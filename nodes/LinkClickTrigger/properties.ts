import type { INodeProperties } from 'n8n-workflow';

/** Which clicks start the workflow, and how. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'On Activation',
		name: 'onActivation',
		type: 'options',
		default: 'resume',
		description: 'Where to begin when the workflow is activated again; the first time is always from now on',
		options: [
			{
				name: 'Continue Where I Left Off',
				value: 'resume',
				description: 'Clicks that came while the workflow was inactive are delivered then',
			},
			{ name: 'Start From Now', value: 'now', description: 'Clicks that came meanwhile are passed over' },
		],
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		description: 'Clicks must meet all of these. Without any, every click of a person starts the workflow.',
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
				displayName: 'Include Bots',
				name: 'includeBots',
				type: 'boolean',
				default: false,
				description: 'Whether hits by bots start the workflow too; they are told apart by the field kind',
			},
			{
				displayName: 'Links',
				name: 'links',
				type: 'string',
				default: '',
				placeholder: 'spring-sale, lnk_06y813ppg00',
				description: 'Only these links: comma-separated slugs, short URLs or IDs',
			},
			{
				displayName: 'Tags',
				name: 'tags',
				type: 'string',
				default: '',
				placeholder: 'newsletter, spring',
				description: 'Only links that have all of these comma-separated tags',
			},
			{
				displayName: 'Unique Visitors Only',
				name: 'uniqueOnly',
				type: 'boolean',
				default: false,
				description: 'Whether only the first click of each visitor on a link starts the workflow',
			},
		],
	},
	{
		displayName: 'Max Executions a Second',
		name: 'maxPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'How many executions may start in a second, so that a backlog does not drown n8n. 0 means no limit.',
	},
];
