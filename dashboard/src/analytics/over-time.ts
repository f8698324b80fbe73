import type { Interval, SeriesPoint } from '../../../contract/analytics.ts';
import { formatPercent } from '../format.ts';
import type { ChartSeries } from '../ui/chart-options.ts';
import { METRIC_LABELS, type AnyMetric } from './metrics.ts';

/** What a chart needs beside its title. */
export interface OverTime {
	times: number[];
	series: ChartSeries[];
	interval: Interval;
	fractions: boolean;
	additive: boolean;
	axis?: (value: number) => string;
}

/**
 * Points of a report as lines: those of the range, and those of the period before in the same places, the first above the first.
 * What has not begun yet has no value.
 */
export function overTime(metric: AnyMetric, interval: Interval, points: readonly SeriesPoint[], before?: readonly SeriesPoint[], now = Date.now()): OverTime {
	const times = points.map(({ start }) => Date.parse(start));
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
		...(metric === 'conversion_rate' && { axis: formatPercent }),
	};
}
