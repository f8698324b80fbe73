import { OTHER_VALUES, type Dimension, type Group } from '../../../contract/analytics.ts';

/** What a report can be grouped by, as a heading: "Country". */
export const GROUP_LABELS: Record<Group, string> = {
	link: 'Link',
	campaign: 'Campaign',
	tag: 'Tag',
	hour: 'Hour',
	day: 'Day',
	week: 'Week',
	month: 'Month',
	country: 'Country',
	region: 'Region',
	city: 'City',
	language: 'Language',
	device: 'Device',
	browser: 'Browser',
	os: 'System',
	source: 'Source',
	referrer_host: 'Referrer',
	utm_source: 'UTM source',
	utm_medium: 'UTM medium',
	utm_campaign: 'UTM campaign',
	utm_term: 'UTM term',
	utm_content: 'UTM content',
	variant: 'Variant',
};

/** What makes a row, within a sentence: "by country", "by UTM source". */
export function byText(group: Group): string {
	const label = GROUP_LABELS[group];
	return `by ${label.startsWith('UTM') ? label : label.toLowerCase()}`;
}

/** What a click has where it has no value: nothing was said, or nothing could be found out. */
const NONE: Partial<Record<Dimension, string>> = {
	referrer_host: 'No referrer',
	utm_source: 'None',
	utm_medium: 'None',
	utm_campaign: 'None',
	utm_term: 'None',
	utm_content: 'None',
	variant: 'No variant',
	campaign: 'No campaign',
	tag: 'No tag',
	language: 'Not said',
};

/** Words for what the API names by a code. */
const NAMES: Partial<Record<Dimension, Record<string, string>>> = {
	device: { desktop: 'Desktop', mobile: 'Phone', tablet: 'Tablet', tv: 'Television', bot: 'Program' },
	source: { direct: 'Direct', social: 'Social', search: 'Search', email: 'Email', qr: 'QR code', internal: 'This shortener', referral: 'Other sites' },
};

const countries = new Intl.DisplayNames('en-GB', { type: 'region' });
const languages = new Intl.DisplayNames('en-GB', { type: 'language' });

/** A value of a dimension in words: `DE` is Germany. */
export function valueLabel(dimension: Dimension, value: string | null): string {
	if (value === null || value === '') return NONE[dimension] ?? 'Unknown';
	if (value === OTHER_VALUES) return 'Others';
	if (dimension === 'country') return nameOf(countries, value);
	if (dimension === 'language') return nameOf(languages, value);
	return NAMES[dimension]?.[value] ?? value;
}

/** Visitors write their languages themselves: what is no code stays as it is. */
function nameOf(names: Intl.DisplayNames, code: string): string {
	try {
		return names.of(code) ?? code;
	} catch {
		return code;
	}
}
