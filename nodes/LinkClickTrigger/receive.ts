import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { EventType } from '../../contract/event';
import type { BatchBody, EventBody, WebhookBody } from '../../contract/webhook';
import { signatureProblem } from '../shared/signature';
import { recall, remember } from './kept';
import { takeNew } from './seen';

/** Takes one delivery. A forged, an old and a repeated one start nothing; several events in it start one execution. */
export function receive(context: IWebhookFunctions): IWebhookResponseData {
	const body = context.getBodyData() as unknown as WebhookBody;
	// Sent while the subscription is being made, before n8n has stored the secret; it starts nothing, so it needs no proof.
	if (body.type === 'ping') return answer(context, 200, 'ready');

	const kept = recall(context);
	const { rawBody } = context.getRequestObject() as { rawBody?: Buffer };
	const problem = kept.secret && rawBody ? signatureProblem(rawBody, context.getHeaderData(), kept.secret) : 'no secret or body to check it with';
	if (problem) {
		context.logger.warn(`Linkmill: a delivery was refused, ${problem}`);
		return answer(context, 401, problem);
	}
	if (body.type === 'test') return answer(context, 200, 'genuine');
	const events = eventsOf(body);
	if (!events) return answer(context, 400, 'an event has no id');

	const { fresh, seen } = takeNew(kept, events, body.replay_id);
	if (fresh.length === 0) return answer(context, 200, 'seen before');
	remember(context, { ...kept, ...seen });
	const wanted = fresh.filter((event) => isWanted(context, event));
	if (wanted.length === 0) return answer(context, 200, 'noted');
	return { workflowData: [wanted.map((event) => ({ json: { ...event, ...(body.replay_id && { replay_id: body.replay_id }) } }))] };
}

/** The events of a delivery; undefined where one has no id. */
function eventsOf(body: EventBody | BatchBody): EventBody[] | undefined {
	const events = body.type === 'batch' ? (body as Partial<BatchBody>).events : [body];
	return events?.every(({ id }: Partial<EventBody>) => typeof id === 'string') ? events : undefined;
}

/** A gap is told to every subscription. It starts a workflow that asks for it, and is in n8n's log in any case. */
function isWanted(context: IWebhookFunctions, event: EventBody): boolean {
	if (event.type !== 'log.gap') return true;
	context.logger.warn(`Linkmill: ${event.count} events from ${event.from} to ${event.to} were not delivered in time and are not kept any more`);
	return (context.getNodeParameter('events', []) as EventType[]).includes('log.gap');
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
