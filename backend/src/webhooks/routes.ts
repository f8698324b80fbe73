import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { App } from '../http/app.ts';
import { noContent } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import { parsePublicId } from '../ids.ts';
import type { AddressGuard } from './address-guard.ts';
import { parseNewWebhook, parseWebhookChange } from './input.ts';
import type { WrittenWebhook } from './operations.ts';
import { checkAddress, ping } from './ping.ts';
import type { Poster } from './post.ts';
import { listWebhooks, readWebhook, showWritten, type WebhookSources } from './read.ts';
import { NewWebhookSchema, WebhookChangeSchema, WebhookListSchema, WebhookPageSchema, WebhookSchema } from './schema.ts';
import { makeSecret } from './signature.ts';

/** What the routes of webhooks work with. */
export interface WebhookRouteDependencies extends WebhookSources {
	write: Write;
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
		const onSend = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => complete(deps, request, reply, payload);

		app.get('/v1/webhooks', { config: { scope: 'read' }, schema: { tags, summary: 'List webhooks', description: 'Oldest first.', querystring: WebhookPageSchema, response: { 200: WebhookListSchema } } },
			({ query }) => listWebhooks(deps, Date.now(), query));

		app.get('/v1/webhooks/:id', { config: { scope: 'read' }, schema: { tags, summary: 'Get a webhook', description: 'And how far behind it is.', params: Id, response } },
			({ params }) => readWebhook(deps, params.id, Date.now()));

		app.post('/v1/webhooks', { config: { scope: 'write', problems }, onSend, schema: { tags, summary: 'Subscribe to events', description: 'Events are posted to the URL, signed (Standard Webhooks), in order and at least once. With a `key` of your own, the same call later resumes the same subscription where it stopped. Keep the `secret` of the answer: it is shown once.', body: NewWebhookSchema, response } },
			async (request, reply) => {
				await checkNew(deps, parsed(request.body));
				return deps.write('createWebhook', request, reply);
			});

		app.patch('/v1/webhooks/:id', { config: { scope: 'write', problems: ['webhook_address_private'] }, onSend, schema: { tags, summary: 'Change, pause or resume a webhook', description: 'A changed filter applies from the cursor on; a paused subscription keeps its cursor.', params: Id, body: WebhookChangeSchema, response } },
			async (request, reply) => {
				await checkChange(deps, parsed(request.body));
				return deps.write('updateWebhook', request, reply);
			});

		app.delete('/v1/webhooks/:id', { config: { scope: 'write' }, onSend, schema: { tags, summary: 'Remove a webhook', description: 'Nothing is sent to it any more.', params: Id, response: noContent } },
			(request, reply) => deps.write('deleteWebhook', request, reply));
	});
}

/** Undefined where the body is no JSON: the writer says so, as for every other write. */
function parsed(body: unknown): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body as Uint8Array | undefined));
	} catch {
		return undefined;
	}
}

/** What must hold before anything is written, and cannot be looked up in a transaction: whether the URL may be called, and answers. */
async function checkNew(deps: WebhookRouteDependencies, body: unknown): Promise<void> {
	if (body === undefined) return;
	const input = parseNewWebhook(body, Date.now());
	await checkAddress(input.url, deps.guard);
	if (!input.ping) return;
	const known = input.key === undefined ? undefined : (await deps.webhooks.all()).find(({ key }) => key === input.key);
	// A secret that is only made when the subscription is written cannot be known to the receiver yet either.
	await ping(input.url, input.secret ?? known?.secret ?? makeSecret(), deps.poster);
}

async function checkChange(deps: WebhookRouteDependencies, body: unknown): Promise<void> {
	const url = body === undefined ? undefined : parseWebhookChange(body).url;
	if (url !== undefined) await checkAddress(url, deps.guard);
}

/** Adds to what the writer answered where the subscription stands, and has the change take effect. */
async function complete(deps: WebhookRouteDependencies, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
	if (reply.statusCode >= 300) return payload;
	const written = payload instanceof Uint8Array && payload.length > 0 ? (JSON.parse(new TextDecoder().decode(payload)) as WrittenWebhook) : undefined;
	const { id } = request.params as { id?: string };
	deps.webhooksChanged(written?.webhook.id ?? (id === undefined ? undefined : parsePublicId('webhook', id)));
	return written ? JSON.stringify(await showWritten(written, deps)) : payload;
}
