import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { App } from '../http/app.ts';
import { noContent } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import { parsePublicId } from '../ids.ts';
import type { AnswerReader } from '../storage/storage.ts';
import type { AddressGuard } from './address-guard.ts';
import { DeliveryListSchema, ParkedListSchema, TestResultSchema } from './attempt-schema.ts';
import { parseNewWebhook, parseWebhookChange } from './input.ts';
import { wasAnswered } from './kept-answers.ts';
import type { ResolvedWebhook, WrittenWebhook } from './operations.ts';
import { checkAddress, ping } from './ping.ts';
import type { Poster } from './post.ts';
import { findWebhook, listDeliveries, listParked, listWebhooks, readWebhook, showWritten, type WebhookSources } from './read.ts';
import { findAfter, findReplay } from './replay.ts';
import { NewWebhookSchema, PageSchema, ReplayRequestSchema, ReplaySchema, WebhookChangeSchema, WebhookListSchema, WebhookPageSchema, WebhookSchema } from './schema.ts';
import { makeSecret } from './signature.ts';
import { sendTest } from './test-delivery.ts';

/** What the routes of webhooks work with. */
export interface WebhookRouteDependencies extends WebhookSources {
	write: Write;
	answers: Pick<AnswerReader, 'kept'>;
	guard: AddressGuard;
	poster: Pick<Poster, 'post'>;
	/** Subscriptions have changed; the receiver of `resumed` is to be tried at once. To be passed on to the delivery thread. */
	webhooksChanged(resumed?: number): void;
}

const Id = Type.Object({ id: Type.String({ description: '`whk_…`', examples: ['whk_0e3k5w9zq1v'] }) });
/** What comes of calling a URL to find out whether it may be called, and answers. */
const problems = ['webhook_address_private', 'webhook_unreachable'] as const;
const tags = ['Webhooks'];
const response = { 200: WebhookSchema };

/** Subscriptions to events. */
export async function webhookRoutes(scope: App, deps: WebhookRouteDependencies): Promise<void> {
	await scope.register(async (plain) => {
		const app = plain as unknown as App;
		passBodiesOn(app);
		readingRoutes(app, deps);
		const onSend = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => complete(deps, request, reply, payload);

		app.post('/v1/webhooks', { config: { scope: 'write', problems }, onSend, schema: { tags, summary: 'Subscribe to events', description: 'Events are posted to the URL, signed (Standard Webhooks), in order and at least once. With a `key` of your own, the same call later resumes the same subscription where it stopped. Keep the `secret` of the answer: it is shown once.', body: NewWebhookSchema, response } },
			async (request, reply) => {
				const { text, value } = bodyOf(request);
				if (value === undefined || (await wasAnswered(deps.answers, 'createWebhook', request, Date.now()))) {
					return deps.write('createWebhook', request, reply, value === undefined ? undefined : { value: null, text });
				}
				return deps.write('createWebhook', request, reply, { value: await checkNew(deps, value), text });
			});

		app.patch('/v1/webhooks/:id', { config: { scope: 'write', problems: ['webhook_address_private'] }, onSend, schema: { tags, summary: 'Change, pause or resume a webhook', description: 'A changed filter applies from the cursor on; a paused subscription keeps its cursor.', params: Id, body: WebhookChangeSchema, response } },
			async (request, reply) => {
				await checkChange(deps, bodyOf(request).value);
				return deps.write('updateWebhook', request, reply);
			});

		app.delete('/v1/webhooks/:id', { config: { scope: 'write' }, onSend, schema: { tags, summary: 'Remove a webhook', description: 'Nothing is sent to it any more.', params: Id, response: noContent } },
			(request, reply) => deps.write('deleteWebhook', request, reply));

		app.post('/v1/webhooks/:id/replay', { config: { scope: 'write' }, onSend, schema: { tags, summary: 'Send events again', description: 'Those of a time, those after an event, or those that were set aside, as far as the filter lets them through, in turns with new ones. Their bodies have a `replay_id`. A new replay takes the place of one that is under way.', params: Id, body: ReplayRequestSchema, response: { 200: ReplaySchema } } },
			async (request, reply) => {
				const { text, value } = bodyOf(request);
				await findWebhook(deps, request.params.id, Date.now());
				if (text.length > 0 && value === undefined) return deps.write('replayWebhook', request, reply);
				return deps.write('replayWebhook', request, reply, { value: await findReplay(value, deps.events, deps.logHead()), text });
			});

		app.post('/v1/webhooks/:id/test', { config: { scope: 'write' }, schema: { tags, summary: 'Test a webhook', description: 'Posts `{"type": "test", "event": {…}}` with an event that was made up, beside the deliveries, and says what came of it.', params: Id, response: { 200: TestResultSchema } } },
			async (request, reply) => {
				const webhook = await findWebhook(deps, request.params.id, Date.now());
				const value = (await wasAnswered(deps.answers, 'testWebhook', request, Date.now())) ? null : await sendTest(webhook, deps.poster, Date.now());
				return deps.write('testWebhook', request, reply, { value, text: bodyOf(request).text });
			});
	});
}

