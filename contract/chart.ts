/** Reports as pictures. */
import type { ConversionMetric, Metric } from './analytics.ts';

export const CHART_FORMATS = ['svg', 'png'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

/** `line`: over time. `bar`: a bar for each link, value or interval. `pie`: what a whole is made of, as a ring. */
export const CHART_TYPES = ['line', 'bar', 'pie'] as const;
export type ChartType = (typeof CHART_TYPES)[number];

export const CHART_THEMES = ['light', 'dark'] as const;
export type ChartTheme = (typeof CHART_THEMES)[number];

/** What a chart can show: numbers of which there is one for every row of a report. */
export const CHART_METRICS = ['total_clicks', 'unique_visitors', 'conversions'] as const satisfies readonly (Metric | ConversionMetric)[];
export type ChartMetric = (typeof CHART_METRICS)[number];

/** Limits of a picture. Sizes in CSS pixels. */
export const CHART_LIMITS = {
	width: { minimum: 300, maximum: 1600 },
	height: { minimum: 160, maximum: 1600 },
	/** Pixels of a PNG for each of these. */
	scale: { minimum: 1, maximum: 3 },
	/** Bars; parts of a ring, which has one more for the rest. */
	bars: 50,
	parts: 7,
	/** Bars of a chart over time. */
	columns: 400,
	title: 200,
} as const;

/** What holds where nothing else is said. */
export const CHART_DEFAULTS = { width: 600, height: 320, scale: 2, bars: 10, parts: 6 } as const;
