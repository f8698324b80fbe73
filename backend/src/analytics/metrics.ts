import { CONVERSION_METRICS, METRICS, type Change, type ConversionMetric, type ConversionNumbers, type Metric, type Metrics } from '../../../contract/analytics.ts';
import { AMOUNT_PARTS } from '../events/conversion.ts';
import type { ConversionTotals, Totals } from '../storage/storage.ts';

/** The numbers of a report, out of what storage counts. */
export function metricsOf(totals: Totals | undefined, conversions: readonly ConversionTotals[] | undefined): Metrics {
	return {
		total_clicks: totals?.human ?? 0,
		unique_visitors: totals?.visitors ?? 0,
		bot_clicks: totals?.bot ?? 0,
		prefetches: totals?.prefetch ?? 0,
		...conversionNumbers(conversions ?? [], totals?.human ?? 0),
		...(totals?.estimated && { estimated: true }),
	};
}

/** What people did after so many clicks. */
export function conversionNumbers(totals: readonly ConversionTotals[], clicks: number): ConversionNumbers {
	const conversions = totals.reduce((sum, one) => sum + one.conversions, 0);
	const valued = totals.flatMap(({ currency, conversions: count, amount }) => (currency === null ? [] : [{ currency, conversions: count, value: amount / AMOUNT_PARTS }]));
	return {
		conversions,
		conversion_value: valued.length > 1 ? null : (valued[0]?.value ?? 0),
		currency: valued.length === 1 ? (valued[0]?.currency ?? null) : null,
		...(valued.length > 1 && { conversion_values: valued }),
		conversion_rate: clicks === 0 ? 0 : conversions / clicks,
	};
}

/** From one period to the next. */
export function changeOf(now: Metrics, before: Metrics): Record<Metric | ConversionMetric, Change | null> {
	const change = (metric: Metric | ConversionMetric): Change | null => {
		const [to, from] = [now[metric], before[metric]];
		if (to === null || from === null) return null;
		// Euros and dollars have no difference.
		if (metric === 'conversion_value' && now.currency !== before.currency && to !== 0 && from !== 0) return null;
		return { absolute: rounded(to - from), fraction: from === 0 ? null : rounded((to - from) / from) };
	};
	return Object.fromEntries([...METRICS, ...CONVERSION_METRICS].map((metric) => [metric, change(metric)])) as Record<Metric | ConversionMetric, Change | null>;
}

/** Without what subtracting decimals leaves behind. */
function rounded(value: number): number {
	return Number(value.toPrecision(12));
}
