import Type from 'typebox';
import { GROUPS, METRICS } from '../../../contract/analytics.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { closed, nullable, oneOf } from '../http/schema.ts';
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
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page })),
		cursor: Type.Optional(Type.String({ maxLength: 200 })),
	},
	closed,
);

const metrics = Object.fromEntries(METRICS.map((metric) => [metric, Type.Integer()]));
const Range = Type.Object({
	start: nullable(Type.String()),
	end: nullable(Type.String()),
	timezone: Type.String(),
	granularity: Type.Integer({ description: 'Seconds to which the edges were rounded outwards.' }),
});

/** Answer of `GET /v1/links/{id}/analytics`. */
export const LinkAnalyticsSchema = Type.Object({
	link_id: Type.String(),
	slug: Type.String(),
	short_url: Type.String(),
	destination: Type.String(),
	...metrics,
	range: Range,
	as_of: nullable(Type.String()),
});

/** Answer of `GET /v1/analytics`. */
export const ReportSchema = Type.Object({
	group_by: oneOf(GROUPS, 'What makes a row.'),
	rows: Type.Array(
		Type.Object({
			link_id: Type.String(),
			slug: Type.String(),
			short_url: Type.String(),
			destination: Type.String(),
			title: nullable(Type.String()),
			campaign: nullable(Type.String()),
			tags: Type.Array(Type.String()),
			external_id: nullable(Type.String()),
			...metrics,
		}),
	),
	totals: Type.Object({ links: Type.Integer(), ...metrics }),
	range: Range,
	as_of: nullable(Type.String()),
	next_cursor: nullable(Type.String()),
});
