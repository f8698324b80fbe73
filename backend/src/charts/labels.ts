import type { Dimension, Group, Interval, LinkReportRow, ReportRow } from '../../../contract/analytics.ts';
import { plainText } from './words.ts';

/** What each dimension is called after "by". */
const DIMENSION_NAMES: Record<Dimension, string> = {
	country: 'country', region: 'region', city: 'city', language: 'language', device: 'device', browser: 'browser', os: 'operating system', referrer_host: 'referrer', source: 'source',
	utm_source: 'utm_source', utm_medium: 'utm_medium', utm_campaign: 'utm_campaign', utm_term: 'utm_term', utm_content: 'utm_content', variant: 'variant', campaign: 'campaign', tag: 'tag',
};

/** Values that the link or the visitor's address may simply not have; of all others, a missing one is not known. */
const OPTIONAL: readonly Group[] = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'variant', 'campaign', 'tag', 'referrer_host'];

/** What a group is called after "by". */
export function groupName(group: Exclude<Group, Interval>): string {
	return group === 'link' ? 'link' : DIMENSION_NAMES[group];
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** What a row of a report is called: a link by its title or slug, a value by its name in English. */
export function labelOf(row: ReportRow, group: Exclude<Group, Interval>): string {
	if (group === 'link') {
		const { title, slug } = row as LinkReportRow;
		return plainText(title ?? '') || `/${slug}`;
	}
	const value = (row as { [D in Dimension]?: string | null })[group] ?? null;
	if (value === null) return OPTIONAL.includes(group) ? 'None' : 'Unknown';
	return plainText(nameOf(value, group)) || '(blank)';
}

function nameOf(value: string, dimension: Dimension): string {
	if (dimension === 'device' || dimension === 'source') return value.slice(0, 1).toUpperCase() + value.slice(1);
	if (dimension === 'country' && /^[A-Z]{2}$/.test(value)) return countries.of(value) ?? value;
	if (dimension === 'language' && /^[a-z]{2,3}$/.test(value)) return languages.of(value) ?? value;
	return value;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What stands below a point of a time series. @param start local time with its offset, as reports have it */
export function timeLabel(start: string, interval: Interval): string {
	const [year = '', month = '', day = ''] = start.slice(0, 10).split('-');
	const name = MONTHS[Number(month) - 1] ?? month;
	if (interval === 'month') return `${name} ${year}`;
	const date = `${String(Number(day))} ${name}`;
	return interval === 'hour' ? `${date} ${start.slice(11, 16)}` : date;
}
