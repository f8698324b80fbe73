import type { Interval, SeriesPoint } from '../../../contract/analytics.ts';
import { formatPercent } from '../format.ts';
import { pointLabel, type ChartSeries } from '../ui/chart-data.ts';
import { METRIC_LABELS, type AnyMetric } from './metrics.ts';
import { TIME_ZONE } from './time-zone.ts';

/** What a chart needs beside its title. */
export interface OverTime {
	times: number[];
	series: ChartSeries[];
	interval: Interval;
	fractions: boolean;
	additive: boolean;
	/** Place of the point in which it is now; absent where the range is over. */
	unfinished?: number;
	axis?: (value: number) => string;
}

/**
 * Points of a report as lines: those of the range, and those of the period before in the same places, the first above the first.
 * What has not begun yet has no value.
 */
export function overTime(metric: AnyMetric, interval: Interval, points: readonly SeriesPoint[], before?: readonly SeriesPoint[], now = Date.now(), timeZone = TIME_ZONE): OverTime {
	const times = points.map(({ start }) => Date.parse(start));
	const last = times.findLastIndex((time) => time <= now);
	const valueAt = (point: SeriesPoint | undefined) => point?.[metric] ?? null;
	return {
		times,
		series: [
			{ label: METRIC_LABELS[metric], values: points.map((point, index) => ((times[index] ?? 0) > now ? null : valueAt(point))) },
			...(before ? [{ label: 'Period before', values: times.map((_time, index) => valueAt(before[index])), faint: true }] : []),
		],
		interval,
		fractions: metric === 'conversion_rate' || metric === 'conversion_value',
		// Who came on two days is one visitor.
		additive: metric !== 'conversion_rate' && metric !== 'unique_visitors',
		...(isWithin(now, times[last], interval, timeZone) && { unfinished: last }),
		...(metric === 'conversion_rate' && { axis: formatPercent }),
	};
}

const HOUR = 3_600_000;

/** Whether a moment is within the hour, day, week or month that begins at another. */
function isWithin(moment: number, start: number | undefined, interval: Interval, timeZone: string): boolean {
	if (start === undefined) return false;
	if (interval === 'hour') return moment - start < HOUR;
	if (interval === 'week') return moment - start < 168 * HOUR;
	const label = (time: number) => pointLabel(time, { interval, timeZone });
	return label(moment) === label(start);
}
