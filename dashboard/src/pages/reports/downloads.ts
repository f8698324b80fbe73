import type { Report } from '../../../../contract/analytics.ts';
import { CHART_LIMITS } from '../../../../contract/chart.ts';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';
import { isTime, reportParameters, reportTitle, type ReportQuery } from './report-query.ts';

/** Rows of one page of the API. */
const PAGE = 1000;

/** Size of a picture in CSS pixels: as wide as a slide. */
const PICTURE = { width: 1000, height: 420, bars: 12 };

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

/**
 * A report as a picture, drawn by the API, in light colours: it goes into slides and mails.
 *
 * @throws ApiProblem
 */
export async function chartPng(report: ReportQuery): Promise<Blob> {
	const query: Query = {
		...reportParameters(report),
		metric: report.metric,
		title: reportTitle(report).slice(0, CHART_LIMITS.title),
		format: 'png',
		width: PICTURE.width,
		...(isTime(report.group) ? { height: PICTURE.height } : { limit: PICTURE.bars }),
		...(report.compare && { compare: 'previous' }),
	};
	return (await api.fetch('/v1/analytics/chart', { query })).blob();
}

/** Hands a file to the browser, which saves it as it saves any. */
export function saveAs(file: Blob, name: string): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	[link.href, link.download] = [url, name];
	link.click();
	// The browser takes it a moment later.
	setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}
