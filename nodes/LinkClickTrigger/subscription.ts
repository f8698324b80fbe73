import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, JsonObject } from 'n8n-workflow';
import type { NewWebhook, Webhook, WebhookStart } from '../../contract/webhook';
import { callApi } from '../shared/client';
import { detailsOf, hintFor } from '../shared/problem';
import { newSecret } from '../shared/signature';
import { readFilter, readRate } from './filter';
import { isTest, recall, remember } from './kept';

/** The test listener of n8n gives up after two minutes; what it forgot to remove is gone after ten. */
const TEST_LIFE_MS = 600_000;

/** Whether the server has this subscription as the parameters now want it. If in doubt no: to register again is harmless. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const { id } = recall(context);
	if (!id) return false;
	const webhook = await unlessGone(context, () => callApi<Webhook>(context, { method: 'GET', path: `/v1/webhooks/${id}` }));
	if (webhook?.status !== 'active' || webhook.url !== webhookUrl(context)) return false;
	return webhook.rate === readRate(context) && JSON.stringify(webhook.filter) === JSON.stringify(readFilter(context));
}

/**
 * Makes the subscription, or takes it up again: the same key gives the same subscription, with its cursor.
 * The key has the node's id in it, not its name, so that renaming the node loses nothing.
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	const kept = recall(context);
	const url = webhookUrl(context);
	const secret = kept.secret ?? newSecret();
	const webhook = await explaining(context, url, () =>
		callApi<Webhook>(context, { method: 'POST', path: '/v1/webhooks', body: subscription(context, url, secret) }),
	);
	remember(context, {
		id: webhook.id,
		url,
		secret: webhook.secret ?? secret,
		// Another subscription may mean another server, whose events are counted from the start again.
		lastEventId: webhook.id === kept.id ? kept.lastEventId : undefined,
	});
	return true;
}

/** Pauses the subscription, so that it keeps its cursor; one that was made for a test is removed. */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	const { id } = recall(context);
	if (!id) return true;
	const path = `/v1/webhooks/${id}`;
	await unlessGone(context, () =>
		isTest(context)
			? callApi(context, { method: 'DELETE', path })
			: callApi(context, { method: 'PATCH', path, body: { status: 'paused' } }),
	);
	if (isTest(context)) remember(context, {});
	return true;
}

function subscription(context: IHookFunctions, url: string, secret: string): NewWebhook {
	const workflow = context.getWorkflow();
	const key = ['n8n', context.getInstanceId(), workflow.id, context.getNode().id].join(':');
	const test = isTest(context);
	return {
		url,
		events: ['link.clicked'],
		filter: readFilter(context),
		rate: readRate(context),
		name: `n8n: ${workflow.name ?? 'workflow'} / ${context.getNode().name}`.slice(0, 200),
		key: test ? `${key}:test` : key,
		secret,
		start: test ? 'now' : (context.getNodeParameter('onActivation', 'resume') as WebhookStart),
		ping: true,
		...(test && { expires_at: new Date(Date.now() + TEST_LIFE_MS).toISOString() }),
	};
}

function webhookUrl(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (!url) throw new NodeOperationError(context.getNode(), 'n8n gives no webhook address for this node');
	return url;
}

/** n8n shows only an error's message when it activates a workflow, so what to do must be in it. */
async function explaining<T>(context: IHookFunctions, url: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const failure = new NodeApiError(context.getNode(), error as JsonObject);
		const code = detailsOf(failure)?.code;
		if (code === 'webhook_unreachable' || code === 'webhook_address_private') {
			failure.message = `Linkmill could not register the webhook ${url}. ${failure.message} ${hintFor(code)}`;
		}
		throw failure;
	}
}

/** Undefined where the server knows no such subscription; any other failure is one. */
async function unlessGone<T>(context: IHookFunctions, work: () => Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof NodeApiError && error.httpCode === '404') return undefined;
		throw new NodeApiError(context.getNode(), error as JsonObject);
	}
}
