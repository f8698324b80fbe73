import type { ChartFormat, ChartTheme } from '../../../contract/chart.ts';

/** How a picture is to look, whatever it shows. */
export interface ChartStyle {
	format: ChartFormat;
	theme: ChartTheme;
	/** CSS pixels. */
	width: number;
	/** CSS pixels; undefined for as much as it needs. */
	height: number | undefined;
	/** Pixels of a PNG for each of those. */
	scale: number;
}

/** One bar, or one part of a ring. */
export interface ChartRow {
	label: string;
	value: number;
}

/** Numbers over time. Null where the time has not come yet. */
export interface TimeContent {
	type: 'line' | 'columns';
	/** What stands below each point. */
	labels: string[];
	/** What the axis shows, where its labels do not say it. */
	axis: string | undefined;
	values: Array<number | null>;
	/** The period before, point by point. */
	previous: number[] | undefined;
}

/** What a picture shows. */
export type ChartContent =
	| TimeContent
	/** Largest first; `more` are not shown. */
	| { type: 'bars'; rows: ChartRow[]; more: number }
	/** `rest` is what all other rows have together. */
	| { type: 'ring'; rows: ChartRow[]; rest: number; caption: string }
	| { type: 'empty'; sentence: string };

/** A picture before it is drawn: plain values, so that one thread counts and another draws. */
export interface ChartPlan {
	style: ChartStyle;
	title: string;
	/** The number and the range that it is of. */
	subtitle: string;
	/** The picture in words. */
	description: string;
	content: ChartContent;
	/** Headers of the answer. */
	headers: Record<string, string>;
}
