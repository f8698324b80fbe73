import type { ComponentChildren } from 'preact';
import type { Interval } from '../../../contract/analytics.ts';
import { setQuery } from '../router.ts';
import { Switch } from '../ui/choice.tsx';
import { DateRangePicker, rangeQuery, type DateRange } from '../ui/date-range.tsx';
import { Segments } from '../ui/tabs.tsx';
import { hasBefore, INTERVAL_LABELS } from './intervals.ts';
import { TIME_ZONE, timeZoneLabel } from './time-zone.ts';

export interface RangeBarProps {
	range: DateRange;
	compare: boolean;
	/** Where the width of points can be chosen: the one that is shown, and those that there are. */
	interval?: { current: Interval; choices: readonly Interval[] };
	/** Before the range. */
	children?: ComponentChildren;
	/** At the end of the line. */
	end?: ComponentChildren;
}

/** Range, width of points and comparison: each stands in the address of the page. */
export function RangeBar({ range, compare, interval, children, end }: RangeBarProps) {
	return (
		<div class="range-bar">
			{children}
			<DateRangePicker value={range} onValue={(next) => { setQuery({ ...rangeQuery(next), interval: null }); }} />
			{interval && interval.choices.length > 1 && (
				<Segments
					label="Width of points"
					value={interval.current}
					options={interval.choices.map((value) => ({ value, label: INTERVAL_LABELS[value] }))}
					onValue={(value) => { setQuery({ interval: value }); }}
				/>
			)}
			<Switch label="Compare" checked={compare} disabled={!hasBefore(range)} onChecked={(on) => { setQuery({ compare: on ? null : 'no' }); }} />
			<span class="time-zone muted" title={`Days begin at midnight in ${TIME_ZONE}, the time zone of your browser`}>{timeZoneLabel()}</span>
			{end}
		</div>
	);
}
