import Type from 'typebox';
import { LABEL_SORTS, LINK_LIMITS } from '../../../contract/link.ts';
import { send, type App } from '../http/app.ts';
import { closed, madeElsewhere, nullable, oneOf } from '../http/schema.ts';
import { readLabelCursor, type LabelQueries } from './labels.ts';

const Query = Type.Object(
	{
		search: Type.Optional(Type.String({ maxLength: LINK_LIMITS.campaign, description: 'Names that begin so, in whatever case.' })),
		sort: Type.Optional(oneOf(LABEL_SORTS, 'By name, or by the number of links, with `-` largest first; `name` unless you say otherwise.')),
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: 1000, description: 'The `next_cursor` of the page before.' })),
	},
	closed,
);
const Names = Type.Array(Type.Object({ name: Type.String({ examples: ['spring'] }), links: Type.Integer({ description: 'Links that have it.', examples: [120] }) }));
const next_cursor = nullable(Type.String(), 'Pass as `cursor` for the next page; null on the last.');

const LISTS = {
	tag: { path: '/v1/tags', names: 'tags', answer: Type.Object({ tags: Names, next_cursor }) },
	campaign: { path: '/v1/campaigns', names: 'campaigns', answer: Type.Object({ campaigns: Names, next_cursor }) },
} as const;

/** `GET /v1/tags` and `GET /v1/campaigns`: what links are told apart by, for lists to choose from. */
export function labelRoutes(app: App, { queries }: { queries: LabelQueries }): void {
	for (const kind of ['tag', 'campaign'] as const) {
		const { path, names, answer } = LISTS[kind];
		const schema = { tags: ['Links'], summary: `List ${names}`, description: 'With the number of links that have each.', querystring: Query, response: { 200: madeElsewhere(answer) } };
		app.get(path, { config: { scope: 'read' }, schema }, async (request, reply) => {
			const { search = '', sort = 'name', limit = LINK_LIMITS.page, cursor } = request.query;
			const order = { by: sort.endsWith('name') ? 'name' : 'links', descending: sort.startsWith('-') } as const;
			return send(reply, await queries.labels({ kind, prefix: search, ...order, limit, after: readLabelCursor(cursor, order) }));
		});
	}
}
