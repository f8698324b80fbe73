import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { LinkAnalytics } from '../../../../contract/analytics.ts';
import { CHART_LIMITS } from '../../../../contract/chart.ts';
import type { ClickEvent } from '../../../../contract/event.ts';
import type { Link } from '../../../../contract/link.ts';
import { daysOf, hasBefore, intervalFor, intervalsFor } from '../../analytics/intervals.ts';
import { formatMetric, hasNumbers, isMetric, METRIC_LABELS } from '../../analytics/metrics.ts';
import { Notes } from '../../analytics/notes.tsx';
import { NumbersBar } from '../../analytics/numbers.tsx';
import { overTime } from '../../analytics/over-time.ts';
import { LINE_HEIGHT, PictureButton, type Picture } from '../../analytics/picture.tsx';
import { RangeBar } from '../../analytics/range-bar.tsx';
import { TIME_ZONE } from '../../analytics/time-zone.ts';
import { api } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import { route, setQuery } from '../../router.ts';
import { Button } from '../../ui/button.tsx';
import { Chart } from '../../ui/chart.tsx';
import { rangeIn, rangeLabel, rangeParameters, type DateRange } from '../../ui/date-range.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Breakdowns } from './breakdowns.tsx';
import { CARDS } from './cards.ts';
import { nameOf, pathOf } from './link.ts';
import { RecentClicks } from './recent-clicks.tsx';

/** Milliseconds between a click and the numbers that include it, and between two such loads at least: many click at once. */
const [SOON, PAUSE] = [700, 4000];

/** Rows of a breakdown that are asked for: one more than a card shows, so that it knows whether there are more. */
const ROWS = 8;

/** What the clicks of a link say, in a range that stands in the address. */
export function Clicks({ link, onClick }: { link: Link; /** Told of clicks, at most every few seconds. */ onClick(): void }) {
	const { query } = route.value;
	const range = rangeIn(query);
	const compare = query.get('compare') !== 'no' && hasBefore(range);
	const days = daysOf(range, Date.parse(link.created_at));
	const interval = intervalFor(query.get('interval'), days);
	const asked = query.get('metric');
	const metric = isMetric(asked) ? asked : 'total_clicks';
	const parameters = { ...rangeParameters(range), timezone: TIME_ZONE, interval };
	const report = useResource(async (signal) => {
		const path = `${pathOf(link.id)}/analytics`;
		const breakdown = CARDS.flatMap(({ dimensions }) => dimensions).join(',');
		const now = await api.get<LinkAnalytics>(path, { query: { ...parameters, breakdown, breakdown_limit: ROWS, ...(compare && { compare: 'previous' }) }, signal });
		const { start, end } = now.compare?.range ?? { start: null, end: null };
		const before = start === null ? undefined : await api.get<LinkAnalytics>(path, { query: { timezone: TIME_ZONE, interval, start_date: start, end_date: end }, signal });
		return { ...now, interval, before: before?.timeseries };
	}, [link.id, JSON.stringify(parameters), compare]);
	const found = report.data.value;
	const chart = useMemo(() => found && overTime(metric, found.interval, found.timeseries ?? [], found.before), [found, metric]);
	const picture: Picture = {
		path: `${pathOf(link.id)}/analytics/chart`,
		query: { ...parameters, ...(compare && { compare: 'previous' }), height: LINE_HEIGHT, title: `${METRIC_LABELS[metric]} of ${nameOf(link)} · ${rangeLabel(range)}`.slice(0, CHART_LIMITS.title) },
		metric,
	};
	const counted = useCountedSoon(() => { report.refresh(); onClick(); });
	const clicked = useSignal(false);
	const isNew = link.last_clicked_at === null && !clicked.value && (!found || !hasNumbers(found));
	return (
		<>
			{isNew && <NoClicks link={link} />}
			<section class="link-numbers" aria-label="Clicks" hidden={isNew}>
				<RangeBar {...{ range, compare }} interval={{ current: interval, choices: intervalsFor(days) }} end={<PictureButton picture={picture} name={link.slug} />} />
				{report.error.value && <ErrorNotice error={report.error.value} retry={report.refresh} />}
				{!found && !report.error.value && <Skeleton lines={7} />}
				{found && chart && (
					<>
						<div class="report-card" aria-busy={report.loading.value}>
							<NumbersBar numbers={found} compare={found.compare} current={metric} onCurrent={(next) => { setQuery({ metric: next }, { step: false }); }} />
							<Chart title={`${METRIC_LABELS[metric]} over time, ${rangeLabel(range).toLowerCase()}`} {...chart} timeZone={TIME_ZONE} format={(value) => formatMetric(metric, value, found.currency)} />
							<Notes notes={found.notes} />
						</div>
						{hasNumbers(found) ? <Breakdowns {...{ link, found, parameters }} /> : <NothingInRange range={range} />}
					</>
				)}
			</section>
			<RecentClicks link={link} onClick={(click) => { clicked.value = true; counted(click); }} />
		</>
	);
}

/** Calls something soon after a click that has just been made, and not again for some seconds. */
function useCountedSoon(refresh: () => void): (click: ClickEvent) => void {
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const [last, opened] = [useRef(0), useRef(Date.now())];
	const latest = useRef(refresh);
	latest.current = refresh;
	useEffect(() => () => { clearTimeout(timer.current); }, []);
	return ({ occurred_at: at }) => {
		// Those that the stream begins with are in the numbers already; clocks may differ a little.
		if (Date.parse(at) < opened.current - SOON || timer.current !== undefined) return;
		timer.current = setTimeout(() => {
			[timer.current, last.current] = [undefined, Date.now()];
			latest.current();
		}, Math.max(SOON, last.current + PAUSE - Date.now()));
	};
}

/** A link that nobody has clicked yet: the next step. */
function NoClicks({ link }: { link: Link }) {
	const waits = link.status === 'active' ? 'Open it yourself to test it: your visit counts like any other, and is shown here a second later.' : 'As it is now, visitors are not redirected, and nothing is counted.';
	return (
		<EmptyState icon="chart" title="No clicks yet" actions={<a class="button primary normal" href={link.short_url} target="_blank" rel="noreferrer">Test the link</a>}>
			<p>Copy the short link above and send it to somebody. {waits}</p>
		</EmptyState>
	);
}

function NothingInRange({ range }: { range: DateRange }) {
	return (
		<p class="notice nothing-in-range">
			<span>Nobody clicked in this range ({rangeLabel(range).toLowerCase()}).</span>
			<Button size="small" onClick={() => { setQuery({ period: 'all', from: null, to: null, interval: null }); }}>Show all time</Button>
		</p>
	);
}
