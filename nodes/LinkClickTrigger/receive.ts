import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { signatureProblem } from '../shared/signature';
import { recall, remember } from './kept';

/**
 * Takes one delivery. A forged, an old and a repeated one start nothing. Repeats are told by the highest
 * event id seen: deliveries come in order, and ids sort as strings in the order of the log.
 */
export function receive(context: IWebhookFunctions): IWebhookResponseData {
	const body = context.getBodyData();
	// Sent while the subscription is being made, before n8n has stored the secret; it starts nothing, so it needs no proof.
	if (body.type === 'ping') return answer(context, 200, 'ready');

	const kept = recall(context);
	const { rawBody } = context.getRequestObject() as { rawBody?: Buffer };
	const problem = kept.secret && rawBody ? signatureProblem(rawBody, context.getHeaderData(), kept.secret) : 'no secret or body to check it with';
	if (problem) {
		context.logger.warn(`Linkmill: a delivery was refused, ${problem}`);
		return answer(context, 401, problem);
	}
	if (typeof body.id !== 'string') return answer(context, 400, 'the event has no id');
	if (kept.lastEventId !== undefined && body.id <= kept.lastEventId) return answer(context, 200, 'seen before');
	remember(context, { ...kept, lastEventId: body.id });
	return { workflowData: [[{ json: body }]] };
}

/** What is used of Express, whose types are not the pack's to depend on. */
interface Answering {
	status(code: number): { json(body: object): void };
}

/** Answers the delivery without starting the workflow. */
function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	const response = context.getResponseObject() as unknown as Answering;
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}
