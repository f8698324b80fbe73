import Type from 'typebox';
import { ATTRIBUTIONS, CONVERSION_METRICS, DIMENSIONS, GROUPS, INTERVALS, METRICS, PERIODS, REPORT_LIMITS, type Dimension, type Metric } from '../../../contract/analytics.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { filterParameters } from '../links/query.ts';

/** What rows can be ordered by; `name` is what the row is: a slug, a time, a value. */
export const SORT_FIELDS = [...METRICS, ...CONVERSION_METRICS, 'name'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** How the rows of a report can be ordered; `-` means largest first. */
export type SortKey = SortField | `-${SortField}`;
const SORT_KEYS = SORT_FIELDS.flatMap((field): SortKey[] => [field, `-${field}`]);

const rangeParameters = {
	start_date: Type.Optional(Type.String({ maxLength: 40, description: 'A date (the whole day) or an ISO 8601 time.' })),
	end_date: Type.Optional(Type.String({ maxLength: 40, description: 'A date (the day included) or an ISO 8601 time (itself excluded).' })),
	date: Type.Optional(Type.String({ maxLength: 40, description: 'One whole day.' })),
	period: Type.Optional(oneOf(PERIODS, 'A range by name, in place of dates. `7d`, `30d` and `90d` are whole days up to today, `12m` whole months up to this one, `24h` the last 24 hours; `wtd`, `mtd`, `ytd` are the week (from Monday), the month and the year so far.')),
	timezone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA name of the zone in which dates are read and intervals begin. Default UTC.' })),
};

const partParameters = {
	interval: Type.Optional(oneOf(INTERVALS, 'Adds `timeseries`: every interval of the range, at most 10,000. Weeks begin on Monday.')),
	breakdown: Type.Optional(Type.String({ maxLength: 400, description: `Adds tables of clicks by these, separated by commas: ${DIMENSIONS.join(', ')}.` })),
	breakdown_limit: Type.Optional(Type.Integer({ minimum: 1, maximum: REPORT_LIMITS.breakdown, description: `How many rows of each; ${String(REPORT_LIMITS.breakdownDefault)} unless you say otherwise. The rest is in \`other\`.` })),
	attribution: Type.Optional(oneOf(ATTRIBUTIONS, 'For campaigns and tags, as rows and in `breakdown`: what the link was at the click (default), or what it is now.')),
	compare: Type.Optional(oneOf(['previous'], 'Adds `compare`: the period before, of the same length, and the change since.')),
};

/** Query of `GET /v1/links/{id}/analytics`. */
export const LinkAnalyticsQuery = Type.Object({ ...rangeParameters, ...partParameters }, closed);

/** Query of `GET /v1/analytics`. */
export const ReportQuery = Type.Object(
	{
		...filterParameters,
		...rangeParameters,
		...partParameters,
		include_deleted: Type.Optional(Type.Boolean({ description: 'Whether deleted links that people have clicked, or that have conversions, are among them. Default false.' })),
		group_by: Type.Optional(oneOf(GROUPS, 'What makes a row. Default `link`.')),
		sort: Type.Optional(Type.Unsafe<SortKey>(oneOf(SORT_KEYS, 'Default `-total_clicks`, of times `name`.'))),
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many rows on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next_cursor` of the page before.' })),
		format: Type.Optional(oneOf(['json', 'csv'], 'The rows as a table, in place of everything. Default `json`.')),
	},
	closed,
);

const ABOUT: Record<Metric, string> = {
	total_clicks: 'Clicks by people.',
	unique_visitors: 'People who clicked, each counted once.',
	bot_clicks: 'Hits by programs.',
	prefetches: 'Hits by browsers that looked ahead.',
};
const hits = Object.fromEntries(METRICS.map((metric) => [metric, Type.Integer({ minimum: 0, description: ABOUT[metric] })]));
const conversions = {
	conversions: Type.Integer({ minimum: 0, description: 'What people did after they clicked.', examples: [14] }),
	conversion_value: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], { description: 'Sum of their values; null where there are several currencies.', examples: [349.5] }),
	currency: Type.Union([Type.String(), Type.Null()], { description: 'ISO 4217; null where there is no value, or several currencies.', examples: ['EUR'] }),
	conversion_values: Type.Optional(Type.Array(Type.Object({ currency: Type.String({ examples: ['EUR'] }), conversions: Type.Integer({ examples: [14] }), value: Type.Number({ examples: [349.5] }) }), { description: 'Only where there are several currencies.' })),
	conversion_rate: Type.Number({ minimum: 0, description: 'Conversions per click; 0 where there are no clicks.', examples: [0.0109] }),
};
const estimated = { estimated: Type.Optional(Type.Boolean({ description: 'True where `unique_visitors` is an estimate, within 2 %: only above 100,000.' })) };
const metrics = { ...hits, ...conversions, ...estimated };
const link = {
	link_id: Type.String({ description: '`lnk_…`' }),
	slug: Type.String({ description: 'The part after the slash.' }),
	short_url: Type.String({ description: 'Base URL and slug.' }),
	destination: Type.String({ description: 'Where visitors go.' }),
};
const Range = Type.Object(
	{
		start: nullable(answeredTime(), 'Inclusive; null for "from the beginning".'),
		end: nullable(answeredTime(), 'Exclusive; null for "until now".'),
		timezone: Type.String({ description: 'IANA name of the zone in which dates were read.' }),
		granularity: Type.Integer({ description: 'Seconds to which the edges were rounded outwards; 0: they are exact, to the millisecond.', examples: [0] }),
	},
	{ title: 'ReportRange', description: 'What was counted, as it was understood.' },
);
const AsOf = nullable(Type.String(), 'Id of the last event that is counted; null before the first.');
/** A value of each. */
const EXAMPLES: Record<Dimension, string> = {
	country: 'DE', region: 'Bavaria', city: 'Munich', language: 'de', device: 'mobile', browser: 'Chrome', os: 'Android', referrer_host: 'www.google.com', source: 'search',
	utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'spring', utm_term: 'shoes', utm_content: 'footer', variant: 'a', campaign: 'spring-2027', tag: 'newsletter',
};
const Point = Type.Object({ start: Type.String({ description: 'Local time with offset.', examples: ['2027-03-28T00:00:00+01:00'] }), ...metrics });
const Breakdown = Type.Object({
	rows: Type.Array(Type.Object({ value: Type.Union([Type.String(), Type.Null()], { description: 'Null where nothing is known.', examples: ['DE'] }), total_clicks: Type.Integer({ minimum: 1 }) })),
	other: Type.Integer({ minimum: 0, description: 'Clicks of all further values.', examples: [31] }),
}, { examples: [{ rows: [{ value: 'DE', total_clicks: 1253 }], other: 31 }] });
const Change = Type.Union([Type.Object({ absolute: Type.Number({ examples: [120] }), fraction: Type.Union([Type.Number(), Type.Null()], { description: 'Of the earlier number; null where that is 0.', examples: [0.103] }) }), Type.Null()], { examples: [{ absolute: 120, fraction: 0.103 }] });
const parts = {
	timeseries: Type.Optional(Type.Array(Point, { description: 'With `interval`.' })),
	breakdown: Type.Optional(Type.Partial(Type.Object(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, Breakdown])) as Record<Dimension, typeof Breakdown>), { description: 'With `breakdown`: a table for each of the names.' })),
	compare: Type.Optional(Type.Object({ range: Range, ...metrics, change: Type.Object(Object.fromEntries([...METRICS, ...CONVERSION_METRICS].map((metric) => [metric, Change]))) }, { description: 'With `compare`.' })),
	notes: Type.Optional(Type.Array(Type.String({ examples: ['The salt that tells visitors apart was replaced on 2027-03-12 (UTC): who came before and after it counts as two unique visitors.'] }), { description: 'What to know about the numbers.' })),
};

/** Answer of `GET /v1/links/{id}/analytics`. */
export const LinkAnalyticsSchema = Type.Object({ ...link, ...metrics, range: Range, ...parts, as_of: AsOf });

const LinkRow = Type.Object({
	...link,
	title: nullable(Type.String(), 'A name for people.'),
	campaign: nullable(Type.String(), 'The campaign that the link belongs to.'),
	tags: Type.Array(Type.String(), { description: 'Labels of the link.' }),
	external_id: nullable(Type.String(), 'Your own id for the link.'),
	...metrics,
});
const DimensionRow = Type.Object({
	...Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, Type.Optional(Type.Union([Type.String(), Type.Null()], { examples: [EXAMPLES[dimension]] }))])),
	total_clicks: Type.Integer({ minimum: 0, description: ABOUT.total_clicks }),
	unique_visitors: Type.Integer({ minimum: 0, description: ABOUT.unique_visitors }),
	...conversions,
	estimated: Type.Optional(Type.Boolean({ description: 'True where `unique_visitors` is an estimate: only where all rows together have more than 100,000.' })),
}, { description: 'Grouped by a dimension: its value, under its name.' });

/** Answer of `GET /v1/analytics`. */
export const ReportSchema = Type.Object({
	group_by: oneOf(GROUPS, 'What makes a row.'),
	rows: Type.Array(Type.Union([LinkRow, Point, DimensionRow]), { description: 'One page.' }),
	totals: Type.Object({ links: Type.Integer({ minimum: 0, description: 'Links that match.', examples: [1] }), ...metrics }, { description: 'Over all links that match, not the page; a visitor of two links counts once.' }),
	range: Range,
	...parts,
	as_of: AsOf,
	next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null on the last.'),
});

/** Answer of `POST` and `GET /v1/analytics/rebuild`. */
export const RebuildSchema = Type.Object({
	status: oneOf(['running', 'idle'], 'Whether one is running.'),
	counted: Type.Integer({ minimum: 0, description: 'Position of the log up to which events are counted again.', examples: [42_137] }),
	events: Type.Integer({ minimum: 0, description: 'Position of the last event.', examples: [42_137] }),
	finished: Type.Integer({ minimum: 0, description: 'How many have been finished since the server started.', examples: [1] }),
});
