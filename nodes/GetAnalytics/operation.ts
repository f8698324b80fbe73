import type { INodeProperties } from 'n8n-workflow';

/** What can be asked. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'link',
	options: [
		{
			name: 'Get Link Analytics',
			value: 'link',
			description: 'The numbers of one link',
			action: 'Get link analytics',
		},
		{
			name: 'Get Report',
			value: 'report',
			description: 'One item for each link of a campaign or with certain tags, most clicks first',
			action: 'Get report',
		},
	],
};
