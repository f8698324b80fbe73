/** Reports over clicks. */

/** The numbers of hits that every report holds, in the order in which it shows them. */
export const METRICS = ['total_clicks', 'unique_visitors', 'bot_clicks', 'prefetches'] as const;
export type Metric = (typeof METRICS)[number];

/** The numbers of conversions beside them, in their order. */
export const CONVERSION_METRICS = ['conversions', 'conversion_value', 'conversion_rate'] as const;
export type ConversionMetric = (typeof CONVERSION_METRICS)[number];

/** What people did after their clicks. */
export interface ConversionNumbers {
	conversions: number;
	/** Sum of their values, in `currency`; null where there are several currencies. */
	conversion_value: number | null;
	/** ISO 4217; null where no value is known, or in several. */
	currency: string | null;
	/** Only where there are several. */
	conversion_values?: Array<{ currency: string; conversions: number; value: number }>;
	/** `conversions` per click by people; 0 where there are no clicks. */
	conversion_rate: number;
}

export type Metrics = Record<Metric, number> & ConversionNumbers & {
	/** `unique_visitors` is an estimate: within 2 %, and only above 100,000. Absent where it is exact. */
	estimated?: true;
};

/** What clicks can be told apart by. Each is what it was at the click; `tag` counts a click for each of the link's tags. */
export const DIMENSIONS = [
	'country', 'region', 'city', 'language', 'device', 'browser', 'os', 'referrer_host', 'source',
	'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'variant', 'campaign', 'tag',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Widths of a time series. Weeks begin on Monday. */
export const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** What a selection can be grouped by. */
export const GROUPS = ['link', ...INTERVALS, ...DIMENSIONS] as const;
export type Group = (typeof GROUPS)[number];

/** Ranges by name. All but `24h` and `all` are whole days of the time zone, today included where it belongs to them. */
export const PERIODS = ['24h', '7d', '30d', '90d', '12m', 'today', 'yesterday', 'wtd', 'last_week', 'mtd', 'last_month', 'ytd', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** Whose campaign and tags a click counts for: those that its link had at the click, or those that it has now. */
export const ATTRIBUTIONS = ['click', 'current'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

/** Limits of reports. */
export const REPORT_LIMITS = {
	/** Points of a time series. */
	buckets: 10_000,
	/** Rows of a breakdown: at most, and unless asked otherwise. */
	breakdown: 1000,
	breakdownDefault: 100,
	/** Values of one dimension that are told apart on one day of one link; later ones share {@link OTHER_VALUES}. */
	values: 2000,
} as const;

/** What stands for values that a day of a link had no room for. */
export const OTHER_VALUES = '(other)';

/** The range that a report covers, as it was understood. */
export interface ReportRange {
	/** RFC 3339 UTC, inclusive; null for "from the beginning". */
	start: string | null;
	/** RFC 3339 UTC, exclusive; null for "until now". */
	end: string | null;
	/** IANA name of the zone in which dates were read. */
	timezone: string;
	/** Seconds to which the edges of the range were rounded outwards; 0: they are exact, to the millisecond. */
	granularity: number;
}

/** One point of a time series. */
export interface SeriesPoint extends Metrics {
	/** Where it begins: local time with the zone's offset there, such as `2027-03-28T00:00:00+01:00`. */
	start: string;
}

/** Clicks by people, by what they have in common: the most frequent values, and how many clicks have any other. */
export interface Breakdown {
	rows: Array<{ value: string | null; total_clicks: number }>;
	other: number;
}

/** How a number differs from that of the earlier period. */
export interface Change {
	absolute: number;
	/** Of the earlier number; null where that is 0. */
	fraction: number | null;
}

/** The period before, and the change since. */
export interface Comparison extends Metrics {
	range: ReportRange;
	/** From the earlier number to that of the report. Null where one of the two is not one number. */
	change: Record<Metric | ConversionMetric, Change | null>;
}

/** What a report has beside its numbers, where it is asked for. */
export interface ReportParts {
	timeseries?: SeriesPoint[];
	breakdown?: Partial<Record<Dimension, Breakdown>>;
	compare?: Comparison;
	/** What to know about the numbers: sentences. Absent where there is nothing. */
	notes?: string[];
}

/** Answer of `GET /v1/links/{id}/analytics`. */
export interface LinkAnalytics extends Metrics, ReportParts {
	link_id: string;
	slug: string;
	short_url: string;
	destination: string;
	range: ReportRange;
	/** Id of the last event that is counted; null before the first. */
	as_of: string | null;
}

/** One link of a report grouped by link. */
export interface LinkReportRow extends Metrics {
	link_id: string;
	slug: string;
	short_url: string;
	destination: string;
	title: string | null;
	campaign: string | null;
	tags: string[];
	external_id: string | null;
}

/**
 * One row of a report grouped by a dimension: its value, under the dimension's name. Where the selection has more than 100,000 visitors,
 * `unique_visitors` may be an estimate in smaller rows, too, and is the less exact the smaller they are; in the smallest it is exact.
 */
export type DimensionRow = Pick<Metrics, 'total_clicks' | 'unique_visitors' | 'estimated'> & ConversionNumbers & { [D in Dimension]?: string | null };

/** A row of a report, whatever it is grouped by. */
export type ReportRow = LinkReportRow | SeriesPoint | DimensionRow;

/** Answer of `GET /v1/analytics`. `totals` covers the whole selection, not the page. */
export interface Report<Row = LinkReportRow> extends ReportParts {
	group_by: Group;
	rows: Row[];
	totals: Metrics & { links: number };
	range: ReportRange;
	as_of: string | null;
	next_cursor: string | null;
}

/** Answer of `POST` and `GET /v1/analytics/rebuild`. */
export interface AnalyticsRebuildProgress {
	status: 'running' | 'idle';
	/** Events that are counted again, and how many there are to count. Of the last one, where none is running. */
	counted: number;
	events: number;
	/** How many have been finished since the server started. */
	finished: number;
}
