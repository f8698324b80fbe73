import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, JsonObject } from 'n8n-workflow';
import type { NewWebhook, Webhook } from '../../contract/webhook';
import { callApi } from '../shared/client';
import { newSecret } from '../shared/signature';
import { readStart } from './activation';
import { callbackUrl } from './callbackUrl';
import { readDelivery } from './delivery';
import { readEvents } from './events';
import { readFilter } from './filter';
import { isTest, recall, remember } from './kept';
import type { Kept } from './kept';
import { explaining } from './refusal';

/** The test listener of n8n gives up after two minutes; what it forgot to remove is gone after ten. */
const TEST_LIFE_MS = 600_000;

/** What makes a subscription the one that the parameters describe. */
type Settings = Required<Pick<NewWebhook, 'url' | 'events' | 'filter' | 'batch' | 'on_failure'>> & Pick<NewWebhook, 'rate'>;

/** Whether the server has this subscription as the parameters now want it. If in doubt no: to register again is harmless. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const webhook = await known(context, recall(context));
	if (webhook?.status !== 'active') return false;
	const wanted = await readSettings(context);
	const { url, events, filter, batch, on_failure, rate } = webhook;
	return plain({ url, events, filter, batch, on_failure, ...(rate !== null && { rate }) }) === plain(wanted);
}

/**
 * Makes the subscription, or takes it up again: the same key gives the same subscription, with its cursor.
 * The key has the node's id in it, not its name, so that renaming the node loses nothing.
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	const settings = await readSettings(context);
	const kept = recall(context);
	const before = await known(context, kept);
	// Where the credential leads to another server by now, the old one still knows the old secret, and its events are counted apart.
	const secret = (before && kept.secret) ?? newSecret();
	const test = isTest(context);
	const workflow = context.getWorkflow();
	const webhook = await explaining(context, settings.url, () =>
		callApi<Webhook>(context, {
			method: 'POST',
			path: '/v1/webhooks',
			body: {
				...settings,
				name: `n8n: ${workflow.name ?? 'workflow'} / ${context.getNode().name}`.slice(0, 200),
				key: keyOf(context),
				secret,
				start: readStart(context),
				ping: true,
				...(test && { expires_at: new Date(Date.now() + TEST_LIFE_MS).toISOString() }),
			} satisfies NewWebhook,
		}),
	);
	const same = before?.id === webhook.id;
	remember(context, { ...(same && kept), pausedAt: undefined, id: webhook.id, createdAt: webhook.created_at, hook: hookOf(context), secret: webhook.secret ?? secret });
	return true;
}

/** Pauses the subscription, so that it keeps its cursor; one that was made for a test is removed. */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	const webhook = await known(context, recall(context));
	const test = isTest(context);
	if (webhook) {
		const path = `/v1/webhooks/${webhook.id}`;
		await unlessGone(context, () => (test ? callApi(context, { method: 'DELETE', path }) : callApi(context, { method: 'PATCH', path, body: { status: 'paused' } })));
	}
	remember(context, test ? {} : { ...recall(context), pausedAt: new Date().toISOString() });
	return true;
}

async function readSettings(context: IHookFunctions): Promise<Settings> {
	return {
		url: callbackUrl(context, hookOf(context)),
		events: readEvents(context),
		filter: await readFilter(context),
		...readDelivery(context),
		// Nothing is passed over: n8n refuses what it cannot take, and does so for a reason that somebody has to remove.
		on_failure: 'block',
	};
}

/** The subscription that is remembered, if the server has it: another server may have given the same id to somebody else. */
async function known(context: IHookFunctions, { id, createdAt }: Kept): Promise<Webhook | undefined> {
	if (!id) return undefined;
	const webhook = await unlessGone(context, () => callApi<Webhook>(context, { method: 'GET', path: `/v1/webhooks/${id}` }));
	return webhook?.key === keyOf(context) && webhook.created_at === createdAt ? webhook : undefined;
}

/** What the subscription is found by. A test has one of its own beside that in production. */
function keyOf(context: IHookFunctions): string {
	const key = ['n8n', context.getInstanceId(), context.getWorkflow().id, context.getNode().id].join(':');
	return isTest(context) ? `${key}:test` : key;
}

/** n8n's own address of the webhook. */
function hookOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (!url) throw new NodeOperationError(context.getNode(), 'n8n gives no webhook address for this node');
	return url;
}

/** A value as text, whatever the order of its members. */
function plain(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
	);
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
