import Type from 'typebox';
import { LINK_LIMITS, LINK_SORTS } from '../../../contract/link.ts';
import { send, type App } from '../http/app.ts';
import { closed, madeElsewhere, noContent, nullable, oneOf } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import { BulkDeleteAnswerSchema, BulkDeleteSchema, BulkUpdateAnswerSchema, BulkUpdateBodySchema } from './bulk/schema.ts';
import type { LinkQueries } from './list.ts';
import { readPlace } from './place.ts';
import { filterParameters, LinkPathSchema, readFields, readFilter } from './query.ts';
import { BatchAnswerSchema, BatchBodySchema, LinkChangeSchema, LinkSchema, NewLinkSchema } from './schema.ts';

/** Characters of a cursor: it may hold a title. */
const CURSOR_LIMIT = 5000;

const ListQuery = Type.Object(
	{
		...filterParameters,
		sort: Type.Optional(oneOf(LINK_SORTS, 'What to sort by, with `-` largest first; `-created_at` unless you say otherwise. Links without a value come last, whichever way.')),
		fields: Type.Optional(Type.String({ maxLength: 1000, description: 'Only these fields of each link, separated by commas.', examples: ['id,slug,short_url'] })),
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: CURSOR_LIMIT, description: 'The `next_cursor` of the page before. It knows its `sort`.' })),
		count: Type.Optional(Type.Boolean({ description: 'Adds `total`.' })),
	},
	closed,
);
const ListAnswer = Type.Object({
	links: Type.Array(LinkSchema, { description: 'One page; with `fields`, of each link those alone.' }),
	next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null on the last.'),
	total: Type.Optional(Type.Integer({ description: 'How many match in all; only with `count=true`.', examples: [1] })),
});
const read = { scope: 'read' } as const;
const write = { scope: 'write' } as const;
const taken = ['slug_taken', 'external_id_taken'] as const;

/** Everything under `/v1/links`. Writes are passed on as bytes: parsing ten thousand links would keep visitors waiting. */
export async function linkRoutes(scope: App, deps: { write: Write; queries: LinkQueries }): Promise<void> {
	await scope.register(async (plain) => {
		const app = plain as unknown as App;
		passBodiesOn(app);

		app.post('/v1/links', { config: { ...write, problems: taken }, schema: { tags: ['Links'], summary: 'Create a link', description: 'With a random slug unless you give one. `if_exists` says what happens where the slug, or the external id if there is one, is taken: refuse, return that link, update it, or number the slug.', body: NewLinkSchema, response: { 200: madeElsewhere(LinkSchema) } } },
			(request, reply) => deps.write('createLink', request, reply));
		app.post('/v1/links/batch', { config: { ...write, problems: ['batch_rejected'] }, schema: { tags: ['Links'], summary: 'Create up to 10,000 links', description: 'In one transaction. The answer lists what became of each row, by its place in the request: a bad row is left out, or, with `mode: "atomic"`, the whole batch is refused.', body: BatchBodySchema, response: { 200: madeElsewhere(BatchAnswerSchema) } } },
			(request, reply) => deps.write('createBatch', request, reply));
		app.patch('/v1/links', { config: { ...write, problems: ['expected_count_mismatch', 'batch_rejected'] }, schema: { tags: ['Links'], summary: 'Change many links at once', description: 'In one transaction: all that a filter or a list of ids selects, or row by row. If one link cannot be changed, none is. Try it with `dry_run` first, or guard it with `expected_count`. Can be reverted for 30 days.', body: BulkUpdateBodySchema, response: { 200: madeElsewhere(BulkUpdateAnswerSchema) } } },
			(request, reply) => deps.write('bulkUpdate', request, reply));
		app.delete('/v1/links', { config: { ...write, problems: ['expected_count_mismatch'] }, schema: { tags: ['Links'], summary: 'Delete many links at once', description: 'As one change, which can be reverted for 30 days.', body: BulkDeleteSchema, response: { 200: madeElsewhere(BulkDeleteAnswerSchema) } } },
			(request, reply) => deps.write('bulkDelete', request, reply));
		app.patch('/v1/links/:id', { config: { ...write, problems: taken }, schema: { tags: ['Links'], summary: 'Change a link', description: 'Fields that are absent stay, `null` clears. Visitors meet the change from the next request on.', params: LinkPathSchema, body: LinkChangeSchema, response: { 200: madeElsewhere(LinkSchema) } } },
			(request, reply) => deps.write('updateLink', request, reply));
		app.delete('/v1/links/:id', { config: write, schema: { tags: ['Links'], summary: 'Delete a link', description: 'Visitors get 404 from the next request on, and the slug is free again.', params: LinkPathSchema, response: noContent } },
			(request, reply) => deps.write('deleteLink', request, reply));

		app.get('/v1/links', { config: read, schema: { tags: ['Links'], summary: 'List links', description: 'Newest first unless sorted otherwise. All given conditions must hold. Links that are made meanwhile do not shift the pages.', querystring: ListQuery, response: { 200: madeElsewhere(ListAnswer) } } },
			async (request, reply) => {
				const { limit = LINK_LIMITS.page, cursor, sort, fields, count = false } = request.query;
				const criteria = readFilter(request.query);
				return send(reply, await deps.queries.list({ criteria, ...readPlace(cursor, sort), limit, fields: readFields(fields), count }));
			});
		app.get('/v1/links/:id', { config: read, schema: { tags: ['Links'], summary: 'Get a link', description: 'With its clicks so far.', params: LinkPathSchema, response: { 200: madeElsewhere(LinkSchema) } } },
			async (request, reply) => send(reply, await deps.queries.link(request.params.id)));
	});
}
