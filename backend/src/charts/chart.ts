import type { Metrics } from '../../../contract/analytics.ts';
import { totalsOf } from '../analytics/parts.ts';
import { answered, linksOf, type ReportSources } from '../analytics/report.ts';
import type { Answer } from '../http/answer.ts';
import { findLink } from '../links/reference.ts';
import type { StoredLink } from '../storage/storage.ts';
import { contentOf, type ContentSources } from './content.ts';
import { describe } from './describe.ts';
import { groupName } from './labels.ts';
import type { ChartPlan } from './plan.ts';
import type { ChartRequest } from './request.ts';
import { changed, counted, METRIC_NAMES, plainText, rangeInWords } from './words.ts';

/** What can be asked about charts: what one is to show, or the answer where there is nothing to draw. */
export interface ChartQueries {
	chart(request: ChartRequest): Promise<ChartPlan | Answer>;
}

/**
 * The chart that a request asks for, before it is drawn; a 304 where the caller has it.
 *
 * @throws ProblemError `invalid_request`, `not_found`
 */
export async function planChart(request: ChartRequest, sources: ReportSources): Promise<ChartPlan | Answer> {
	const { ifNoneMatch, links: selection, ...rest } = request;
	const links = 'link' in selection ? [await findLink(sources.links, selection.link)] : await linksOf(selection, sources);
	let plan: Omit<ChartPlan, 'headers'> | undefined;
	const answer = await answered(links, { request: ['chart', rest], ifNoneMatch }, sources, async (_asOf, now) => {
		plan = await planOf(links, request, { ...sources, now });
		return { status: 200, headers: {}, body: undefined };
	});
	return plan ? { ...plan, headers: answer.headers } : answer;
}

async function planOf(links: readonly StoredLink[], request: ChartRequest, sources: ContentSources): Promise<Omit<ChartPlan, 'headers'>> {
	const { period, metric, compare, style, group } = request;
	const ids = links.map(({ id }) => id);
	const totals = await totalsOf(ids, period, sources);
	const before = compare && period.previous ? await totalsOf(ids, period.previous, sources) : undefined;
	const content = await contentOf(links, totals[metric], request, sources);
	const subtitle = summary(totals, before, request);
	const by = group === undefined ? '' : ` by ${groupName(group)}`;
	const title = plainText(request.title ?? '') || plainText(`${METRIC_NAMES[metric].name}${by}${'link' in request.links ? ` of /${links[0]?.slug ?? ''}` : ''}`);
	return { style, title, subtitle, description: describe(content, subtitle), content };
}

function summary(totals: Metrics, before: Metrics | undefined, { metric, period }: ChartRequest): string {
	const number = counted(totals[metric], metric, metric === 'unique_visitors' && totals.estimated);
	return [number, rangeInWords(period.range), ...(before ? [changed(totals[metric], before[metric])] : [])].join(' · ');
}
