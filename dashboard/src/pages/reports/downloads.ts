import type { Report } from '../../../../contract/analytics.ts';
import { CHART_LIMITS } from '../../../../contract/chart.ts';
import { LINE_HEIGHT, type Picture } from '../../analytics/picture.tsx';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';
import { isTime, reportParameters, reportTitle, type ReportQuery } from './report-query.ts';

/** Rows of one page of the API. */
const PAGE = 1000;

/** Bars of a picture. */
const BARS = 12;

/**
 * A report as the API writes it as a table; of many rows, its pages one after the other, with one head.
 *
 * @throws ApiProblem
 */
export async function reportCsv(report: ReportQuery): Promise<Blob> {
	const parts: string[] = [];
	for (let cursor: string | null | undefined; cursor !== null; ) {
		const query: Query = { ...reportParameters(report), sort: report.sort, limit: PAGE, cursor };
		const text = await (await api.fetch('/v1/analytics', { query: { ...query, format: 'csv' } })).text();
		parts.push(cursor === undefined ? text : text.slice(text.indexOf('\n') + 1));
		// A table does not say whether more follows.
		cursor = (await api.get<Report>('/v1/analytics', { query })).next_cursor;
	}
	return new Blob(parts, { type: 'text/csv' });
}

/** What is asked of the API for a report as a picture: what its chart shows on the page. */
export function pictureOf(report: ReportQuery): Picture {
	const query: Query = { ...reportParameters(report), ...(report.compare && { compare: 'previous' }) };
	const title = reportTitle(report).slice(0, CHART_LIMITS.title);
	return { path: '/v1/analytics/chart', query: { ...query, title, ...(isTime(report.group) ? { height: LINE_HEIGHT } : { limit: BARS }) }, metric: report.metric };
}
