import { NodeApiError } from 'n8n-workflow';
import type { IHookFunctions, JsonObject } from 'n8n-workflow';
import { detailsOf, hintFor } from '../shared/problem';

/** What each machine and container calls itself. */
const ITSELF = /^(localhost|127\.|\[::1\])/;

/** n8n shows only an error's message when it activates a workflow, so what to do must be in it. */
export async function explaining<T>(context: IHookFunctions, url: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const failure = new NodeApiError(context.getNode(), error as JsonObject);
		const code = detailsOf(failure)?.code;
		if (code === 'webhook_unreachable' || code === 'webhook_address_private') {
			failure.message = [`Linkmill could not register the webhook ${url}.`, failure.message, hintFor(code), elsewhere(code, new URL(url).host)].filter(Boolean).join(' ');
		}
		throw failure;
	}
}

/** A refused address of one's own is often the wrong address: the remedy is then in n8n, not in the list of what Linkmill may call. */
function elsewhere(code: string, host: string): string {
	if (!ITSELF.test(host)) return '';
	const remedy = code === 'webhook_unreachable' ? '' : ', so set N8N_WEBHOOK_URL (before n8n 2.35: WEBHOOK_URL) in n8n to the address by which Linkmill reaches it';
	return `Where Linkmill runs in another container or on another machine than n8n, ${host} is not n8n there${remedy}.`;
}
