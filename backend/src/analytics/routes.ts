import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { REPORT_LIMITS } from '../../../contract/analytics.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { send, type App } from '../http/app.ts';
import { madeElsewhere } from '../http/schema.ts';
import { LinkPathSchema, readFilter } from '../links/query.ts';
import { readBreakdown } from './breakdown.ts';
import { isInterval } from './groups.ts';
import type { PartsRequest } from './parts.ts';
import { invalid, readRange } from './range.ts';
import type { RebuildControl } from './rebuild.ts';
import type { AnalyticsQueries } from './report.ts';
import { LinkAnalyticsQuery, LinkAnalyticsSchema, RebuildSchema, ReportQuery, ReportSchema } from './schema.ts';

const config = { scope: 'read' } as const;

const unchanged = { 304: Type.Unsafe<unknown>(Type.Null({ description: 'You have this answer: its `ETag` is in your `If-None-Match`. There is no body.' })) };
const rows = {
	200: {
		description: 'The report',
		content: { 'application/json': { schema: madeElsewhere(ReportSchema) }, 'text/csv': { schema: Type.String({ examples: ['country,total_clicks\nDE,3\n'] }) } },
	},
};

/** Reports over clicks. */
export function analyticsRoutes(app: App, { queries, rebuild }: { queries: AnalyticsQueries; rebuild: RebuildControl }): void {
	const about = 'The answer has an `ETag`, which stays the same until something is counted that it could show.';
	app.get('/v1/links/:id/analytics',
		{ config, schema: { tags: ['Analytics'], summary: 'Get the clicks of a link', description: about, params: LinkPathSchema, querystring: LinkAnalyticsQuery, response: { 200: madeElsewhere(LinkAnalyticsSchema), ...unchanged } } },
		async (request, reply) => send(reply, await queries.linkAnalytics({ link: request.params.id, ifNoneMatch: ifNoneMatch(request), ...readParts(request.query) })));

	app.get('/v1/analytics',
		{ config, schema: { tags: ['Analytics'], summary: 'Get a report over many links', description: `Grouped by link, a row for every link that matches, clicked or not. ${about}`, querystring: ReportQuery, response: { ...rows, ...unchanged } } },
		async (request, reply) => {
			const { group_by: group = 'link', include_deleted: includeDeleted = false, limit = LINK_LIMITS.page, cursor, format = 'json' } = request.query;
			const { sort = isInterval(group) ? 'name' : '-total_clicks' } = request.query;
			const own = { criteria: readFilter(request.query), includeDeleted, group, sort, limit, cursor, format };
			return send(reply, await queries.report({ ...own, ifNoneMatch: ifNoneMatch(request), ...readParts(request.query) }));
		});

	const admin = { scope: 'admin' } as const;
	app.post('/v1/analytics/rebuild',
		{ config: admin, schema: { tags: ['Analytics'], summary: 'Count every event again', description: 'Beside the numbers that there are, which reports go on showing meanwhile, and then in their place. Where one is running already, it goes on. What was counted of events that the log has no more stays as it is.', response: { 200: RebuildSchema } } },
		async () => {
			rebuild.ask();
			return rebuild.progress();
		});
	app.get('/v1/analytics/rebuild',
		{ config: admin, schema: { tags: ['Analytics'], summary: 'See how far counting again has come', description: 'Of the rebuild that is running, or of the last one.', response: { 200: RebuildSchema } } },
		async () => rebuild.progress());
}

function ifNoneMatch({ headers }: { headers: FastifyRequest['headers'] }): string | undefined {
	return headers['if-none-match'];
}

/**
 * The range of a report, and what it is to have beside its numbers.
 *
 * @throws ProblemError `invalid_request`
 */
function readParts(query: Static<typeof LinkAnalyticsQuery>): PartsRequest {
	const period = readRange(query);
	if (query.compare && !period.previous) throw invalid('compare', 'compare needs a range with a beginning: give start_date, date or a period other than all.');
	return {
		period,
		interval: query.interval,
		breakdown: readBreakdown(query.breakdown),
		breakdownLimit: query.breakdown_limit ?? REPORT_LIMITS.breakdownDefault,
		compare: query.compare !== undefined,
		attribution: query.attribution ?? 'click',
	};
}
