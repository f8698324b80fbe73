import type { Attribution, Dimension, DimensionRow, Group, LinkReportRow, Metrics, ReportRow } from '../../../contract/analytics.ts';
import { publicId } from '../ids.ts';
import type { ConversionTotals, GroupTotals, StoredLink } from '../storage/storage.ts';
import { byValue } from './breakdown.ts';
import { isDimension, isInterval } from './groups.ts';
import { isLabel, linksByLabel, type LabelDimension } from './labels.ts';
import { conversionNumbers, metricsOf } from './metrics.ts';
import { seriesOf, type PartsSources } from './parts.ts';
import type { ReportPeriod } from './range.ts';
import type { SortField, SortKey } from './schema.ts';

/** How rows are made. */
export interface RowsRequest {
	group: Group;
	attribution: Attribution;
	period: ReportPeriod;
}

/** Every row of a report, in no particular order. */
export async function rowsOf(links: readonly StoredLink[], { group, attribution, period }: RowsRequest, sources: PartsSources & { baseUrl: string }): Promise<ReportRow[]> {
	const ids = links.map(({ id }) => id);
	if (isInterval(group)) return seriesOf(ids, { interval: group, period, name: 'group_by' }, sources);
	if (!isDimension(group)) return linkRows(links, period, sources);
	if (attribution === 'current' && isLabel(group)) return labelRows(links, group, period, sources);
	const groups = await sources.analytics.grouped(ids, period.times, group);
	const [conversions] = await sources.analytics.conversions(ids, [period.times.from, period.times.to], group);
	return dimensionRows(group, groups, (conversions ?? new Map()) as Map<string | null, ConversionTotals[]>);
}

async function linkRows(links: readonly StoredLink[], { times }: ReportPeriod, { analytics, baseUrl }: PartsSources & { baseUrl: string }): Promise<LinkReportRow[]> {
	const ids = links.map(({ id }) => id);
	const clicks = await analytics.byLink(ids, times);
	const [conversions] = await analytics.conversions(ids, [times.from, times.to], 'link');
	return links.map((link) => linkRow(link, metricsOf(clicks.get(link.id), conversions?.get(link.id)), baseUrl));
}

function linkRow(link: StoredLink, metrics: Metrics, baseUrl: string): LinkReportRow {
	return {
		link_id: publicId('link', link.id),
		slug: link.slug,
		short_url: `${baseUrl}/${link.slug}`,
		destination: link.destination,
		title: link.title,
		campaign: link.campaign,
		tags: link.tags,
		external_id: link.externalId,
		...metrics,
	};
}

/** By the campaign or the tags that links have now, whatever they were at the click. */
async function labelRows(links: readonly StoredLink[], group: LabelDimension, { times }: ReportPeriod, { analytics }: PartsSources): Promise<DimensionRow[]> {
	const rows: DimensionRow[] = [];
	for (const [label, ids] of linksByLabel(links, group)) {
		const { human, visitors, estimated } = await analytics.together(ids, times);
		const [conversions] = await analytics.conversions(ids, [times.from, times.to], 'all');
		rows.push(dimensionRow(group, { value: label, human, visitors, ...(estimated && { estimated }) }, conversions?.get(null)));
	}
	return rows;
}

/** A value that has conversions alone has a row too. */
function dimensionRows(dimension: Dimension, groups: readonly GroupTotals[], conversions: ReadonlyMap<string | null, ConversionTotals[]>): DimensionRow[] {
	const known = new Set(groups.map(({ value }) => value));
	const others = [...conversions.keys()].filter((value) => !known.has(value)).map((value) => ({ value, human: 0, visitors: 0 }));
	return [...groups, ...others].map((group) => dimensionRow(dimension, group, conversions.get(group.value)));
}

function dimensionRow(dimension: Dimension, { value, human, visitors, estimated }: GroupTotals, conversions: readonly ConversionTotals[] = []): DimensionRow {
	return { [dimension]: value, total_clicks: human, unique_visitors: visitors, ...conversionNumbers(conversions, human), ...(estimated && { estimated: true }) };
}

/** By the asked number; rows with the same one by what they are, so that pages do not overlap. Without a number: last. */
export function orderOf(sort: SortKey, group: Group): (a: ReportRow, b: ReportRow) => number {
	const descending = sort.startsWith('-');
	const field = (descending ? sort.slice(1) : sort) as SortField;
	const name = (row: ReportRow) => ('slug' in row ? row.slug : 'start' in row ? row.start : (row[group as Dimension] ?? null));
	const place = (row: ReportRow) => ('link_id' in row ? row.link_id : name(row));
	const number = (row: ReportRow) => (field === 'name' ? null : (((row as Partial<Metrics>)[field]) ?? -1));
	return (a, b) => {
		if (field === 'name') return (descending ? -1 : 1) * byValue(name(a), name(b)) || byValue(place(a), place(b));
		const difference = (number(a) ?? 0) - (number(b) ?? 0);
		return (descending ? -difference : difference) || byValue(place(a), place(b));
	};
}
