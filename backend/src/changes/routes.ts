import { errorCodes } from 'fastify';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { send, type App } from '../http/app.ts';
import { madeElsewhere } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import { LinkPathSchema } from '../links/query.ts';
import type { ChangeQueries } from './list.ts';
import { ChangeDetailSchema, ChangeListSchema, ChangePathSchema, HistorySchema, PageQuery, RevertAnswerSchema, RevertSchema } from './schema.ts';

const FORM = 'application/x-www-form-urlencoded';
const read = { scope: 'read' } as const;

/** What was changed, by whom, and how to undo it. */
export async function changeRoutes(scope: App, { write, queries }: { write: Write; queries: ChangeQueries }): Promise<void> {
	await scope.register(async (plain) => {
		const app = plain as unknown as App;
		passBodiesOn(app);
		// A revert needs no body, and clients call none a form: axios, and all that is made of it.
		app.addContentTypeParser(FORM, { parseAs: 'buffer' }, (_request, body, done) => {
			if (body.length === 0) done(null, body);
			else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(FORM));
		});

		app.get('/v1/changes', { config: read, schema: { tags: ['Changes'], summary: 'List changes', description: 'Newest first: every bulk call that wrote something.', querystring: PageQuery, response: { 200: madeElsewhere(ChangeListSchema) } } },
			async (request, reply) => {
				const { limit = LINK_LIMITS.page, cursor } = request.query;
				return send(reply, await queries.changes({ limit, cursor }));
			});
		app.get('/v1/changes/:id', { config: read, schema: { tags: ['Changes'], summary: 'Get a change', description: 'With what it did to its first 1,000 links.', params: ChangePathSchema, response: { 200: madeElsewhere(ChangeDetailSchema) } } },
			async (request, reply) => send(reply, await queries.change(request.params.id)));
		app.post('/v1/changes/:id/revert', { config: { scope: 'write', problems: ['change_too_old'] }, schema: { tags: ['Changes'], summary: 'Revert a change', description: 'Its links go back to what they were, but for those that somebody changed since (unless `force`), or whose slug is taken. This is a change itself, which can be reverted.', params: ChangePathSchema, body: RevertSchema, response: { 200: madeElsewhere(RevertAnswerSchema) } } },
			(request, reply) => write('revertChange', request, reply));
		app.get('/v1/links/:id/history', { config: read, schema: { tags: ['Links'], summary: 'Get the history of a link', description: 'Newest first. A deleted link is found by its id.', operationId: 'getLinkHistory', params: LinkPathSchema, querystring: PageQuery, response: { 200: madeElsewhere(HistorySchema) } } },
			async (request, reply) => {
				const { limit = LINK_LIMITS.page, cursor } = request.query;
				return send(reply, await queries.history({ link: request.params.id, limit, cursor }));
			});
	});
}
