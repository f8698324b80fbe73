import type { Answer } from '../http/answer.ts';
import { send, type App } from '../http/app.ts';
import { LinkPathSchema, readFilter } from '../links/query.ts';
import type { ChartQueries } from './chart.ts';
import type { ChartPlan } from './plan.ts';
import { readChart, type ChartRequest } from './request.ts';
import { ChartAnswers, ChartQuery, LinkChartQuery } from './schema.ts';

/** What the routes use: one thread counts, another draws. */
export interface ChartDependencies {
	queries: ChartQueries;
	drawChart(plan: ChartPlan): Promise<Answer>;
}

/** Reports as pictures. */
export function chartRoutes(app: App, { queries, drawChart }: ChartDependencies): void {
	const about = 'What the picture shows is also in its words: `title` and `desc` of the SVG.';
	const answer = async (request: ChartRequest) => {
		const planned = await queries.chart(request);
		return 'status' in planned ? planned : drawChart(planned);
	};
	app.get('/v1/links/:id/analytics/chart',
		{ config: { scope: 'read' }, schema: { tags: ['Analytics'], summary: 'Get the clicks of a link as a picture', description: about, params: LinkPathSchema, querystring: LinkChartQuery, response: ChartAnswers } },
		async (request, reply) => send(reply, await answer({ ...readChart(request.query, { grouped: false }), links: { link: request.params.id }, ifNoneMatch: request.headers['if-none-match'] })));

	app.get('/v1/analytics/chart',
		{ config: { scope: 'read' }, schema: { tags: ['Analytics'], summary: 'Get a report as a picture', description: about, querystring: ChartQuery, response: ChartAnswers } },
		async (request, reply) => {
			const links = { criteria: readFilter(request.query), includeDeleted: request.query.include_deleted ?? false };
			return send(reply, await answer({ ...readChart(request.query, { grouped: true }), links, ifNoneMatch: request.headers['if-none-match'] }));
		});
}
