import type { EChartsOption } from 'echarts';
import { MARGIN, TOP } from './frame.ts';
import type { Palette } from './palette.ts';
import type { ChartContent } from './plan.ts';
import { formatNumber, formatShare } from './words.ts';

/**
 * A ring with its whole in the middle. Each part's name stands at the end of a line that begins at the part, so that nobody needs
 * the colours to tell which is which.
 */
export function ringOption({ rows, rest, caption }: Extract<ChartContent, { type: 'ring' }>, palette: Palette, { width, height }: { width: number; height: number }): EChartsOption {
	const whole = rows.reduce((sum, { value }) => sum + value, rest);
	const parts = rows.map(({ label, value }, place) => ({ name: label, value, itemStyle: { color: palette.parts[place] ?? palette.rest } }));
	if (rest > 0) parts.push({ name: 'Other', value: rest, itemStyle: { color: palette.rest } });
	const middle = TOP + (height - TOP - MARGIN) / 2;
	const radius = Math.max(30, Math.min((height - TOP - MARGIN) / 2 - 12, width * 0.19));
	const text = (y: number, words: string, style: object) => ({ type: 'text' as const, silent: true, x: width / 2, y, style: { text: words, align: 'center' as const, verticalAlign: 'middle' as const, ...style } });
	return {
		graphic: radius < 55 ? [] : [text(middle - 7, formatNumber(whole), { fill: palette.text, fontSize: 20, fontWeight: 'bold' }), text(middle + 14, caption, { fill: palette.muted, fontSize: 12 })],
		series: [{
			type: 'pie', silent: true, data: parts, center: [width / 2, middle], radius: [radius * 0.62, radius], minAngle: 3, avoidLabelOverlap: true,
			itemStyle: { borderColor: palette.background, borderWidth: 2 },
			label: {
				alignTo: 'edge', edgeDistance: MARGIN, distanceToLabelLine: 6, color: palette.text, fontSize: 13, lineHeight: 17, overflow: 'truncate', ellipsis: '…',
				// Not as rich text: a name could look like its marks.
				formatter: ({ name, value }) => `${name}\n${formatNumber(value as number)} · ${formatShare((value as number) / whole)}`,
			},
			labelLine: { length: 10, length2: 10, lineStyle: { color: palette.muted } },
		}],
	};
}
