import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { CONVERSION_LIMITS } from '../../../contract/conversion.ts';
import { send, type App } from '../http/app.ts';
import { closed, madeElsewhere, nullable } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import { filterParameters, readFilter } from '../links/query.ts';
import { readTimeRange, timeParameters } from '../events/time-range.ts';
import type { ConversionQueries } from './list.ts';
import { pixelHandler, pixelSchema, type Pixel } from './pixel.ts';
import { ConversionBodySchema, ConversionSchema, RecordedSchema } from './schema.ts';

const ListQuery = Type.Object(
	{
		...filterParameters,
		link_id: Type.Optional(Type.String({ maxLength: 300, description: 'Conversions of this link: `lnk_…` (also when it is deleted), `slug:…` or `external:…`.' })),
		...timeParameters,
		event: Type.Optional(Type.String({ maxLength: CONVERSION_LIMITS.event, description: 'Conversions of this event.' })),
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: CONVERSION_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next_cursor` of the page before.' })),
	},
	closed,
);
const ListAnswer = Type.Object({
	conversions: Type.Array(ConversionSchema, { description: 'One page, newest first.' }),
	next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null on the last.'),
});

/** What the routes work with. */
interface ConversionDependencies {
	write: Write;
	queries: ConversionQueries;
	/** Null where the operator has not turned it on. */
	pixel: Pixel | null;
}

/** Conversions. Bodies are passed on as bytes. */
export async function conversionRoutes(scope: App, { write, queries, pixel }: ConversionDependencies): Promise<void> {
	await scope.register(async (plain) => {
		const app = plain as unknown as App;
		passBodiesOn(app);

		app.post('/v1/conversions', { config: { scope: 'write', problems: ['batch_rejected'] }, schema: { tags: ['Analytics'], summary: 'Record conversions', description: 'One, or up to 1,000 as `conversions`.', body: ConversionBodySchema, response: { 200: madeElsewhere(RecordedSchema) } } },
			(request, reply) => write('recordConversions', request, reply));
		app.get('/v1/conversions', { config: { scope: 'read', problems: ['not_found'] }, schema: { tags: ['Analytics'], summary: 'List conversions, newest first', querystring: ListQuery, response: { 200: madeElsewhere(ListAnswer) } } },
			async (request, reply) => {
				const { link_id: link, event, limit = CONVERSION_LIMITS.page, cursor } = request.query;
				return send(reply, await queries.conversions({ criteria: readFilter(request.query), link, event, ...readTimeRange(request.query), limit, cursor }));
			});
		const show = pixelHandler(pixel);
		app.get('/v1/conversions/pixel.gif', { config: { problems: ['not_found'] }, schema: pixelSchema, attachValidation: true, exposeHeadRoute: false }, (request, reply) => show(request, reply as FastifyReply));
	});
}
