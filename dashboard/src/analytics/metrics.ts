import { CONVERSION_METRICS, METRICS, type Comparison, type ConversionMetric, type ConversionNumbers, type Metric, type Metrics } from '../../../contract/analytics.ts';
import { formatNumber, formatPercent } from '../format.ts';

/** Any number of a report. */
export type AnyMetric = Metric | ConversionMetric;

/** All of them, in the order in which they are shown. */
export const ALL_METRICS: readonly AnyMetric[] = ['total_clicks', 'unique_visitors', ...CONVERSION_METRICS, ...METRICS.slice(2)];

/** What each is called. */
export const METRIC_LABELS: Record<AnyMetric, string> = {
	total_clicks: 'Clicks',
	unique_visitors: 'Unique visitors',
	bot_clicks: 'Bots',
	prefetches: 'Prefetches',
	conversions: 'Conversions',
	conversion_value: 'Value',
	conversion_rate: 'Conversion rate',
};

/** What each counts, in a sentence. */
export const METRIC_MEANINGS: Record<AnyMetric, string> = {
	total_clicks: 'Clicks by people.',
	unique_visitors: 'People who clicked, each counted once.',
	bot_clicks: 'Hits by programs, such as link previews and search engines. They do not count as clicks.',
	prefetches: 'Browsers that loaded the page before anybody clicked. They do not count as clicks.',
	conversions: 'What people did after they clicked, such as sales.',
	conversion_value: 'What the conversions are worth.',
	conversion_rate: 'Conversions per click.',
};

/** Metrics of which neither more nor less is good or bad. */
export const NEUTRAL: ReadonlySet<AnyMetric> = new Set(['bot_clicks', 'prefetches']);

/** The numbers of a row: those that it has. */
export type Numbers = Partial<Record<Metric, number>> & ConversionNumbers;

/** Whether a text is the name of a metric. */
export function isMetric(text: string | null): text is AnyMetric {
	return text !== null && text in METRIC_LABELS;
}

/** A number of a row in words: `1,234`, `€49.90`, `3.2%`; a dash where the row has none. */
export function metricText(metric: AnyMetric, numbers: Numbers): string {
	if (metric === 'conversion_value') return valueText(numbers);
	const value = numbers[metric];
	return value === undefined ? '–' : formatMetric(metric, value);
}

/** A number by itself; an amount in `currency`, where it is known. */
export function formatMetric(metric: AnyMetric, value: number, currency: string | null = null): string {
	if (metric === 'conversion_rate') return formatPercent(value);
	return metric === 'conversion_value' ? amount(value, currency) : formatNumber(value);
}

/** How a number differs from that of the period before, as a fraction; undefined where nothing is compared, null where there is nothing to compare with. */
export function changeIn(metric: AnyMetric, { change }: Pick<Comparison, 'change'>): number | null | undefined {
	const found = change[metric];
	if (found === null) return undefined;
	return found.absolute === 0 ? 0 : found.fraction;
}

/** Whether anything has been counted. */
export function hasNumbers({ total_clicks: clicks, bot_clicks: bots, prefetches, conversions }: Metrics): boolean {
	return clicks + bots + prefetches + conversions > 0;
}

function valueText({ conversion_value: value, currency, conversion_values: values }: ConversionNumbers): string {
	if (values) return values.map((one) => amount(one.value, one.currency)).join(' + ');
	return value === null ? '–' : amount(value, currency);
}

/** An amount of money; a bare number where no currency is known, or where it is none that browsers know. */
function amount(value: number, currency: string | null): string {
	if (currency === null) return formatNumber(value);
	try {
		return new Intl.NumberFormat('en-GB', { style: 'currency', currency, ...(Number.isInteger(value) && { maximumFractionDigits: 0 }) }).format(value);
	} catch {
		return `${formatNumber(value)} ${currency}`;
	}
}
