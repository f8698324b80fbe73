import { NodeConnectionTypes } from 'n8n-workflow';
import type { IHookFunctions, INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { triggerProperties } from './properties';
import { receive } from './receive';
import { isRegistered, register, unregister } from './subscription';

/** Starts a workflow when someone clicks a short link. */
export class LinkClickTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Link Click Trigger',
		name: 'linkClickTrigger',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["filters"]["campaign"] || $parameter["filters"]["links"] || "all links" }}',
		description: 'Start a workflow when a short link of Linkmill is clicked',
		defaults: { name: 'Link Click Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				// Any 2xx moves the cursor on; n8n answers once it has stored the execution.
				responseMode: 'onReceived',
				path: 'clicks',
			},
		],
		properties: triggerProperties,
	};

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

	/** One delivery: a click becomes one item, anything that is not genuine and new starts nothing. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return receive(this);
	}
}
