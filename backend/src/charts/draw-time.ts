import type { EChartsOption } from 'echarts';
import { MARGIN, TOP } from './frame.ts';
import type { Palette } from './palette.ts';
import type { TimeContent } from './plan.ts';
import { formatNumber } from './words.ts';

/** Points up to which each has a dot: more would be a band. */
const DOTS = 31;

/** A line, or columns, over time; the period before dashed, or as columns beside them. */
export function timeOption({ type, labels, axis, values, previous }: TimeContent, palette: Palette): EChartsOption {
	const dots = values.length <= DOTS;
	const line = (color: string, dashed: boolean) => ({
		// A single point has no line: its dot is all there is.
		type: 'line' as const, showSymbol: dashed ? values.length === 1 : dots, symbol: 'circle', symbolSize: 6, silent: true,
		itemStyle: { color }, lineStyle: { color, width: dashed ? 2 : 2.5, type: dashed ? ([6, 4] as number[]) : ('solid' as const) },
		...(!dashed && { areaStyle: { color, opacity: 0.12 } }),
	});
	const column = (color: string, hollow: boolean) => ({
		type: 'bar' as const, silent: true, barMaxWidth: 40, barCategoryGap: values.length > 60 ? '10%' : '25%',
		itemStyle: hollow ? { color: 'transparent', borderColor: color, borderWidth: 1.5 } : { color },
	});
	const series = type === 'line' ? line : column;
	return {
		grid: { left: MARGIN, right: MARGIN + 8, top: TOP + (previous ? 22 : 4), bottom: axis ? 38 : 16, containLabel: true },
		legend: { show: previous !== undefined, left: MARGIN, top: TOP - 8, padding: 0, itemGap: 18, itemWidth: 28, itemHeight: 10, selectedMode: false, textStyle: { color: palette.muted, fontSize: 12 } },
		xAxis: {
			type: 'category', data: labels, boundaryGap: type === 'columns' || values.length === 1,
			axisLine: { lineStyle: { color: palette.muted } }, axisTick: { show: false },
			axisLabel: { color: palette.muted, fontSize: 12, hideOverlap: true, margin: 10 },
			...(axis && { name: axis, nameLocation: 'middle' as const, nameGap: 30, nameTextStyle: { color: palette.muted, fontSize: 12 } }),
		},
		yAxis: {
			type: 'value', minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: palette.grid } },
			axisLabel: { color: palette.muted, fontSize: 12, formatter: (value: number) => formatNumber(value) },
		},
		series: [
			...(previous ? [{ name: 'Period before', data: previous, z: 1, ...series(palette.previous, true) }] : []),
			{ name: 'This period', data: values, z: 2, ...series(palette.series, false) },
		],
	};
}