/** Where subscriptions stand, and what they were sent. */
function readingRoutes(app: App, deps: WebhookRouteDependencies): void {
	const read = { scope: 'read' } as const;
	app.get('/v1/webhooks', { config: read, schema: { tags, summary: 'List webhooks', description: 'Oldest first.', querystring: WebhookPageSchema, response: { 200: WebhookListSchema } } },
		({ query }) => listWebhooks(deps, Date.now(), query));
	app.get('/v1/webhooks/:id', { config: read, schema: { tags, summary: 'Get a webhook', description: 'And how far behind it is.', params: Id, response } },
		({ params }) => readWebhook(deps, params.id, Date.now()));
	app.get('/v1/webhooks/:id/deliveries', { config: read, schema: { tags, operationId: 'listWebhookDeliveries', summary: 'List the last attempts', description: 'What was sent, and what was answered.', params: Id, querystring: PageSchema, response: { 200: DeliveryListSchema } } },
		({ params, query }) => listDeliveries(deps, params.id, Date.now(), query));
	app.get('/v1/webhooks/:id/parked', { config: read, schema: { tags, operationId: 'listParkedEvents', summary: 'List events that were set aside', description: 'Those that the receiver went on refusing. A replay with `parked` sends them again.', params: Id, querystring: PageSchema, response: { 200: ParkedListSchema } } },
		({ params, query }) => listParked(deps, params.id, Date.now(), query));
}

/** The body as it came, and its JSON; undefined where it is none: the writer says so, as for every other write. */
function bodyOf({ body }: FastifyRequest): { text: Uint8Array; value: unknown } {
	const text = (body as Uint8Array | undefined) ?? new Uint8Array();
	try {
		return { text, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)) };
	} catch {
		return { text, value: undefined };
	}
}

/** What must hold before anything is written, and cannot be looked up in a transaction: whether the URL may be called, and answers. */
async function checkNew(deps: WebhookRouteDependencies, body: unknown): Promise<ResolvedWebhook> {
	const input = parseNewWebhook(body, Date.now());
	const start = typeof input.start === 'object' ? input.start.after : undefined;
	const after = start === undefined ? undefined : findAfter(start, '/start/after', await deps.events.epochs(), deps.logHead());
	await checkAddress(input.url, deps.guard);
	if (input.ping) {
		const known = input.key === undefined ? undefined : (await deps.webhooks.all()).find(({ key }) => key === input.key);
		// A secret that is only made when the subscription is written cannot be known to the receiver yet either.
		await ping(input.url, input.secret ?? known?.secret ?? makeSecret(), deps.poster);
	}
	return { input: body, after };
}

async function checkChange(deps: WebhookRouteDependencies, body: unknown): Promise<void> {
	const url = body === undefined ? undefined : parseWebhookChange(body, Date.now()).url;
	if (url !== undefined) await checkAddress(url, deps.guard);
}

/** Adds to what the writer answered where the subscription stands, and has the change take effect. */
async function complete(deps: WebhookRouteDependencies, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
	if (reply.statusCode >= 300) return payload;
	const written = payload instanceof Uint8Array && payload.length > 0 ? (JSON.parse(new TextDecoder().decode(payload)) as WrittenWebhook) : undefined;
	const { id } = request.params as { id?: string };
	deps.webhooksChanged(written?.webhook.id ?? (id === undefined ? undefined : parsePublicId('webhook', id)));
	if (!written) return payload;
	const shown = await showWritten(written, deps, Date.now());
	return JSON.stringify(request.routeOptions.url?.endsWith('/replay') ? shown.replay : shown);
}
