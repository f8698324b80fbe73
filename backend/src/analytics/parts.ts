import type { Attribution, Comparison, Dimension, Interval, Metrics, ReportParts, SeriesPoint } from '../../../contract/analytics.ts';
import type { AnalyticsReader, StoredLink, TimeRange, Totals } from '../storage/storage.ts';
import { breakdownOf } from './breakdown.ts';
import { clicksByLabel, isLabel } from './labels.ts';
import { changeOf, metricsOf } from './metrics.ts';
import { notesOn } from './notes.ts';
import type { ReportPeriod, ReportPeriods } from './range.ts';
import { bucketsOf, endOfQuarter, type OpenEnds } from './series.ts';
import { DAY } from './time-zone.ts';

/** What a report is to have beside its numbers. */
export interface PartsRequest {
	period: ReportPeriods;
	interval: Interval | undefined;
	breakdown: readonly Dimension[];
	breakdownLimit: number;
	/** Whose campaign and tags tables go by. */
	attribution: Attribution;
	compare: boolean;
}

/** What parts are counted from. */
export interface PartsSources {
	analytics: AnalyticsReader;
	/** Milliseconds since 1970. */
	now: number;
	visitorSaltDays: number;
}

/** The numbers of a selection over a range. */
export async function totalsOf(linkIds: readonly number[], { times }: Pick<ReportPeriod, 'times'>, { analytics }: Pick<PartsSources, 'analytics'>): Promise<Metrics> {
	const [conversions] = await analytics.conversions(linkIds, [times.from, times.to], 'all');
	return metricsOf(await analytics.together(linkIds, times), conversions?.get(null));
}

/** The parts that were asked for. */
export async function partsOf(links: readonly StoredLink[], totals: Metrics, request: PartsRequest, sources: PartsSources): Promise<ReportParts> {
	const linkIds = links.map(({ id }) => id);
	const { period, interval, breakdown, compare } = request;
	const notes = await saltNotes(linkIds, period.times, sources);
	return {
		...(interval && { timeseries: await seriesOf(linkIds, { interval, period }, sources) }),
		...(breakdown.length > 0 && { breakdown: await breakdowns(links, request, sources) }),
		...(compare && period.previous && { compare: await comparison(linkIds, totals, period.previous, sources) }),
		...(notes.length > 0 && { notes }),
	};
}

/** As far as there are hits in the range: to find that out is only worth while where the whole of it would be noted. */
async function saltNotes(linkIds: readonly number[], { from, to }: TimeRange, sources: PartsSources): Promise<string[]> {
	const crossed = (range: { from: number; to: number }) => notesOn(range, sources.visitorSaltDays);
	if (crossed({ from: from ?? 0, to: to ?? sources.now }).length === 0) return [];
	const days = await sources.analytics.days(linkIds);
	// Salts change with days.
	return days ? crossed({ from: Math.max(from ?? -Infinity, days.first * DAY), to: Math.min(to ?? Infinity, (days.last + 1) * DAY) }) : [];
}

/** Every interval of the range with its numbers. */
export async function seriesOf(linkIds: readonly number[], { interval, period, name }: { interval: Interval; period: ReportPeriod; name?: string }, sources: PartsSources): Promise<SeriesPoint[]> {
	const { starts, edges } = bucketsOf(interval, period.times, period.range.timezone, await openEnds(linkIds, period.times, sources), name);
	if (starts.length === 0) return [];
	const counted = await sources.analytics.series(linkIds, edges);
	const conversions = await sources.analytics.conversions(linkIds, edges, 'all');
	return starts.map((start, index) => ({ start, ...metricsOf(counted[index], conversions[index]?.get(null)) }));
}

/** From the first hit to the end of this quarter of an hour, or to the last hit where clocks differ. Where there is none, from the range's beginning. */
async function openEnds(linkIds: readonly number[], { from }: TimeRange, { analytics, now }: PartsSources): Promise<OpenEnds | undefined> {
	const extent = await analytics.extent(linkIds);
	const until = endOfQuarter(now);
	if (extent) return { from: extent.from, to: Math.max(extent.to, until) };
	return from === null ? undefined : { from, to: until };
}

async function breakdowns(links: readonly StoredLink[], { period, breakdown, breakdownLimit, attribution }: PartsRequest, { analytics }: PartsSources): Promise<NonNullable<ReportParts['breakdown']>> {
	const linkIds = links.map(({ id }) => id);
	const current = attribution === 'current' ? breakdown.filter(isLabel) : [];
	const atClick = breakdown.filter((dimension) => !(current as readonly Dimension[]).includes(dimension));
	const tables = atClick.length > 0 ? await analytics.breakdown(linkIds, period.times, atClick) : new Map<Dimension, Map<string | null, number>>();
	const totals = current.length > 0 ? await analytics.byLink(linkIds, period.times) : new Map<number, Totals>();
	for (const dimension of current) tables.set(dimension, clicksByLabel(links, dimension, totals));
	return Object.fromEntries(breakdown.map((dimension) => [dimension, breakdownOf(tables.get(dimension) ?? new Map<string | null, number>(), breakdownLimit)]));
}

async function comparison(linkIds: readonly number[], totals: Metrics, previous: ReportPeriod, sources: PartsSources): Promise<Comparison> {
	const earlier = await totalsOf(linkIds, previous, sources);
	return { range: previous.range, ...earlier, change: changeOf(totals, earlier) };
}
