import type { Interval, Metrics, SeriesPoint } from '../../../contract/analytics.ts';
import { CHART_LIMITS } from '../../../contract/chart.ts';
import { seriesOf, type PartsSources } from '../analytics/parts.ts';
import { invalid } from '../analytics/range.ts';
import { rowsOf } from '../analytics/rows.ts';
import { DAY } from '../analytics/time-zone.ts';
import type { StoredLink } from '../storage/storage.ts';
import { labelOf, timeLabel } from './labels.ts';
import type { ChartContent, ChartRow } from './plan.ts';
import type { ChartRequest } from './request.ts';
import { METRIC_NAMES } from './words.ts';

/** What content is counted from. */
export type ContentSources = PartsSources & { baseUrl: string };

/** What a chart of these links shows. @param total the metric over the whole range */
export async function contentOf(links: readonly StoredLink[], total: number, request: ChartRequest, sources: ContentSources): Promise<ChartContent> {
	const { group, metric } = request;
	const earlier = request.compare && group === undefined;
	if (total === 0 && !earlier) return nothing(request);
	if (group === undefined) return overTime(links.map(({ id }) => id), request, sources);
	const found = await rowsOf(links, { group, attribution: request.attribution, period: request.period }, sources);
	const rows = found.map((row): ChartRow => ({ label: labelOf(row, group), value: (row as Pick<Metrics, typeof metric>)[metric] }));
	const sorted = rows.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value || (a.label < b.label ? -1 : 1));
	const [shown, others] = [sorted.slice(0, request.limit), sorted.slice(request.limit)];
	if (request.type === 'bar') return { type: 'bars', rows: shown, more: others.length };
	return { type: 'ring', rows: shown, rest: others.reduce((sum, { value }) => sum + value, 0), caption: METRIC_NAMES[metric].name };
}

function nothing({ metric }: ChartRequest): ChartContent {
	return { type: 'empty', sentence: `No ${METRIC_NAMES[metric].many} in this period` };
}

async function overTime(linkIds: readonly number[], request: ChartRequest, sources: ContentSources): Promise<ChartContent> {
	const { period, metric } = request;
	const interval = request.interval ?? (await fittingInterval(linkIds, request, sources));
	const points = await seriesOf(linkIds, { interval, period }, sources);
	if (request.type === 'bar' && points.length > CHART_LIMITS.columns) throw invalid('interval', `interval=${interval} would give ${String(points.length)} bars; at most ${String(CHART_LIMITS.columns)} can be told apart. Ask for a longer interval, or type=line.`);
	const previous = request.compare && period.previous ? await seriesOf(linkIds, { interval, period: period.previous }, sources) : undefined;
	const earlier = previous?.slice(0, points.length).map((point) => point[metric]);
	if (![...points, ...(previous ?? [])].some((point) => point[metric] > 0)) return nothing(request);
	const axis: Partial<Record<Interval, string>> = { hour: `Hour (${period.range.timezone})`, week: 'Week from' };
	return {
		type: request.type === 'bar' ? 'columns' : 'line',
		labels: points.map(({ start }) => timeLabel(start, interval)),
		axis: axis[interval],
		values: points.map((point: SeriesPoint) => (Date.parse(point.start) > sources.now ? null : point[metric])),
		previous: earlier,
	};
}

/** Hours of up to two days, days of a quarter, weeks of a year and a half, else months. */
async function fittingInterval(linkIds: readonly number[], { period: { times } }: ChartRequest, { analytics, now }: ContentSources): Promise<Interval> {
	const extent = times.from === null || times.to === null ? await analytics.extent(linkIds) : undefined;
	const [from, to] = [times.from ?? extent?.from ?? now, times.to ?? Math.max(now, extent?.to ?? 0)];
	const days = (to - from) / DAY;
	if (days <= 2.1) return 'hour';
	if (days <= 93) return 'day';
	return days <= 550 ? 'week' : 'month';
}
