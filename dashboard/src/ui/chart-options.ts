import uPlot from 'uplot';
import { formatCompact } from '../format.ts';
import type { ChartColours } from './chart-colours.ts';
import { dashedTo, type ChartData, type ChartSeries } from './chart-data.ts';

/** Distances of the lines of a grid: 1, 2, 5, 10, … */
const STEPS = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const FINE_STEPS = [...[0.001, 0.01, 0.1].flatMap((power) => [1, 2, 5].map((digit) => digit * power)), ...STEPS];

const FONT = '12px ui-sans-serif, system-ui, sans-serif';
const DAY_SECONDS = 86_400;

/** How uPlot draws the columns of `chartColumns`. `moved` is told of the point under the cursor; undefined where there is none. */
export function chartOptions(data: ChartData, size: { width: number; height: number }, colours: ChartColours, moved: (index: number | undefined) => void): uPlot.Options {
	const { times, series, timeZone, kind = 'line', fractions = false, axis = formatCompact } = data;
	const lines = series.map((one, index) => seriesOptions(one, index, kind, colours));
	// In the colour of the first, whose way it goes on.
	if (dashedTo(data) !== undefined) lines.push({ ...lines[0], dash: [2, 4], points: { show: false } });
	const colourAt = (line: number) => (line < series.length ? seriesColour(series[line], line, colours) : seriesColour(series[0], 0, colours));
	return {
		...size,
		// At the right, half of a label of the last point.
		padding: [10, 30, 0, 0],
		legend: { show: false },
		cursor: { y: false, drag: { x: false, y: false }, points: { size: 9, width: 2, fill: (_chart, index) => colourAt(index - 1), stroke: () => colours.surface } },
		tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
		scales: { x: { time: true, range: (_chart, least, most) => rangeOf(times, least, most, kind) }, y: { range: (_chart, _least, most) => [0, most > 0 ? most * 1.08 : 1] } },
		axes: [
			{ stroke: colours.text, font: FONT, size: 32, space: 64, grid: { show: false }, ticks: { show: false }, values: (_chart, splits, _axis, _space, step) => splits.map((seconds) => writeTime(seconds * 1000, step, timeZone)) },
			{ stroke: colours.text, font: FONT, size: 46, space: 36, incrs: fractions ? FINE_STEPS : STEPS, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false }, values: (_chart, splits) => splits.map((value) => axis(value)) },
		],
		series: [{}, ...lines],
		hooks: { setCursor: [(chart) => { moved(chart.cursor.idx ?? undefined); }] },
	};
}

function seriesOptions({ label, faint = false }: ChartSeries, index: number, kind: 'line' | 'bars', colours: ChartColours): uPlot.Series {
	const colour = seriesColour({ faint }, index, colours);
	const bars = kind === 'bars' && !faint;
	return {
		label,
		stroke: colour,
		width: bars ? 0 : 2,
		...(faint && { dash: [4, 4] }),
		...(bars ? { fill: colour, paths: barPaths() } : index === 0 && !faint ? { fill: transparent(colour) } : {}),
		points: { show: kind === 'line' && !faint ? undefined : false, size: 5 },
	};
}

/** From the first point to the last, in seconds. Bars stand around their points, and need room at both ends. */
function rangeOf(times: readonly number[], least: number, most: number, kind: 'line' | 'bars'): uPlot.Range.MinMax {
	const step = times.length > 1 ? (most - least) / (times.length - 1) : DAY_SECONDS;
	const room = kind === 'bars' || times.length === 1 ? step / 2 : 0;
	return [least - room, most + room];
}

function barPaths(): uPlot.Series.PathBuilder {
	const { bars } = uPlot.paths;
	if (!bars) throw new Error('uPlot has no bars');
	return bars({ size: [0.7, 48], radius: 0.15 });
}

function seriesColour(one: Pick<ChartSeries, 'faint'> | undefined, index: number, colours: ChartColours): string {
	return colourOf(colours, one?.faint ? colours.series.length - 1 : index);
}

function colourOf({ series }: ChartColours, index: number): string {
	return series[index % series.length] ?? 'currentColor';
}

/** `rgb(1, 2, 3)`, as browsers write computed colours, with little of it. */
function transparent(colour: string): string {
	return colour.replace(/^rgb\((.+)\)$/, 'rgba($1, 0.1)');
}

function writeTime(at: number, step: number, timeZone: string): string {
	const isMidnight = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at) === '00:00';
	const parts: Intl.DateTimeFormatOptions = step < DAY_SECONDS && !isMidnight ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : step < 28 * DAY_SECONDS ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' };
	return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone }).format(at);
}
