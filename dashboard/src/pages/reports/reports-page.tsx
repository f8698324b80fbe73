import { GROUPS } from '../../../../contract/analytics.ts';
import { byText } from '../../analytics/dimensions.ts';
import { hasNumbers } from '../../analytics/metrics.ts';
import { Notes } from '../../analytics/notes.tsx';
import { NumbersBar } from '../../analytics/numbers.tsx';
import { RangeBar } from '../../analytics/range-bar.tsx';
import { useResource } from '../../api/resource.ts';
import { formatNumber } from '../../format.ts';
import { href, route, setQuery } from '../../router.ts';
import { Button } from '../../ui/button.tsx';
import { rangeLabel } from '../../ui/date-range.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Select } from '../../ui/field.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { NO_CONDITIONS } from '../links/filter/conditions.ts';
import { FilterBar } from '../links/filter/filter-bar.tsx';
import { loadOverview } from './overview.ts';
import { ReportActions } from './report-actions.tsx';
import { ReportChart } from './report-chart.tsx';
import { filterText, isTime, readReport, reportParameters, type ReportQuery } from './report-query.ts';
import { ReportTable } from './report-table.tsx';

/** A campaign or any other selection, grouped and over time. */
export function ReportsPage() {
	const report = readReport(route.value.query);
	const { filter, range, group, compare, metric } = report;
	const parameters = reportParameters(report);
	const overview = useResource((signal) => loadOverview(report, signal), [JSON.stringify(parameters), compare, isTime(group) || metric]);
	const found = overview.data.value;
	const none = found?.totals.links === 0;
	return (
		<PageFrame title="Reports" about={<ReportSummary report={report} links={found?.totals.links} />} actions={<ReportActions report={report} />}>
			<FilterBar filter={filter} />
			<RangeBar {...{ range, compare }}>
				<div class="group-by">
					<Select label="Grouped by" hideLabel value={group} options={GROUPS.map((value) => ({ value, label: `B${byText(value).slice(1)}` }))} onValue={(value) => { setQuery({ group_by: value, sort: null }); }} />
				</div>
			</RangeBar>
			{overview.error.value && <ErrorNotice error={overview.error.value} retry={overview.refresh} />}
			{!found && !overview.error.value && <Skeleton lines={8} />}
			{none && <NoLinks isFiltered={Object.keys(filter).length > 0} />}
			{found && !none && !overview.error.value && (
				<>
					<div class="report-card" aria-busy={overview.loading.value}>
						<NumbersBar numbers={found.totals} compare={found.compare} current={metric} onCurrent={(next) => { setQuery({ metric: next }, { step: false }); }} />
						{hasNumbers(found.totals) ? <ReportChart overview={found} metric={metric} /> : <p class="report-none muted">Nobody clicked {Object.keys(filter).length > 0 ? 'these links' : 'any link'} in this range ({rangeLabel(range).toLowerCase()}).</p>}
						<Notes notes={found.notes} />
					</div>
					<ReportTable key={group} report={report} />
				</>
			)}
		</PageFrame>
	);
}

/** What is reported, in words: on the screen beside what chooses it, on paper instead of it. */
function ReportSummary({ report: { filter, range, group }, links }: { report: ReportQuery; links: number | undefined }) {
	const count = links === undefined ? '' : ` (${formatNumber(links)} ${links === 1 ? 'link' : 'links'})`;
	return <span class="report-summary">{filterText(filter)}{count} · {rangeLabel(range)} · {byText(group)}</span>;
}

function NoLinks({ isFiltered }: { isFiltered: boolean }) {
	if (isFiltered) {
		return (
			<EmptyState icon="search" title="No link matches" actions={<Button onClick={() => { setQuery(NO_CONDITIONS); }}>Clear all conditions</Button>}>
				<p>There is no link for which all of these conditions hold.</p>
			</EmptyState>
		);
	}
	return (
		<EmptyState icon="chart" title="Nothing to report yet" actions={<a class="button primary normal" href={href('links')}>Go to the links</a>}>
			<p>Reports count the clicks of links. Make the first link, and share it.</p>
		</EmptyState>
	);
}
