/** Reports over clicks. */

/** The numbers that every report holds, in the order in which it shows them. */
export const METRICS = ['total_clicks', 'unique_visitors', 'bot_clicks', 'prefetches'] as const;
export type Metric = (typeof METRICS)[number];

export type Metrics = Record<Metric, number>;

/** What a selection can be grouped by. */
export const GROUPS = ['link'] as const;
export type Group = (typeof GROUPS)[number];

/** The range that a report covers, as it was understood. */
export interface ReportRange {
	/** RFC 3339 UTC, inclusive; null for "from the beginning". */
	start: string | null;
	/** RFC 3339 UTC, exclusive; null for "until now". */
	end: string | null;
	/** IANA name of the zone in which dates were read. */
	timezone: string;
	/** Seconds to which the edges of the range were rounded outwards. */
	granularity: number;
}

/** Answer of `GET /v1/links/{id}/analytics`. */
export interface LinkAnalytics extends Metrics {
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

/** Answer of `GET /v1/analytics?group_by=link`. `totals` covers the whole selection, not the page. */
export interface Report {
	group_by: Group;
	rows: LinkReportRow[];
	totals: Metrics & { links: number };
	range: ReportRange;
	as_of: string | null;
	next_cursor: string | null;
}
