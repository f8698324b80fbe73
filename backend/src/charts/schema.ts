import Type, { type Static, type TSchema } from 'typebox';
import { DIMENSIONS } from '../../../contract/analytics.ts';
import { CHART_DEFAULTS, CHART_FORMATS, CHART_LIMITS, CHART_METRICS, CHART_THEMES, CHART_TYPES } from '../../../contract/chart.ts';
import { LinkAnalyticsQuery, ReportQuery } from '../analytics/schema.ts';
import { closed, oneOf } from '../http/schema.ts';

const pictureParameters = {
	type: Type.Optional(oneOf(CHART_TYPES, 'Default `bar` where `breakdown` is given, or a `group_by` other than an interval, else `line`.')),
	metric: Type.Optional(oneOf(CHART_METRICS, 'What is shown. Default `total_clicks`.')),
	breakdown: Type.Optional(oneOf(DIMENSIONS, 'What bars or parts stand for: one dimension.')),
	limit: Type.Optional(Type.Integer({ minimum: 1, maximum: CHART_LIMITS.bars, description: `How many bars or parts; ${String(CHART_DEFAULTS.bars)} bars or ${String(CHART_DEFAULTS.parts)} parts unless you say otherwise. A pie has at most ${String(CHART_LIMITS.parts)}, and one for the rest.` })),
	title: Type.Optional(Type.String({ maxLength: CHART_LIMITS.title, description: 'Heading of the picture. Default: what it shows.' })),
	format: Type.Optional(oneOf(CHART_FORMATS, 'Default `svg`.')),
	theme: Type.Optional(oneOf(CHART_THEMES, 'Default `light`.')),
	width: Type.Optional(Type.Integer({ ...CHART_LIMITS.width, description: `Width in CSS pixels. Default ${String(CHART_DEFAULTS.width)}, which fits an email.` })),
	height: Type.Optional(Type.Integer({ ...CHART_LIMITS.height, description: `Height in CSS pixels. Default ${String(CHART_DEFAULTS.height)}, and as much as there are bars.` })),
	scale: Type.Optional(Type.Integer({ ...CHART_LIMITS.scale, description: `Pixels of a PNG for each CSS pixel. Default ${String(CHART_DEFAULTS.scale)}, for sharp screens.` })),
};

/** Query of `GET /v1/links/{id}/analytics/chart`: that of the numbers, and how they are shown. */
export const LinkChartQuery = Type.Object({ ...Type.Omit(LinkAnalyticsQuery, ['breakdown', 'breakdown_limit']).properties, ...pictureParameters }, closed);

/** Query of `GET /v1/analytics/chart`: that of the report, and how it is shown. */
export const ChartQuery = Type.Object({ ...Type.Omit(ReportQuery, ['breakdown', 'breakdown_limit', 'sort', 'cursor', 'limit', 'format']).properties, ...pictureParameters }, closed);

/** What both queries have in common. */
export type PictureQuery = Static<typeof LinkChartQuery>;

const picture = (schema: TSchema): { schema: TSchema } => ({ schema });

/** Answers of both, for the description of the API. */
export const ChartAnswers = {
	200: { description: 'The picture', content: { 'image/svg+xml': picture(Type.String({ description: 'SVG', examples: ['<svg xmlns="http://www.w3.org/2000/svg">…</svg>'] })), 'image/png': picture(Type.String({ description: 'PNG', contentMediaType: 'image/png' })) } },
	304: { description: 'The picture is the one that If-None-Match names' },
};
