import Type from 'typebox';
import { GROUPS, METRICS, type Metric } from '../../../contract/analytics.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { filterParameters } from '../links/query.ts';

/** How the rows of a report can be ordered; `-` means largest first. */
export const SORT_KEYS = [
	'total_clicks', '-total_clicks', 'unique_visitors', '-unique_visitors', 'bot_clicks', '-bot_clicks', 'prefetches', '-prefetches',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

const rangeParameters = {
	start_date: Type.Optional(Type.String({ maxLength: 40, description: 'A date (the whole day) or an ISO 8601 time.' })),
	end_date: Type.Optional(Type.String({ maxLength: 40, description: 'A date (the day included) or an ISO 8601 time (itself excluded).' })),
	date: Type.Optional(Type.String({ maxLength: 40, description: 'One whole day.' })),
	timezone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA name of the zone in which dates are read. Default UTC.' })),
};

/** Query of `GET /v1/links/{id}/analytics`. */
export const LinkAnalyticsQuery = Type.Object(rangeParameters, closed);

/** Query of `GET /v1/analytics`. */
export const ReportQuery = Type.Object(
	{
		...filterParameters,
		...rangeParameters,
		group_by: Type.Optional(oneOf(GROUPS, 'What makes a row.')),
		sort: Type.Optional(oneOf(SORT_KEYS, 'Default `-total_clicks`.')),
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many rows on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next_cursor` of the page before.' })),
	},
	closed,
);

const ABOUT: Record<Metric, string> = {
	total_clicks: 'Clicks by people.',
	unique_visitors: 'People who clicked, each counted once.',
	bot_clicks: 'Hits by programs.',
	prefetches: 'Hits by browsers that looked ahead.',
};
const metrics = Object.fromEntries(METRICS.map((metric) => [metric, Type.Integer({ minimum: 0, description: ABOUT[metric] })]));
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
		granularity: Type.Integer({ description: 'Seconds to which the edges were rounded outwards.', examples: [900] }),
	},
	{ title: 'ReportRange', description: 'What was counted, as it was understood.' },
);
const AsOf = nullable(Type.String(), 'Id of the last event that is counted; null before the first.');

/** Answer of `GET /v1/links/{id}/analytics`. */
export const LinkAnalyticsSchema = Type.Object({ ...link, ...metrics, range: Range, as_of: AsOf });

/** Answer of `GET /v1/analytics`. */
export const ReportSchema = Type.Object({
	group_by: oneOf(GROUPS, 'What makes a row.'),
	rows: Type.Array(
		Type.Object({
			...link,
			title: nullable(Type.String(), 'A name for people.'),
			campaign: nullable(Type.String(), 'The campaign that the link belongs to.'),
			tags: Type.Array(Type.String(), { description: 'Labels of the link.' }),
			external_id: nullable(Type.String(), 'Your own id for the link.'),
			...metrics,
		}),
		{ description: 'One page.' },
	),
	totals: Type.Object({ links: Type.Integer({ minimum: 0, description: 'Links that match.', examples: [1] }), ...metrics }, { description: 'Over all links that match, not the page; a visitor of two links counts once.' }),
	range: Range,
	as_of: AsOf,
	next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null on the last.'),
});
