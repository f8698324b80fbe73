import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { EventType } from '../../contract/event';
import { WEBHOOK_HEADERS } from '../../contract/webhook';
import type { BatchBody, EventBody, WebhookBody } from '../../contract/webhook';
import { signatureProblem } from '../shared/signature';
import { Attempts } from './attempts';
import type { Answer } from './attempts';
import { isTest, recall, rememberDelivery } from './kept';
import { lastSeen, later, withSeen } from './seen';

const attempts = new Attempts();

/** When this process began to take deliveries; seconds. */
const BEGUN_S = Math.floor(Date.now() / 1000);

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

	const answersAtEnd = context.getNodeParameter('acknowledge', 'onReceived') === 'lastNode';
	// In this mode n8n stores nothing of what came before; so what was recorded then could be played again.
	if (answersAtEnd && Number(context.getHeaderData()[WEBHOOK_HEADERS.timestamp]) < BEGUN_S) return answer(context, 503, 'sent before this n8n was ready');

	const line = [context.getWorkflow().id, context.getNode().id, isTest(context) ? 'test' : '', kept.id, kept.createdAt, body.replay_id].join('/');
	const { accepted, busy } = attempts.look(line, answersAtEnd);
	const last = later(lastSeen(kept, body.replay_id), accepted);
	const fresh = events.filter(({ id }) => last === undefined || id > last);
	if (fresh.length === 0) return answer(context, 200, 'seen before');
	if (busy) return answer(context, 503, 'an earlier delivery is still being dealt with');
	return start(context, { fresh, line, answersAtEnd, replayId: body.replay_id });
}

interface Start {
	fresh: EventBody[];
	line: string;
	answersAtEnd: boolean;
	replayId: string | undefined;
}

function start(context: IWebhookFunctions, { fresh, line, answersAtEnd, replayId }: Start): IWebhookResponseData {
	const ids = fresh.map(({ id }) => id).sort();
	const [first = '', last = first] = [ids[0], ids.at(-1)];
	const kept = recall(context);
	const wanted = fresh.filter((event) => isWanted(context, event));
	// At the end of the execution n8n would store this in the place of what the workflow itself has stored meanwhile.
	if (!answersAtEnd || wanted.length === 0) rememberDelivery(context, { ...kept, ...withSeen(kept, replayId, last) });
	if (wanted.length === 0) return answer(context, 200, 'noted');
	const response = context.getResponseObject() as unknown as Answer;
	attempts.begin(line, answersAtEnd, { first, last, answer: response });
	return { workflowData: [wanted.map((event) => ({ json: { ...event, ...(replayId && { replay_id: replayId }) } }))] };
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
