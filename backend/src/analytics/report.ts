import type { LinkAnalytics, LinkReportRow, Metric, Metrics, Report, ReportRange } from '../../../contract/analytics.ts';
import type { Answer } from '../http/answer.ts';
import { eventId } from '../events/event-id.ts';
import { publicId } from '../ids.ts';
import { readCursor, writeCursor } from '../links/query.ts';
import { allLinks } from '../links/select.ts';
import type { AnalyticsReader, EventReader, LinkCriteria, LinkReader, QuarterRange, StoredLink, Totals } from '../storage/storage.ts';
import type { SortKey } from './schema.ts';

/** A report grouped by link. */
export interface ReportRequest {
	criteria: LinkCriteria;
	sort: SortKey;
	limit: number;
	cursor: string | undefined;
	period: ReportPeriod;
}

/** What can be asked about clicks; answered beside the redirect thread. */
export interface AnalyticsQueries {
	linkAnalytics(request: { link: string; period: ReportPeriod }): Promise<Answer>;
	report(request: ReportRequest): Promise<Answer>;
}

/** What a report reads. */
export interface ReportSources {
	links: LinkReader;
	analytics: AnalyticsReader;
	events: EventReader;
	baseUrl: string;
}

/** A range in both its forms: as it is counted and as it is told. */
export interface ReportPeriod {
	quarters: QuarterRange;
	range: ReportRange;
}

/** The numbers of one link. */
export async function linkAnalytics(link: StoredLink, { quarters, range }: ReportPeriod, sources: ReportSources): Promise<LinkAnalytics> {
	return {
		link_id: publicId('link', link.id),
		slug: link.slug,
		short_url: `${sources.baseUrl}/${link.slug}`,
		destination: link.destination,
		...metrics(await sources.analytics.together([link.id], quarters)),
		range,
		as_of: await asOf(sources),
	};
}

/** A row a link, for every link that matches, clicked or not. */
export async function linkReport(
	{ criteria, sort, limit, cursor, period: { quarters, range } }: ReportRequest,
	sources: ReportSources,
): Promise<Report> {
	const links = await allLinks(sources.links, criteria);
	const ids = links.map((link) => link.id);
	const byLink = await sources.analytics.byLink(ids, quarters);
	const rows = links.map((link) => row(link, metrics(byLink.get(link.id)), sources.baseUrl)).sort(order(sort));
	const offset = readCursor(cursor) ?? 0;
	return {
		group_by: 'link',
		rows: rows.slice(offset, offset + limit),
		totals: { links: links.length, ...metrics(await sources.analytics.together(ids, quarters)) },
		range,
		as_of: await asOf(sources),
		next_cursor: offset + limit < rows.length ? writeCursor(offset + limit) : null,
	};
}

function metrics(totals: Totals | undefined): Metrics {
	return {
		total_clicks: totals?.human ?? 0,
		unique_visitors: totals?.visitors ?? 0,
		bot_clicks: totals?.bot ?? 0,
		prefetches: totals?.prefetch ?? 0,
	};
}

function row(link: StoredLink, numbers: Metrics, baseUrl: string): LinkReportRow {
	return {
		link_id: publicId('link', link.id),
		slug: link.slug,
		short_url: `${baseUrl}/${link.slug}`,
		destination: link.destination,
		title: link.title,
		campaign: link.campaign,
		tags: link.tags,
		external_id: link.externalId,
		...numbers,
	};
}

/** By the asked number; links with the same one by id, so that pages do not overlap. */
function order(sort: SortKey): (a: LinkReportRow, b: LinkReportRow) => number {
	const descending = sort.startsWith('-');
	const key = (descending ? sort.slice(1) : sort) as Metric;
	return (a, b) => (descending ? b[key] - a[key] : a[key] - b[key]) || (a.link_id < b.link_id ? -1 : 1);
}

async function asOf({ analytics, events }: ReportSources): Promise<string | null> {
	const cursor = await analytics.cursor();
	return cursor === 0 ? null : eventId(cursor, await events.epochs());
}
