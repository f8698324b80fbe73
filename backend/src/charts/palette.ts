import type { ChartTheme } from '../../../contract/chart.ts';

/** Colours of a theme. */
export interface Palette {
	background: string;
	text: string;
	/** Of what is less important, and still read. */
	muted: string;
	/** Lines to measure by. */
	grid: string;
	/** The one colour of lines and bars. */
	series: string;
	/** The period before. */
	previous: string;
	/** Parts of a ring, in this order: neighbours differ for people without cones for red or green too. */
	parts: readonly string[];
	/** The part for all the rest. */
	rest: string;
}

/**
 * Text has a contrast of 4.5 to 1 or more with the background, what is drawn 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11). The parts are from the
 * palettes of Okabe and Ito and of Tol for people who see colours differently, darkened on white where they were too pale.
 */
export const PALETTES: Record<ChartTheme, Palette> = {
	light: {
		background: '#ffffff', text: '#1f2933', muted: '#52606d', grid: '#e4e7eb', series: '#0072b2', previous: '#b04a00',
		parts: ['#0072b2', '#d55e00', '#aa4499', '#117733', '#332288', '#882255', '#8a7500'],
		rest: '#75808c',
	},
	dark: {
		background: '#16202b', text: '#f0f4f8', muted: '#b0bcc8', grid: '#33414f', series: '#56b4e9', previous: '#f0a030',
		parts: ['#56b4e9', '#e69f00', '#2fae83', '#8f9bff', '#dd8fc0', '#f0e442', '#f2795a'],
		rest: '#9aa5b1',
	},
};

/** Where there is no Roboto, the system's own font. */
export const FONTS = 'system-ui, Roboto, sans-serif';
