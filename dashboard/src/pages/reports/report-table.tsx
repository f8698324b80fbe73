import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Report, ReportRow } from '../../../../contract/analytics.ts';
import { GROUP_LABELS } from '../../analytics/dimensions.ts';
import { ALL_METRICS, METRIC_LABELS, metricText, type AnyMetric } from '../../analytics/metrics.ts';
import { TIME_ZONE } from '../../analytics/time-zone.ts';
import { api } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { href, setQuery } from '../../router.ts';
import { pointLabel } from '../../ui/chart-data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { isLinkRow, keyOf, labelOf } from './report-chart.tsx';
import { hasMetric, isTime, reportParameters, type ReportQuery } from './report-query.ts';

/** Rows on one page. */
const LIMIT = 100;

/** Stands for all rows, above them. */
const TOTAL = 'total';
type Row = ReportRow | typeof TOTAL;

/** Every row of a report, and above them the numbers of all. */
export function ReportTable({ report }: { report: ReportQuery }) {
	const { group, sort } = report;
	const parameters = reportParameters(report);
	const totals = useSignal<Report['totals'] | undefined>(undefined);
	const pages = usePages<ReportRow>(async (cursor, signal) => {
		const { rows, next_cursor: next, totals: all } = await api.get<Report<ReportRow>>('/v1/analytics', { query: { ...parameters, sort, limit: LIMIT, cursor }, signal });
		totals.value = all;
		return { items: rows, next };
	}, [JSON.stringify(parameters), sort]);
	const [rows, sums] = [pages.items.value, totals.value];
	if (pages.error.value) return <ErrorNotice error={pages.error.value} retry={pages.refresh} />;
	if (!rows || !sums) return <Skeleton lines={5} />;
	const all: Row[] = [TOTAL, ...rows];
	return (
		<section class="report-table" aria-label="All rows">
			<Table
				caption={`Report by ${GROUP_LABELS[group]}`}
				columns={columnsOf(report, sums)}
				rows={all}
				rowKey={(row) => (row === TOTAL ? TOTAL : keyOf(row, group))}
				sorting={{ sort, onSort: (next) => { setQuery({ sort: next }); } }}
				busy={pages.loading.value}
			/>
			<LoadMore pages={pages} />
		</section>
	);
}

function columnsOf(report: ReportQuery, totals: Report['totals']): Array<Column<Row>> {
	const { group } = report;
	const name: Column<Row> = { key: 'name', label: GROUP_LABELS[group], primary: true, sortable: true, render: (row) => (row === TOTAL ? <span class="report-total">Total</span> : <RowName row={row} report={report} />) };
	const numbers = ALL_METRICS.filter((metric) => hasMetric(group, metric)).map((metric): Column<Row> => ({
		key: metric,
		label: METRIC_LABELS[metric],
		numeric: true,
		sortable: true,
		render: (row) => numberOf(metric, row === TOTAL ? totals : row, row === TOTAL),
	}));
	return [name, ...numbers];
}

function numberOf(metric: AnyMetric, row: ReportRow | Report['totals'], isTotal: boolean): ComponentChildren {
	const text = `${metric === 'unique_visitors' && row.estimated ? 'about ' : ''}${metricText(metric, row)}`;
	return isTotal ? <strong>{text}</strong> : text;
}

/** What a row is, with the way to more about it. */
function RowName({ row, report: { group, range } }: { row: ReportRow; report: ReportQuery }) {
	if (isLinkRow(row)) {
		return (
			<div class="report-link">
				<a class="truncate" href={href('link', { id: row.link_id }, 'period' in range ? { period: range.period } : { ...range })}>{labelOf(row, group)}</a>
				{row.title !== null && <span class="muted truncate">/{row.slug}</span>}
			</div>
		);
	}
	if ('start' in row) return isTime(group) ? <>{pointLabel(Date.parse(row.start), { interval: group, timeZone: TIME_ZONE })}</> : null;
	const label = labelOf(row, group);
	if ((group === 'campaign' || group === 'tag') && typeof row[group] === 'string') return <a href={drillDown(group, row[group])}>{label}</a>;
	return <span class="truncate">{label}</span>;
}

/** The links of one campaign, or with one tag. */
function drillDown(group: 'campaign' | 'tag', value: string): string {
	return href('reports', {}, { group_by: 'link', ...(group === 'campaign' ? { campaign: value } : { tags: [value] }) });
}
