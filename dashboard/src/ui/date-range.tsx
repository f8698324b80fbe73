import { useSignal } from '@preact/signals';
import type { Period } from '../../../contract/analytics.ts';
import { formatDate } from '../format.ts';
import type { Query } from '../api/query.ts';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import { Popover } from './popover.tsx';

/** A range of time, as the reports of the API take it: by name, or from one day to another, both of them included. */
export type DateRange = { period: Period } | { from: string; to: string };

/** What each name says. */
export const PERIOD_LABELS: Record<Period, string> = {
	'24h': 'Last 24 hours',
	'7d': 'Last 7 days',
	'30d': 'Last 30 days',
	'90d': 'Last 90 days',
	'12m': 'Last 12 months',
	today: 'Today',
	yesterday: 'Yesterday',
	wtd: 'This week',
	last_week: 'Last week',
	mtd: 'This month',
	last_month: 'Last month',
	ytd: 'This year',
	all: 'All time',
};

/** A range from the parameters of a page's address; `fallback` where they say none. */
export function rangeIn(query: URLSearchParams, fallback: Period = '30d'): DateRange {
	const [from, to, period] = [query.get('from'), query.get('to'), query.get('period')];
	if (from && to) return { from, to };
	return { period: period !== null && period in PERIOD_LABELS ? (period as Period) : fallback };
}

/** The same the other way round, for `setQuery`. */
export function rangeQuery(range: DateRange): Query {
	return 'period' in range ? { period: range.period, from: null, to: null } : { period: null, ...range };
}

/** A range as parameters of `GET /v1/analytics` and its like. */
export function rangeParameters(range: DateRange): Query {
	return 'period' in range ? { period: range.period } : { start_date: range.from, end_date: range.to };
}

/** A range in words. */
export function rangeLabel(range: DateRange): string {
	if ('period' in range) return PERIOD_LABELS[range.period];
	return range.from === range.to ? formatDate(`${range.from}T12:00`) : `${formatDate(`${range.from}T12:00`)} – ${formatDate(`${range.to}T12:00`)}`;
}

/** Chooses a range: one with a name, or two days. */
export function DateRangePicker({ value, onValue }: { value: DateRange; onValue(value: DateRange): void }) {
	return (
		<Popover label={rangeLabel(value)} icon="calendar">
			{(close) => <Choices {...{ value }} onValue={(next) => { close(); onValue(next); }} />}
		</Popover>
	);
}

function Choices({ value, onValue }: { value: DateRange; onValue(value: DateRange): void }) {
	const from = useSignal('from' in value ? value.from : '');
	const to = useSignal('to' in value ? value.to : '');
	const error = useSignal<string | undefined>(undefined);
	const apply = (event: Event) => {
		event.preventDefault();
		error.value = from.value === '' || to.value === '' ? 'Choose both days.' : from.value > to.value ? 'The first day must not be after the last.' : undefined;
		if (error.value === undefined) onValue({ from: from.value, to: to.value });
	};
	return (
		<div class="date-range">
			<ul class="date-presets" aria-label="Ranges">
				{(Object.keys(PERIOD_LABELS) as Period[]).map((period) => (
					<li key={period}><button type="button" aria-pressed={'period' in value && value.period === period} onClick={() => { onValue({ period }); }}>{PERIOD_LABELS[period]}</button></li>
				))}
			</ul>
			<form class="date-days" noValidate onSubmit={apply}>
				<TextField label="From" type="date" value={from.value} onValue={(day) => { from.value = day; }} error={error.value} />
				<TextField label="To" type="date" value={to.value} onValue={(day) => { to.value = day; }} />
				<Button type="submit" kind="primary">Show these days</Button>
			</form>
		</div>
	);
}
