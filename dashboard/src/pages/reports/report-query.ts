import { GROUPS, INTERVALS, type Group, type Interval } from '../../../../contract/analytics.ts';
import type { LinkFilter } from '../../../../contract/link.ts';
import { byText } from '../../analytics/dimensions.ts';
import { hasBefore } from '../../analytics/intervals.ts';
import { isMetric, METRIC_LABELS, type AnyMetric } from '../../analytics/metrics.ts';
import { TIME_ZONE } from '../../analytics/time-zone.ts';
import type { Query } from '../../api/query.ts';
import { rangeIn, rangeLabel, rangeParameters, type DateRange } from '../../ui/date-range.tsx';
import { CONDITIONS, conditionText, readFilter } from '../links/filter/conditions.ts';

/** What a report is about: all of it stands in the address, so that it can be shared. */
export interface ReportQuery {
	filter: LinkFilter;
	range: DateRange;
	group: Group;
	/** As the API writes it. */
	sort: string;
	compare: boolean;
	/** What the chart shows. */
	metric: AnyMetric;
}

/** Whether a report is over time. */
export function isTime(group: Group): group is Interval {
	return (INTERVALS as readonly string[]).includes(group);
}

/** The report in the address of the page. What makes no sense is passed over. */
export function readReport(query: URLSearchParams): ReportQuery {
	const group = GROUPS.find((one) => one === query.get('group_by')) ?? 'link';
	const metric = query.get('metric');
	const range = rangeIn(query);
	return {
		filter: readFilter(query),
		range,
		group,
		sort: query.get('sort') ?? usualSort(group),
		compare: query.get('compare') !== 'no' && hasBefore(range),
		metric: isMetric(metric) && hasMetric(group, metric) ? metric : 'total_clicks',
	};
}

/** How rows are ordered unless somebody chooses. */
export function usualSort(group: Group): string {
	return isTime(group) ? 'name' : '-total_clicks';
}

/** Rows by country and the like know nothing of bots. */
export function hasMetric(group: Group, metric: AnyMetric): boolean {
	return group === 'link' || isTime(group) || (metric !== 'bot_clicks' && metric !== 'prefetches');
}

/** The same as parameters of `GET /v1/analytics` and of its chart: what is counted, and what makes a row. */
export function reportParameters({ filter, range, group }: Pick<ReportQuery, 'filter' | 'range' | 'group'>): Query {
	return { ...(filter as Query), ...rangeParameters(range), timezone: TIME_ZONE, group_by: group };
}

/** What links it is about, in words: "Campaign: spring, Any of the tags: mail"; "All links" where there is no condition. */
export function filterText(filter: LinkFilter): string {
	const conditions = CONDITIONS.flatMap((condition) => conditionText(condition, filter) ?? []);
	const search = filter.search === undefined ? [] : [`“${filter.search}”`];
	return [...search, ...conditions].join(', ') || 'All links';
}

/** A heading for the report as a picture: "Clicks by country · Campaign: spring · Last 30 days". */
export function reportTitle({ filter, range, group, metric }: ReportQuery): string {
	const by = isTime(group) ? 'over time' : byText(group);
	return [`${METRIC_LABELS[metric]} ${by}`, filterText(filter), rangeLabel(range)].join(' · ');
}
