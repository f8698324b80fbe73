import type { EChartsOption } from 'echarts';
import { FONTS, type Palette } from './palette.ts';
import type { ChartPlan } from './plan.ts';

/** CSS pixels around everything. */
export const MARGIN = 20;

/** Where the chart begins below the headings. */
export const TOP = 74;

/** What every chart has: background, headings, and nothing that moves. */
export function frame({ title, subtitle, style: { width } }: ChartPlan, palette: Palette): EChartsOption {
	const room = { width: width - 2 * MARGIN, overflow: 'truncate', ellipsis: '…' } as const;
	return {
		animation: false,
		backgroundColor: palette.background,
		textStyle: { fontFamily: FONTS },
		title: {
			text: title, subtext: subtitle, left: MARGIN, top: 14, padding: 0, itemGap: 6,
			textStyle: { color: palette.text, fontSize: 17, fontWeight: 'bold', fontFamily: FONTS, ...room },
			subtextStyle: { color: palette.muted, fontSize: 13, fontFamily: FONTS, ...room },
		},
	};
}
