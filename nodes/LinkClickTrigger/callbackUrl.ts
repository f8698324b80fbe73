import type { IDataObject, IHookFunctions, INodeProperties } from 'n8n-workflow';
import { TriggerValues } from './values';

/** An option of the node. */
export const callbackProperty: INodeProperties = {
	displayName: 'Callback Base URL',
	name: 'callbackBaseUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. http://n8n:5678',
	description: 'Takes the place of scheme, host and port in the webhook URL of this node, where Linkmill reaches n8n by another address than others do, as in Docker',
};

/** The address that Linkmill is to call: n8n's own, or by another way to the same n8n. */
export function callbackUrl(context: IHookFunctions, hook: string): string {
	const { callbackBaseUrl } = context.getNodeParameter('options', {}) as IDataObject;
	const values = new TriggerValues(context);
	const base = values.asText(callbackBaseUrl, 'Callback Base URL');
	if (base === '') return hook;
	const url = /^https?:\/\//i.test(base) && URL.canParse(base) ? new URL(base) : undefined;
	if (!url || url.username || url.password || url.search || url.hash || url.pathname !== '/') {
		throw values.error('Callback Base URL', `"${base.slice(0, 80)}" must be scheme, host and port alone, such as http://n8n:5678`);
	}
	return url.origin + new URL(hook).pathname;
}
