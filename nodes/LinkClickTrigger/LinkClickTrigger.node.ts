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
		eventTriggerDescription: 'Waiting for you to open one of the short links',
		triggerPanel: {
			header: 'Catch a click on one of your links',
			executionsHelp: {
				inactive:
					'<b>While you build the workflow</b>, press the button, then open one of its short links: the click comes in here.<br /><br /><b>Once it is as you want it</b>, publish it. From then on every click starts it, and its executions are in the executions list.',
				active:
					'<b>While you build the workflow</b>, press the button, then open one of its short links: the click comes in here, and starts the published version as well.<br /><br /><b>The published version</b> is started by every click. Its executions are in the <a data-key="executions">executions list</a>.',
			},
			activationHint: 'Publish the workflow, and every click starts it without this button',
		},
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
