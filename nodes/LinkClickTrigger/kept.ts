import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Seen } from './seen';

/** What a trigger remembers of its subscription between activations. */
export interface Kept extends Seen {
	/** `whk_…`, and when it was made: another server may have one of the same id. */
	id?: string;
	createdAt?: string;
	/** n8n's own address of the webhook, by which a test is told from production. */
	hook?: string;
	secret?: string;
	/** When n8n last had it paused; RFC 3339. */
	pausedAt?: string;
}

/**
 * Test listening has a subscription of its own beside the one in production. n8n removes it in the mode `internal`, as it
 * does one in production; but what is kept of a test is never stored, and so never found beside the other.
 */
export function isTest(context: IHookFunctions | IWebhookFunctions): boolean {
	if (context.getMode() === 'manual') return true;
	const { test } = context.getWorkflowStaticData('node') as { test?: Kept };
	return test?.hook !== undefined && test.hook === context.getNodeWebhookUrl('default');
}

/** What is remembered, of the test or of production. n8n stores it and keeps it through a deactivation. */
export function recall(context: IHookFunctions | IWebhookFunctions): Kept {
	return (context.getWorkflowStaticData('node')[place(context)] ?? {}) as Kept;
}

/** Remembers, in the place of what was there. */
export function remember(context: IHookFunctions | IWebhookFunctions, kept: Kept): void {
	const data = Object.entries(kept).filter(([, value]) => value !== undefined);
	context.getWorkflowStaticData('node')[place(context)] = Object.fromEntries<string | Record<string, string>>(data);
}

/**
 * Remembers a delivery. n8n stores it when it has stored the execution, and before it answers: so neither is a delivery lost
 * that n8n could not store, nor does one that it has stored start a second execution.
 *
 * n8n 2.41 forgets to do so when an execution is started: it makes a second Workflow of the same data, which takes away the
 * mark that something has changed. Data of its own keeps the mark.
 */
export function rememberDelivery(context: IWebhookFunctions, kept: Kept): void {
	remember(context, kept);
	const { workflow } = context as unknown as { workflow?: { staticData: object } };
	if (!workflow || isTest(context)) return;
	const copy = JSON.parse(JSON.stringify(workflow.staticData)) as object;
	workflow.staticData = Object.defineProperty(copy, '__dataChanged', { value: true, writable: true });
}

function place(context: IHookFunctions | IWebhookFunctions): string {
	return isTest(context) ? 'test' : 'production';
}
