import type { INodeProperties } from 'n8n-workflow';
import { activationProperties } from './activation';
import { callbackProperty } from './callbackUrl';
import { deliveryProperties } from './delivery';
import { eventOptions } from './events';
import { filtersProperty } from './filter';
import { milestoneProperty } from './milestone';

/** What starts the workflow, and how. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Linkmill must be able to reach n8n under the webhook URL of this node. If that begins with localhost or another address that is good only for you, set N8N_WEBHOOK_URL in n8n (before n8n 2.35: WEBHOOK_URL), or the option Callback Base URL below.',
		name: 'webhookUrlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			'Deactivate the workflow before you give it a credential for another Linkmill server, or change the Base URL in the credential. The old server would go on calling this workflow until its subscription is deleted there.',
		name: 'credentialNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['link.clicked'],
		description: 'What starts the workflow',
		options: eventOptions,
	},
	milestoneProperty,
	filtersProperty,
	...deliveryProperties,
	...activationProperties,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [callbackProperty],
	},
];
