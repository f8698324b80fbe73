import type { Report, ReportRow, SeriesPoint } from '../../../../contract/analytics.ts';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';
import { isTime, reportParameters, type ReportQuery } from './report-query.ts';

/** Points of a line that are asked for at once, and bars that are drawn. */
const [POINTS, BARS] = [1000, 12];

/** What a report says as a whole: what its chart shows, and the numbers of all rows. */
export interface Overview extends Report<ReportRow> {
	/** The points of the period before, where that is compared with. */
	before?: SeriesPoint[] | undefined;
}

/**
 * Asks for all points of a report over time and those of the period before, or for its largest rows.
 *
 * @throws ApiProblem
 */
export async function loadOverview({ filter, range, group, compare, metric }: ReportQuery, signal: AbortSignal): Promise<Overview> {
	const query: Query = { ...reportParameters({ filter, range, group }), ...(isTime(group) ? { sort: 'name', limit: POINTS } : { sort: `-${metric}`, limit: BARS }) };
	const now = await api.get<Overview>('/v1/analytics', { query: { ...query, ...(compare && { compare: 'previous' }) }, signal });
	if (!isTime(group)) return now;
	const rows = [...now.rows, ...(await pointsAfter(now.next_cursor, query, signal))];
	const { start, end } = now.compare?.range ?? { start: null, end: null };
	if (start === null) return { ...now, rows };
	const earlier = { ...query, period: null, start_date: start, end_date: end };
	return { ...now, rows, before: (await pointsAfter(undefined, earlier, signal)) as SeriesPoint[] };
}

/** All points from a page on; undefined for the first. A line is drawn as a whole, and the API refuses one of more than 10,000. */
async function pointsAfter(cursor: string | null | undefined, query: Query, signal: AbortSignal): Promise<ReportRow[]> {
	const points: ReportRow[] = [];
	while (cursor !== null) {
		const page: Report<ReportRow> = await api.get('/v1/analytics', { query: { ...query, cursor }, signal });
		points.push(...page.rows);
		cursor = page.next_cursor;
	}
	return points;
}
