import type { ReportRange } from '../../../contract/analytics.ts';
import type { ChartMetric } from '../../../contract/chart.ts';
import { dayOf, startOfDay } from '../analytics/time-zone.ts';

/** What each metric is called: in a heading, and after a number that is one or another. */
export const METRIC_NAMES: Record<ChartMetric, { name: string; one: string; many: string }> = {
	total_clicks: { name: 'Clicks', one: 'click', many: 'clicks' },
	unique_visitors: { name: 'Unique visitors', one: 'unique visitor', many: 'unique visitors' },
	conversions: { name: 'Conversions', one: 'conversion', many: 'conversions' },
};

/** `1,234` */
export function formatNumber(value: number): string {
	return value.toLocaleString('en');
}

/** `45 %`, and `<1 %` for what would be none. */
export function formatShare(fraction: number): string {
	return fraction > 0 && fraction < 0.005 ? '<1 %' : `${formatNumber(Math.round(fraction * 100))} %`;
}

/** `1,234 clicks`. @param estimated whether the number is one within 2 % */
export function counted(value: number, metric: ChartMetric, estimated = false): string {
	const { one, many } = METRIC_NAMES[metric];
	return `${estimated ? 'about ' : ''}${formatNumber(value)} ${value === 1 ? one : many}`;
}

/** How a number differs from that of the period before: `12 % more than before (1,100)`. */
export function changed(now: number, before: number): string {
	if (now === before) return `as many as before (${formatNumber(before)})`;
	if (before === 0) return 'none before';
	return `${formatShare(Math.abs(now - before) / before)} ${now > before ? 'more' : 'fewer'} than before (${formatNumber(before)})`;
}

/** The days of a range, or its times where it is not made of whole days, in its time zone. */
export function rangeInWords({ start, end, timezone }: ReportRange): string {
	const [from, to] = [start === null ? null : Date.parse(start), end === null ? null : Date.parse(end)];
	const days = [from, to].every((time) => time === null || startOfDay(dayOf(time, timezone), timezone) === time);
	const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'medium', ...(!days && { timeStyle: 'short' }) });
	// The end is the first moment that does not count.
	const last = to === null ? null : days ? to - 1 : to;
	if (from === null) return last === null ? 'all time' : `until ${format.format(last)}`;
	return last === null ? `since ${format.format(from)}` : plainSpaces(format.formatRange(from, Math.max(from, last)));
}

/** Fonts have no picture of the thin spaces that dates are written with. */
function plainSpaces(text: string): string {
	return text.replaceAll(/[\u2009\u202f]/g, ' ');
}

/** A caller's text as XML can hold it, in one line. */
export function plainText(text: string): string {
	// eslint-disable-next-line no-control-regex -- XML 1.0 has no way to write them.
	return text.toWellFormed().replaceAll(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff\s]+/g, ' ').trim();
}
