import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { formatNumber } from '../format.ts';
import { readColours, useColourChanges } from './chart-colours.ts';
import { chartColumns, pointLabelAt, type ChartData } from './chart-data.ts';
import { chartOptions } from './chart-options.ts';
import { Button } from './button.tsx';

export interface ChartProps extends ChartData {
	/** What it shows: "Clicks over time". */
	title: string;
	/** Pixels; 260 unless given. */
	height?: number;
	/** Writes a value; whole numbers unless given. */
	format?: (value: number) => string;
}

/**
 * Numbers over time. What it says is there in words too: a summary, the point under the cursor, which the arrow keys move, and
 * all of it as a table.
 */
export function Chart({ title, height = 260, format = formatNumber, ...data }: ChartProps) {
	const { times, series } = data;
	const box = useRef<HTMLDivElement>(null);
	const chart = useRef<uPlot | null>(null);
	const at = useSignal<number | undefined>(undefined);
	const asTable = useSignal(false);
	const changes = useColourChanges();
	const id = useId();

	useEffect(() => {
		const element = box.current;
		if (!element || asTable.value) return;
		const width = () => Math.max(200, element.clientWidth);
		const drawn = (chart.current = new uPlot(chartOptions(data, { width: width(), height }, readColours(), (index) => { at.value = index; }), chartColumns(data) as uPlot.AlignedData, element));
		const observer = new ResizeObserver(() => { drawn.setSize({ width: width(), height }); });
		observer.observe(element);
		return () => {
			observer.disconnect();
			drawn.destroy();
			chart.current = null;
		};
	}, [times, series, data.kind, data.timeZone, data.unfinished, height, changes, asTable.value]);

	const move = (event: KeyboardEvent) => {
		const last = times.length - 1;
		const to = { ArrowRight: Math.min(last, (at.value ?? -1) + 1), ArrowLeft: Math.max(0, (at.value ?? times.length) - 1), Home: 0, End: last }[event.key];
		if (to === undefined || !chart.current || last < 0) return;
		event.preventDefault();
		chart.current.setCursor({ left: chart.current.valToPos((times[to] ?? 0) / 1000, 'x'), top: 1 });
	};
	return (
		<figure class="chart" aria-labelledby={`${id}-title`}>
			<figcaption class="chart-head">
				<span class="visually-hidden" id={`${id}-title`}>{title}</span>
				<Legend {...{ data, at: at.value, format }} />
				<Button size="small" kind="quiet" aria-pressed={asTable.value} onClick={() => { asTable.value = !asTable.value; }}>Table</Button>
			</figcaption>
			{asTable.value
				? <DataTable {...{ title, data, format }} />
				: <div ref={box} class="chart-box" role="img" tabIndex={0} aria-label={summary(title, data, format)} onKeyDown={move} />}
			<p class="visually-hidden" aria-live="polite">{at.value !== undefined && document.activeElement === box.current ? valuesAt(data, at.value, format) : ''}</p>
		</figure>
	);
}

interface Parts {
	data: ChartData;
	format: (value: number) => string;
}

const sum = (values: ReadonlyArray<number | null>) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

const isAdditive = ({ fractions = false, additive = !fractions }: ChartData) => additive;

/** A value in words; a dash where there is none, such as of days to come. */
const written = (value: number | null | undefined, format: (value: number) => string) => (value === null || value === undefined ? '–' : format(value));

/** Which colour is what, with the numbers of the point under the cursor; without one, of all. */
function Legend({ data, at, format }: Parts & { at: number | undefined }) {
	return (
		<ul class="legend">
			{data.series.map(({ label, values, faint }, index) => (
				<li key={label}>
					<span class={`legend-mark series-${faint ? 'faint' : String((index % 5) + 1)}`} aria-hidden="true" />
					<span class="muted">{label}</span>
					<strong>{at === undefined ? (isAdditive(data) ? format(sum(values)) : '') : written(values[at], format)}</strong>
				</li>
			))}
			{at !== undefined && <li class="muted">{pointLabelAt(at, data)}</li>}
		</ul>
	);
}

function DataTable({ title, data, format }: Parts & { title: string }) {
	return (
		<div class="chart-table" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
			<table>
				<caption class="visually-hidden">{title}</caption>
				<thead><tr><th scope="col">Time</th>{data.series.map(({ label }) => <th key={label} scope="col" class="numeric">{label}</th>)}</tr></thead>
				<tbody>
					{data.times.map((time, index) => (
						<tr key={time}><th scope="row">{pointLabelAt(index, data)}</th>{data.series.map(({ label, values }) => <td key={label} class="numeric">{written(values[index], format)}</td>)}</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function valuesAt(data: ChartData, index: number, format: (value: number) => string): string {
	return `${pointLabelAt(index, data)}: ${data.series.map(({ label, values }) => `${label} ${written(values[index], format)}`).join(', ')}`;
}

/** What a reader sees at a glance: how much, and where the most is. */
function summary(title: string, data: ChartData, format: (value: number) => string): string {
	const parts = data.series.map(({ label, values }) => {
		const most = Math.max(0, ...values.map((value) => value ?? 0));
		const peak = most > 0 ? `at most ${format(most)}, ${pointLabelAt(values.indexOf(most), data)}` : 'none';
		return isAdditive(data) ? `${label}: ${format(sum(values))} in all, ${peak}` : `${label}: ${peak}`;
	});
	return `${title}. ${parts.join('. ')}. Arrow keys read single points.`;
}
