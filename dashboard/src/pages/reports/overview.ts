import type { Report, ReportRow, SeriesPoint } from '../../../../contract/analytics.ts';
import { api } from '../../api/client.ts';
import { isTime, reportParameters, type ReportQuery } from './report-query.ts';

/** Points of a line, and bars, that are drawn. */
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
	const query = { ...reportParameters({ filter, range, group }), ...(isTime(group) ? { sort: 'name', limit: POINTS } : { sort: `-${metric}`, limit: BARS }) };
	const now = await api.get<Overview>('/v1/analytics', { query: { ...query, ...(compare && { compare: 'previous' }) }, signal });
	const { start, end } = now.compare?.range ?? { start: null, end: null };
	if (start === null || !isTime(group)) return now;
	const earlier = await api.get<Report<SeriesPoint>>('/v1/analytics', { query: { ...query, period: null, start_date: start, end_date: end }, signal });
	return { ...now, before: earlier.rows };
}
