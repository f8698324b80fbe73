import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import type * as ECharts from 'echarts';
import type { EChartsOption } from 'echarts';
import { CHART_DEFAULTS, CHART_LIMITS } from '../../../contract/chart.ts';
import type { Answer } from '../http/answer.ts';
import { barsHeight, barsOption } from './draw-bars.ts';
import { ringOption } from './draw-ring.ts';
import { timeOption } from './draw-time.ts';
import { FAMILY, registerFonts } from './fonts.ts';
import { frame, TOP } from './frame.ts';
import { FONTS, PALETTES, type Palette } from './palette.ts';
import type { ChartPlan } from './plan.ts';
import { finishSvg } from './svg.ts';

/** As one file, with the common charts only: 55 ms and 10 MB to load. Module by module it is 450 ms and 56 MB. */
const echarts = createRequire(import.meta.url)('echarts/dist/echarts.common.min.js') as typeof ECharts;

registerFonts();
const ruler = createCanvas(1, 1).getContext('2d');
// Both kinds of pictures are laid out by the widths of the same font.
echarts.setPlatformAPI({
	createCanvas: () => createCanvas(1, 1) as never,
	measureText: (text, font = '12px sans-serif') => {
		// It takes the width of this character, which our font lacks, for the height of a line.
		if (text === '国') return { width: parseFloat(/[\d.]+(?=px)/.exec(font)?.[0] ?? '12') };
		ruler.font = inOurFont(font);
		// echarts asks for the width of a NUL where it has no label; skia takes none.
		return { width: ruler.measureText(text.replaceAll('\0', '')).width };
	},
});

/** A drawn chart as an answer. */
export function drawChart(plan: ChartPlan): Answer {
	const { style: { format, theme, width }, headers } = plan;
	const height = heightOf(plan);
	const option = { ...frame(plan, PALETTES[theme]), ...contentOption(plan, PALETTES[theme], { width, height }) };
	const body = format === 'png' ? drawPng(option, plan, height) : Buffer.from(drawSvg(option, plan, height));
	return {
		status: 200,
		headers: {
			'content-type': format === 'png' ? 'image/png' : 'image/svg+xml',
			'content-disposition': `inline; filename="chart.${format}"`,
			// Whatever a title says, a browser that opens it runs and loads nothing.
			'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
			'x-content-type-options': 'nosniff',
			...headers,
		},
		body,
	};
}

function heightOf({ style: { height }, content }: ChartPlan): number {
	return height ?? Math.min(CHART_LIMITS.height.maximum, content.type === 'bars' ? Math.max(CHART_LIMITS.height.minimum, barsHeight(content)) : CHART_DEFAULTS.height);
}

function contentOption({ content }: ChartPlan, palette: Palette, size: { width: number; height: number }): EChartsOption {
	switch (content.type) {
		case 'bars':
			return barsOption(content, palette, size);
		case 'ring':
			return ringOption(content, palette, size);
		case 'empty':
			return { graphic: [{ type: 'text', x: size.width / 2, y: (TOP + size.height) / 2 - 10, silent: true, style: { text: content.sentence, fill: palette.muted, fontSize: 16, align: 'center', verticalAlign: 'middle' } }] };
		default:
			return timeOption(content, palette);
	}
}

function drawSvg(option: EChartsOption, plan: ChartPlan, height: number): string {
	const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: plan.style.width, height });
	try {
		chart.setOption(option);
		return finishSvg(chart.renderToSVGString(), plan);
	} finally {
		chart.dispose();
	}
}

function drawPng(option: EChartsOption, { style: { width, scale } }: ChartPlan, height: number): Buffer {
	const canvas = createCanvas(width * scale, height * scale);
	const context = canvas.getContext('2d');
	// The stack of fonts is for browsers: here there is one that is known to be there.
	const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(context) as object, 'font') as Required<Pick<PropertyDescriptor, 'get' | 'set'>>;
	Object.defineProperty(context, 'font', { get: () => own.get.call(context) as unknown, set: (font: string) => { own.set.call(context, inOurFont(font)); } });
	const chart = echarts.init(canvas, null, { renderer: 'canvas', width, height, devicePixelRatio: scale });
	try {
		chart.setOption(option);
		return canvas.toBuffer('image/png');
	} finally {
		chart.dispose();
		// Its pixels are not the collector's, who would let them pile up: 300 charts were 970 MB.
		canvas.width = canvas.height = 1;
	}
}

function inOurFont(font: string): string {
	return font.replace(FONTS, FAMILY).replace(/(?<=px )sans-serif$/, FAMILY);
}
