import type { Group, LinkAnalytics, Report, ReportRow } from '../../../contract/analytics.ts';
import { eventId } from '../events/event-id.ts';
import { jsonAnswer, type Answer } from '../http/answer.ts';
import { publicId } from '../ids.ts';
import { readCursor, writeCursor } from '../links/query.ts';
import { findLink } from '../links/reference.ts';
import { allLinks } from '../links/select.ts';
import type { AnalyticsReader, EventReader, LinkCriteria, LinkReader, StoredLink } from '../storage/storage.ts';
import { reportCsv } from './csv.ts';
import { deletedLinks } from './deleted.ts';
import { CACHE_CONTROL, etagOf, hasAnswer } from './etag.ts';
import { partsOf, totalsOf, type PartsRequest } from './parts.ts';
import { orderOf, rowsOf } from './rows.ts';
import type { SortKey } from './schema.ts';

/** Numbers of one link. */
export interface LinkAnalyticsRequest extends PartsRequest {
	/** `lnk_…`, `slug:…` or `external:…` */
	link: string;
	ifNoneMatch: string | undefined;
}

/** Numbers of many links, row by row. */
export interface ReportRequest extends PartsRequest {
	criteria: LinkCriteria;
	includeDeleted: boolean;
	group: Group;
	sort: SortKey;
	limit: number;
	cursor: string | undefined;
	format: 'json' | 'csv';
	ifNoneMatch: string | undefined;
}

/** What can be asked about clicks; answered beside the redirect thread. */
export interface AnalyticsQueries {
	linkAnalytics(request: LinkAnalyticsRequest): Promise<Answer>;
	report(request: ReportRequest): Promise<Answer>;
}

/** What a report reads. */
export interface ReportSources {
	links: LinkReader;
	/** Asked by reports alone: what they read is of one moment. */
	analytics: AnalyticsReader;
	events: EventReader;
	baseUrl: string;
	visitorSaltDays: number;
}

/** `GET /v1/links/{id}/analytics` */
export async function linkAnalytics({ link: reference, ifNoneMatch, ...request }: LinkAnalyticsRequest, sources: ReportSources): Promise<Answer> {
	const link = await findLink(sources.links, reference);
	return answered([link], { request, ifNoneMatch }, sources, async (asOf, now) => {
		const parts = { ...sources, now };
		const totals = await totalsOf([link.id], request.period, parts);
		const { baseUrl } = sources;
		const body: LinkAnalytics = {
			link_id: publicId('link', link.id),
			slug: link.slug,
			short_url: `${baseUrl}/${link.slug}`,
			destination: link.destination,
			...totals,
			range: request.period.range,
			...(await partsOf([link], totals, request, parts)),
			as_of: asOf,
		};
		return jsonAnswer(200, body);
	});
}

/** `GET /v1/analytics`: of links, a row for every one that matches, clicked or not. */
export async function linkReport({ ifNoneMatch, ...request }: ReportRequest, sources: ReportSources): Promise<Answer> {
	const { criteria, includeDeleted, group, sort, limit, cursor, period, format } = request;
	const offset = readCursor(cursor) ?? 0;
	const links = await linksOf({ criteria, includeDeleted }, sources);
	// What the filter stands for are the links: those that are active now have the same answer as a moment ago.
	return answered(links, { request: { ...request, criteria: undefined }, ifNoneMatch }, sources, async (asOf, now) => {
		const parts = { ...sources, now };
		const rows = (await rowsOf(links, request, parts)).sort(orderOf(sort, group));
		const page = rows.slice(offset, offset + limit);
		if (format === 'csv') return csvAnswer(reportCsv(group, page));
		const ids = links.map(({ id }) => id);
		const totals = await totalsOf(ids, period, parts);
		const body: Report<ReportRow> = {
			group_by: group,
			rows: page,
			totals: { links: links.length, ...totals },
			range: period.range,
			...(await partsOf(links, totals, request, parts)),
			as_of: asOf,
			next_cursor: offset + limit < rows.length ? writeCursor(offset + limit) : null,
		};
		return jsonAnswer(200, body);
	});
}

/** The links that a report is about: as they are now, and those that are gone where the caller wants them. */
export async function linksOf({ criteria, includeDeleted }: Pick<ReportRequest, 'criteria' | 'includeDeleted'>, sources: ReportSources): Promise<StoredLink[]> {
	const links = await allLinks(sources.links, criteria);
	if (includeDeleted) links.push(...(await sources.analytics.snapshot(() => deletedLinks(criteria, new Set(links.map(({ id }) => id)), sources))));
	return links;
}

/** Makes an answer, unless the caller has it. All of it is of one moment. */
export async function answered(
	links: readonly StoredLink[],
	{ request, ifNoneMatch }: { request: unknown; ifNoneMatch: string | undefined },
	{ analytics, events, baseUrl }: ReportSources,
	make: (asOf: string | null, now: number) => Promise<Answer>,
): Promise<Answer> {
	const now = Date.now();
	return analytics.snapshot(async () => {
		const cursor = await analytics.cursor();
		const asOf = cursor === 0 ? null : eventId(cursor, await events.epochs());
		// A range that is open goes on with every quarter of an hour.
		const etag = etagOf(links, [asOf, Math.floor(now / OPEN_MS), baseUrl, request]);
		const headers = { etag, 'cache-control': CACHE_CONTROL };
		if (hasAnswer(ifNoneMatch, etag)) return { status: 304, headers, body: undefined };
		const answer = await make(asOf, now);
		return { ...answer, headers: { ...answer.headers, ...headers } };
	});
}

/** Milliseconds for which the end of an open range stays the same. */
const OPEN_MS = 900_000;

function csvAnswer(text: string): Answer {
	const headers = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="report.csv"' };
	return { status: 200, headers, body: Buffer.from(text) };
}
