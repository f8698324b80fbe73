import { NodeConnectionTypes } from 'n8n-workflow';
import type { IHookFunctions, INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { triggerProperties } from './properties';
import { receive } from './receive';
import { isRegistered, register, unregister } from './subscription';

/** Starts a workflow when someone clicks a short link, or something else happens to one. */
export class LinkClickTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Link Click Trigger',
		name: 'linkClickTrigger',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Start a workflow when a short link of Linkmill is clicked, changes, expires or leads to a conversion',
		defaults: { name: 'Link Click Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				// Any 2xx moves the cursor on. n8n answers once it has stored the execution (onReceived), or once that has ended (lastNode).
				responseMode: '={{ $parameter["acknowledge"] }}',
				// Nobody reads an answer of ours, and the last node may have put out megabytes, or nothing at all.
				responseData: 'noData',
				path: 'clicks',
			},
		],
		properties: triggerProperties,
	};

	methods = { listSearch };

	webhookMethods = {
		default: {
			checkExists: async function (this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			create: async function (this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			delete: async function (this: IHookFunctions): Promise<boolean> {
				return await unregister(this);
			},
		},
	};

	/** One delivery: each event becomes an item, anything that is not genuine and new starts nothing. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return receive(this);
	}
}
