import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ConversionMetric, Dimension, Interval, Metric } from '../../contract/analytics';

/** How the fields of the output are called. */
export const columnNamesProperty: INodeProperties = {
	displayName: 'Column Names',
	name: 'columnNames',
	type: 'options',
	default: 'api',
	description: 'How the fields of the output are called',
	options: [
		{ name: 'API', value: 'api', description: 'As in the API, such as total_clicks' },
		{ name: 'Report', value: 'report', description: 'As in a spreadsheet for people, such as Clicks' },
	],
	displayOptions: { show: { operation: ['breakdown', 'link', 'report', 'timeSeries'] } },
};

/** One column of a table. */
export interface Column {
	/** The member of the row that it shows. */
	key: string;
	/** What it is called in a report; without one, reports do not show it. */
	label?: string;
	/** How a report shows a value, where not as it is. */
	shown?(value: unknown): unknown;
}

/** What a metric is called in a report; the compiler asks for a name when the API gets a new one. */
const METRIC_NAMES: Record<Metric | ConversionMetric, string> = {
	total_clicks: 'Clicks',
	unique_visitors: 'Unique Visitors',
	conversions: 'Conversions',
	conversion_rate: 'Conversion Rate',
	conversion_value: 'Conversion Value',
	bot_clicks: 'Bot Clicks',
	prefetches: 'Prefetches',
};

/** The same for what clicks can be told apart by. */
export const DIMENSION_NAMES: Record<Dimension, string> = {
	browser: 'Browser',
	campaign: 'Campaign',
	city: 'City',
	country: 'Country',
	device: 'Device',
	language: 'Language',
	os: 'Operating System',
	referrer_host: 'Referrer',
	region: 'Region',
	source: 'Source',
	tag: 'Tag',
	utm_campaign: 'UTM Campaign',
	utm_content: 'UTM Content',
	utm_medium: 'UTM Medium',
	utm_source: 'UTM Source',
	utm_term: 'UTM Term',
	variant: 'Variant',
};

/** And for times: what a row of each interval is called, and how much of its beginning is shown. */
const INTERVALS: Record<Interval, { label: string; shown(start: string): string }> = {
	hour: { label: 'Hour', shown: (start) => start.slice(0, 16).replace('T', ' ') },
	day: { label: 'Day', shown: (start) => start.slice(0, 10) },
	week: { label: 'Week', shown: (start) => start.slice(0, 10) },
	month: { label: 'Month', shown: (start) => start.slice(0, 7) },
};

const metrics: Column[] = Object.entries(METRIC_NAMES).flatMap(([key, label]) => [
	{ key, label },
	...(key === 'conversion_value' ? [{ key: 'currency', label: 'Currency' }] : []),
]);

/** Numbers that are compared, in the order in which they are shown. */
export const COMPARED = ['total_clicks', 'unique_visitors', 'conversions'] as const satisfies ReadonlyArray<Metric | ConversionMetric>;

const comparisons: Column[] = COMPARED.flatMap((metric) => [
	{ key: `previous_${metric}`, label: `${METRIC_NAMES[metric]} Before` },
	{ key: `${metric}_change`, label: `${METRIC_NAMES[metric]} Change` },
]);

const link: Column[] = [
	{ key: 'link_id' },
	{ key: 'slug' },
	{ key: 'short_url', label: 'Link' },
	{ key: 'destination', label: 'Destination' },
];

const linkMore: Column[] = [
	{ key: 'title', label: 'Title', shown: (value) => value ?? '' },
	{ key: 'campaign', label: 'Campaign', shown: (value) => value ?? '' },
	{ key: 'tags', label: 'Tags', shown: (value) => (value as string[]).join(', ') },
	{ key: 'external_id' },
];

/** What stands in a report for a value that is not known, or that there is none of. */
const NONE = '(none)';

/** Columns of the numbers of one link. */
export const linkColumns = (compare: boolean): Column[] => [...link, ...metrics, ...(compare ? comparisons : [])];

/** Columns of a report with a row for each link. */
export const linkRowColumns = (compare: boolean): Column[] => [...link, ...linkMore, ...metrics, ...(compare ? comparisons : [])];

/** Columns of a report with a row for each value of a dimension: hits by programs have none. */
export const dimensionColumns = (dimension: Dimension, compare: boolean): Column[] => [
	{ key: dimension, label: DIMENSION_NAMES[dimension], shown: (value) => value ?? NONE },
	...metrics.filter(({ key }) => key !== 'bot_clicks' && key !== 'prefetches'),
	...(compare ? comparisons : []),
];

/** Columns of a table with a row for each hour, day, week or month. */
export const timeColumns = (interval: Interval, compare: boolean): Column[] => [
	{ key: 'start', label: INTERVALS[interval].label, shown: (value) => INTERVALS[interval].shown(String(value)) },
	...metrics,
	...(compare ? [{ key: 'previous_start' }, ...comparisons] : []),
];

/** Columns of a breakdown. */
export const breakdownColumns: Column[] = [
	{ key: 'dimension', label: 'Dimension', shown: (value) => DIMENSION_NAMES[value as Dimension] },
	{ key: 'value', label: 'Value', shown: (value) => value ?? NONE },
	{ key: 'total_clicks', label: METRIC_NAMES.total_clicks },
	{ key: 'share', label: 'Share' },
];

/** One row with the names and in the order of a report. */
export function reportRow(columns: Column[], row: IDataObject): IDataObject {
	const shown = columns.flatMap(({ key, label, shown: format }) => (label === undefined ? [] : [[label, format ? format(row[key]) : (row[key] ?? null)]]));
	return Object.fromEntries(shown) as IDataObject;
}
