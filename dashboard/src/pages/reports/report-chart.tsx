import { useMemo } from 'preact/hooks';
import type { Dimension, LinkReportRow, ReportRow, SeriesPoint } from '../../../../contract/analytics.ts';
import { GROUP_LABELS, valueLabel } from '../../analytics/dimensions.ts';
import { formatMetric, METRIC_LABELS, type AnyMetric, type Numbers } from '../../analytics/metrics.ts';
import { overTime } from '../../analytics/over-time.ts';
import { TIME_ZONE } from '../../analytics/time-zone.ts';
import { BarList } from '../../ui/bar-list.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { Overview } from './overview.ts';
import { isTime } from './report-query.ts';

/** A report at a glance: a line over time, else bars of its largest rows. */
export function ReportChart({ overview, metric }: { overview: Overview; metric: AnyMetric }) {
	const { group_by: group, rows, before, totals, next_cursor: more } = overview;
	const line = useMemo(() => (isTime(group) ? overTime(metric, group, rows as SeriesPoint[], before) : undefined), [overview, metric]);
	const label = METRIC_LABELS[metric];
	const format = (value: number) => formatMetric(metric, value, totals.currency);
	if (line) return <Chart title={`${label} over time`} {...line} kind={line.times.length > 1 ? 'line' : 'bars'} timeZone={TIME_ZONE} format={format} height={280} />;
	const bars = rows.map((row) => ({ key: keyOf(row, group), label: labelOf(row, group), value: (row as Numbers)[metric] ?? 0 })).filter(({ value }) => value > 0);
	const name = GROUP_LABELS[group];
	// Only clicks and conversions of all rows add up to those of the whole.
	const whole = metric === 'total_clicks' || metric === 'conversions' ? totals[metric] : undefined;
	return (
		<div class="report-bars">
			{bars.length === 0 ? <p class="report-none muted">{label}: none in this range.</p> : <BarList caption={`${label} by ${name}, the largest`} name={name} metric={label} bars={bars} format={format} {...(whole !== undefined && { total: whole })} />}
			{more !== null && <p class="muted report-more">The {bars.length} largest. All rows are in the table below.</p>}
		</div>
	);
}

/** What a row is, whatever makes rows. */
export function keyOf(row: ReportRow, group: Overview['group_by']): string {
	if ('link_id' in row) return row.link_id;
	return 'start' in row ? row.start : `=${row[group as Dimension] ?? ''}`;
}

/** What a row is called, where it is none of time. */
export function labelOf(row: ReportRow, group: Overview['group_by']): string {
	if (isLinkRow(row)) return row.title ?? `/${row.slug}`;
	return 'start' in row ? row.start : valueLabel(group as Dimension, row[group as Dimension] ?? null);
}

/** Whether a row is a link. */
export function isLinkRow(row: ReportRow): row is LinkReportRow {
	return 'link_id' in row;
}
