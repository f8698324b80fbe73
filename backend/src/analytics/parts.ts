import type { Comparison, Dimension, Interval, Metrics, ReportParts, SeriesPoint } from '../../../contract/analytics.ts';
import { QUARTER_MS } from '../storage/analytics.ts';
import type { AnalyticsReader, QuarterRange } from '../storage/storage.ts';
import { breakdownOf } from './breakdown.ts';
import { changeOf, metricsOf } from './metrics.ts';
import { notesOn } from './notes.ts';
import type { ReportPeriod, ReportPeriods } from './range.ts';
import { bucketsOf } from './series.ts';
import { DAY } from './time-zone.ts';

/** What a report is to have beside its numbers. */
export interface PartsRequest {
	period: ReportPeriods;
	interval: Interval | undefined;
	breakdown: readonly Dimension[];
	breakdownLimit: number;
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
export async function totalsOf(linkIds: readonly number[], { quarters }: Pick<ReportPeriod, 'quarters'>, { analytics }: Pick<PartsSources, 'analytics'>): Promise<Metrics> {
	const [conversions] = await analytics.conversions(linkIds, [quarters.from, quarters.to], 'all');
	return metricsOf(await analytics.together(linkIds, quarters), conversions?.get(null));
}

/** The parts that were asked for. */
export async function partsOf(linkIds: readonly number[], totals: Metrics, request: PartsRequest, sources: PartsSources): Promise<ReportParts> {
	const { period, interval, breakdown, compare } = request;
	const notes = await saltNotes(linkIds, period.quarters, sources);
	return {
		...(interval && { timeseries: await seriesOf(linkIds, { interval, period }, sources) }),
		...(breakdown.length > 0 && { breakdown: await breakdowns(linkIds, request, sources) }),
		...(compare && period.previous && { compare: await comparison(linkIds, totals, period.previous, sources) }),
		...(notes.length > 0 && { notes }),
	};
}

/** Quarters of a day. */
const DAY_QUARTERS = DAY / QUARTER_MS;

/** As far as there are hits in the range: to find that out is only worth while where the whole of it would be noted. */
async function saltNotes(linkIds: readonly number[], { from, to }: QuarterRange, sources: PartsSources): Promise<string[]> {
	const current = Math.floor(sources.now / QUARTER_MS) + 1;
	const crossed = (range: { from: number; to: number }) => notesOn(range, sources.visitorSaltDays);
	if (crossed({ from: from ?? 0, to: to ?? current }).length === 0) return [];
	const days = await sources.analytics.days(linkIds);
	// Salts change with days.
	return days ? crossed({ from: Math.max(from ?? -Infinity, days.first * DAY_QUARTERS), to: Math.min(to ?? Infinity, (days.last + 1) * DAY_QUARTERS) }) : [];
}

/** Every interval of the range with its numbers. */
export async function seriesOf(linkIds: readonly number[], { interval, period, name }: { interval: Interval; period: ReportPeriod; name?: string }, sources: PartsSources): Promise<SeriesPoint[]> {
	const { starts, edges } = bucketsOf(interval, period.quarters, period.range.timezone, await openEnds(linkIds, period.quarters, sources), name);
	if (starts.length === 0) return [];
	const counted = await sources.analytics.series(linkIds, edges);
	const conversions = await sources.analytics.conversions(linkIds, edges, 'all');
	return starts.map((start, index) => ({ start, ...metricsOf(counted[index], conversions[index]?.get(null)) }));
}

/** From the first hit to now, or to the last where clocks differ. Where there is none, to now from the range's beginning. */
async function openEnds(linkIds: readonly number[], { from }: QuarterRange, { analytics, now }: PartsSources): Promise<{ first: number; last: number } | undefined> {
	const extent = await analytics.extent(linkIds);
	const current = Math.floor(now / QUARTER_MS);
	if (extent) return { first: extent.first, last: Math.max(extent.last, current) };
	return from === null ? undefined : { first: from, last: Math.max(from, current) };
}

async function breakdowns(linkIds: readonly number[], { period, breakdown, breakdownLimit }: PartsRequest, { analytics }: PartsSources): Promise<NonNullable<ReportParts['breakdown']>> {
	const tables = await analytics.breakdown(linkIds, period.quarters, breakdown);
	return Object.fromEntries([...tables].map(([dimension, clicks]) => [dimension, breakdownOf(clicks, breakdownLimit)]));
}

async function comparison(linkIds: readonly number[], totals: Metrics, previous: ReportPeriod, sources: PartsSources): Promise<Comparison> {
	const earlier = await totalsOf(linkIds, previous, sources);
	return { range: previous.range, ...earlier, change: changeOf(totals, earlier) };
}
