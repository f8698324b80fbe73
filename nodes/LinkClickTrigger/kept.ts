import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** What a trigger remembers of its subscription between activations. */
export interface Kept {
	id?: string;
	url?: string;
	secret?: string;
	/** Highest id of an event that started the workflow; a delivery with no higher one is a repeat. */
	lastEventId?: string;
}

/** Test listening has a subscription of its own beside the one in production. */
export function isTest(context: IHookFunctions | IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

/** What is remembered, of the test or of production. n8n stores it and keeps it through a deactivation. */
export function recall(context: IHookFunctions | IWebhookFunctions): Kept {
	return (context.getWorkflowStaticData('node')[place(context)] ?? {}) as Kept;
}

/** Remembers, in the place of what was there. */
export function remember(context: IHookFunctions | IWebhookFunctions, kept: Kept): void {
	const data = Object.entries(kept).filter(([, value]) => value !== undefined);
	context.getWorkflowStaticData('node')[place(context)] = Object.fromEntries<string>(data);
}

function place(context: IHookFunctions | IWebhookFunctions): string {
	return isTest(context) ? 'test' : 'production';
}
