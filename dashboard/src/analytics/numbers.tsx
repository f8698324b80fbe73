import type { Comparison, Metrics } from '../../../contract/analytics.ts';
import { formatPercent } from '../format.ts';
import { Icon } from '../ui/icon.tsx';
import { ALL_METRICS, changeIn, METRIC_LABELS, METRIC_MEANINGS, metricText, NEUTRAL, type AnyMetric } from './metrics.ts';

export interface NumbersProps {
	numbers: Metrics;
	/** The period before, where it was asked for. */
	compare?: Comparison | undefined;
	/** What the chart below shows. */
	current: AnyMetric;
	onCurrent(metric: AnyMetric): void;
}

/** The numbers of a report, each of which can be chosen for the chart, with their changes since the period before. */
export function NumbersBar({ numbers, compare, current, onCurrent }: NumbersProps) {
	return (
		<div class="numbers" role="group" aria-label="Numbers. Each is a button that shows it over time">
			{ALL_METRICS.map((metric) => (
				<button key={metric} type="button" class="number" aria-pressed={metric === current} title={METRIC_MEANINGS[metric]} onClick={() => { onCurrent(metric); }}>
					<span class="number-label">{METRIC_LABELS[metric]}</span>
					<span class="number-value">{metricText(metric, numbers)}</span>
					{metric === 'unique_visitors' && numbers.estimated && <span class="number-note">estimated, within 2%</span>}
					{compare && <Change metric={metric} compare={compare} />}
				</button>
			))}
		</div>
	);
}

function Change({ metric, compare }: { metric: AnyMetric; compare: Comparison }) {
	const change = changeIn(metric, compare);
	if (change === undefined) return null;
	const before = `before: ${metricText(metric, compare)}`;
	if (change === null) return <span class="number-note" title={before}>none before</span>;
	if (change === 0) return <span class="number-note" title={before}>as before</span>;
	const more = change > 0;
	const tone = NEUTRAL.has(metric) ? 'neutral' : more ? 'more' : 'less';
	return (
		<span class={`number-change ${tone}`} title={before}>
			<Icon name={more ? 'arrowUp' : 'arrowDown'} size={13} />
			{formatPercent(Math.abs(change))}<span class="visually-hidden"> {more ? 'more' : 'less'} than in the period before</span>
		</span>
	);
}
