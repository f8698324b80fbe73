import { LINK_LIMITS } from '../../../contract/link.ts';
import { send, type App } from '../http/app.ts';
import { madeElsewhere } from '../http/schema.ts';
import { LinkPathSchema, readFilter } from '../links/query.ts';
import type { AnalyticsQueries } from './report.ts';
import { readRange } from './range.ts';
import { LinkAnalyticsQuery, LinkAnalyticsSchema, ReportQuery, ReportSchema } from './schema.ts';

const config = { scope: 'read' } as const;

/** Reports over clicks. */
export function analyticsRoutes(app: App, { queries }: { queries: AnalyticsQueries }): void {
	app.get('/v1/links/:id/analytics',
		{ config, schema: { tags: ['Analytics'], summary: 'Get the clicks of a link', params: LinkPathSchema, querystring: LinkAnalyticsQuery, response: { 200: madeElsewhere(LinkAnalyticsSchema) } } },
		async (request, reply) => send(reply, await queries.linkAnalytics({ link: request.params.id, period: readRange(request.query) })));

	app.get('/v1/analytics',
		{ config, schema: { tags: ['Analytics'], summary: 'Get a report over many links', description: 'A row for every link that matches, clicked or not.', querystring: ReportQuery, response: { 200: madeElsewhere(ReportSchema) } } },
		async (request, reply) => {
			const { sort = '-total_clicks', limit = LINK_LIMITS.page, cursor } = request.query;
			return send(reply, await queries.report({ criteria: readFilter(request.query), sort, limit, cursor, period: readRange(request.query) }));
		});
}
