import type { Attribution, Group, Interval } from '../../../contract/analytics.ts';
import { CHART_DEFAULTS, CHART_LIMITS, type ChartMetric, type ChartType } from '../../../contract/chart.ts';
import { isInterval } from '../analytics/groups.ts';
import { invalid, readRange, type ReportPeriods } from '../analytics/range.ts';
import type { LinkCriteria } from '../storage/storage.ts';
import type { ChartStyle } from './plan.ts';
import type { PictureQuery } from './schema.ts';

/** What a chart shows, complete and checked. */
export interface ChartRequest {
	period: ReportPeriods;
	compare: boolean;
	metric: ChartMetric;
	type: ChartType;
	/** What bars or parts stand for; undefined over time. */
	group: Exclude<Group, Interval> | undefined;
	/** Undefined for what fits the range. */
	interval: Interval | undefined;
	attribution: Attribution;
	/** Bars or parts at most. */
	limit: number;
	title: string | undefined;
	style: ChartStyle;
	/** The header `If-None-Match`. */
	ifNoneMatch: string | undefined;
	/** Which links: one by its reference, or those that match. */
	links: { link: string } | { criteria: LinkCriteria; includeDeleted: boolean };
}

/**
 * The chart that a query asks for, but for its links.
 *
 * @throws ProblemError `invalid_request`, naming the parameter
 */
export function readChart(query: PictureQuery & { group_by?: Group; attribution?: Attribution }, { grouped }: { grouped: boolean }): Omit<ChartRequest, 'links' | 'ifNoneMatch'> {
	const { breakdown, group_by, metric = 'total_clicks', format = 'svg', theme = 'light', width = CHART_DEFAULTS.width, height, scale = CHART_DEFAULTS.scale } = query;
	const period = readRange(query);
	if (query.compare && !period.previous) throw invalid('compare', 'compare needs a range with a beginning: give start_date, date or a period other than all.');
	if (breakdown && group_by) throw invalid('breakdown', 'breakdown and group_by both say what bars stand for; give one of them.');
	const asked = breakdown ?? group_by;
	const type = query.type ?? (asked && !isInterval(asked) ? 'bar' : 'line');
	const group = groupOf(type, { asked, interval: query.interval, grouped });
	if (type === 'pie') checkParts(metric, group);
	const limit = limitOf(type, query.limit);
	return {
		period, metric, type, group, limit,
		compare: query.compare !== undefined,
		interval: asked && isInterval(asked) ? asked : query.interval,
		attribution: query.attribution ?? 'click',
		title: query.title,
		style: { format, theme, width, height, scale },
	};
}

/** What bars or parts stand for. Of many links these are the links, unless the caller says otherwise. */
function groupOf(type: ChartType, { asked, interval, grouped }: { asked: Group | undefined; interval: Interval | undefined; grouped: boolean }): Exclude<Group, Interval> | undefined {
	const name = grouped ? 'group_by' : 'breakdown';
	if (asked && isInterval(asked)) {
		if (interval && interval !== asked) throw invalid('interval', `interval and group_by=${asked} contradict each other; give one of them.`);
		if (type === 'pie') throw invalid('type', `type=pie shows what a whole is made of, not times: give a ${name} such as country, or type=bar.`);
		return undefined;
	}
	if (type === 'line') {
		if (asked) throw invalid('type', `type=line shows numbers over time, without ${asked}: leave that out, or take type=bar.`);
		return undefined;
	}
	if (interval && (asked || type === 'pie')) throw invalid('interval', 'interval is for charts over time: leave it out, or take type=line.');
	if (asked || interval) return asked;
	if (grouped) return 'link';
	if (type === 'bar') return undefined;
	throw invalid('breakdown', 'type=pie needs a breakdown, such as country, device or source.');
}

function checkParts(metric: ChartMetric, group: Group | undefined): void {
	const whole = 'the parts of a pie must add up to a whole. Take type=bar.';
	if (metric === 'unique_visitors') throw invalid('metric', `A visitor can be in several parts, and ${whole}`);
	if (group === 'tag') throw invalid('type', `A link can have several tags, and ${whole}`);
}

function limitOf(type: ChartType, limit: number | undefined): number {
	if (type !== 'pie') return limit ?? CHART_DEFAULTS.bars;
	if (limit !== undefined && limit > CHART_LIMITS.parts) throw invalid('limit', `limit must be at most ${String(CHART_LIMITS.parts)} for type=pie: more colours could not be told apart. Take type=bar.`);
	return limit ?? CHART_DEFAULTS.parts;
}
