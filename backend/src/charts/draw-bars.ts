import type { EChartsOption } from 'echarts';
import { MARGIN, TOP } from './frame.ts';
import type { Palette } from './palette.ts';
import type { ChartContent } from './plan.ts';
import { formatNumber } from './words.ts';

type Bars = Extract<ChartContent, { type: 'bars' }>;

/** CSS pixels of a bar with the space below it: where there is room, and at least. */
const ROW = 28;
const LEAST_ROW = 20;

/** CSS pixels for the line that tells of more. */
const FOOT = 24;

/** The height that bars need to be read. */
export function barsHeight({ rows, more }: Bars): number {
	return TOP + rows.length * ROW + (more > 0 ? FOOT : 0) + MARGIN / 2;
}

/** Bars from the left, largest on top. Where the height is not enough for all of them, the last are counted only. */
export function barsOption({ rows, more }: Bars, palette: Palette, { width, height }: { width: number; height: number }): EChartsOption {
	const room = height - TOP - MARGIN / 2;
	const all = more === 0 && rows.length * LEAST_ROW <= room;
	const shown = all ? rows : rows.slice(0, Math.max(1, Math.floor((room - FOOT) / LEAST_ROW)));
	const hidden = more + rows.length - shown.length;
	const longest = Math.max(...shown.map(({ value }) => formatNumber(value).length));
	const foot = hidden > 0 ? FOOT : 0;
	return {
		grid: { left: MARGIN, right: MARGIN + 10 + longest * 7, top: TOP, height: Math.min(room - foot, shown.length * 44), containLabel: true },
		xAxis: { type: 'value', show: false, min: 0 },
		yAxis: {
			// Names may repeat: places do not.
			type: 'category', inverse: true, data: shown.map((_, place) => String(place)), axisLine: { show: false }, axisTick: { show: false },
			axisLabel: { color: palette.text, fontSize: 13, interval: 0, width: Math.round(width * 0.34), overflow: 'truncate', ellipsis: '…', formatter: (place: string) => shown[Number(place)]?.label ?? '' },
		},
		series: [{
			type: 'bar', silent: true, data: shown.map(({ value }) => value), barMaxWidth: 26, barMinWidth: 2, barMinHeight: 2, barCategoryGap: '26%', itemStyle: { color: palette.series, borderRadius: [0, 3, 3, 0] },
			label: { show: true, position: 'right', color: palette.text, fontSize: 13, formatter: ({ value }) => formatNumber(value as number) },
		}],
		...(hidden > 0 && { graphic: [{ type: 'text', left: MARGIN, bottom: MARGIN / 2 + 2, silent: true, style: { text: `and ${formatNumber(hidden)} more`, fill: palette.muted, fontSize: 12 } }] }),
	};
}
