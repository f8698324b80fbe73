import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import { CLICK_KINDS, type ClickKind } from '../../../contract/event.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { readTimeRange } from '../events/time-range.ts';
import { send, type App } from '../http/app.ts';
import { invalidRequest } from '../http/problem.ts';
import { readFilter } from '../links/query.ts';
import { exportClicks, type ClickQueries, type ClickRequest } from './list.ts';
import { ClickListSchema, ClickQuery } from './schema.ts';

const LINE = '{"id":"evt_1803888000000_000000000042137","type":"link.clicked","occurred_at":"2027-03-20T18:04:11.512Z","link_slug":"spring-sale","country":"DE","kind":"human"}\n';
const Answers = {
	200: {
		description: 'The clicks',
		content: { 'application/json': { schema: ClickListSchema }, 'application/x-ndjson': { schema: Type.String({ examples: [LINE] }) } },
	},
};

/** `GET /v1/clicks`: page by page, or everything at once, written part by part. */
export function clickRoutes(app: App, { queries }: { queries: ClickQueries }): void {
	const schema = { tags: ['Analytics'], summary: 'List clicks one by one', description: 'Of every kind, in the order of the log, for as long as it keeps them.', querystring: ClickQuery, response: Answers };
	app.get('/v1/clicks', { config: { scope: 'read', problems: ['not_found'] }, schema }, async (request, reply) => {
		const wanted = readRequest(request.query);
		if (request.query.format !== 'ndjson') return send(reply, await queries.clicks(wanted));
		const first = await queries.clickPart(wanted);
		if ('status' in first) return send(reply, first);
		const following = async (cursor: string) => {
			const part = await queries.clickPart({ ...wanted, cursor });
			if ('status' in part) throw new Error(`The export could not be finished: ${part.failure ?? String(part.status)}`);
			return part;
		};
		return (reply as FastifyReply)
			.header('content-type', 'application/x-ndjson; charset=utf-8')
			.header('content-disposition', 'attachment; filename="clicks.ndjson"')
			.send(Readable.from(exportClicks(first, following)));
	});
}

function readRequest(query: Static<typeof ClickQuery>): ClickRequest {
	const { link_id: link, kind, after, order = 'asc', limit = LINK_LIMITS.page, cursor } = query;
	return { criteria: readFilter(query), link, kinds: readKinds(kind), ...readTimeRange(query), after: after || undefined, descending: order === 'desc', limit, cursor };
}

function readKinds(text: string | undefined): ClickKind[] | undefined {
	const names = [...new Set(text?.split(',').map((name) => name.trim()).filter((name) => name !== ''))];
	const unknown = names.find((name) => !CLICK_KINDS.some((kind) => kind === name));
	if (unknown !== undefined) throw invalidRequest([{ pointer: '?kind', code: 'invalid', message: `kind must be one or more of ${CLICK_KINDS.join(', ')}, separated by commas; it is "${String(text)}".` }]);
	return names.length > 0 && names.length < CLICK_KINDS.length ? (names as ClickKind[]) : undefined;
}
