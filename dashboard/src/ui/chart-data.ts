import type { Interval } from '../../../contract/analytics.ts';

/** One line, or one row of bars. */
export interface ChartSeries {
	label: string;
	/** One for each time; null where there is none. */
	values: ReadonlyArray<number | null>;
	/** Whether it is there to compare with, such as the period before: dashed, and without a ground. */
	faint?: boolean;
}

/** What is drawn. */
export interface ChartData {
	/** Where each point begins, in milliseconds since 1970. */
	times: readonly number[];
	series: readonly ChartSeries[];
	/** Width of a point: decides how times are written. */
	interval: Interval;
	/** IANA name of the zone in which days begin. */
	timeZone: string;
	kind?: 'line' | 'bars';
	/** Whether values can lie between whole numbers. */
	fractions?: boolean;
	/** Whether their sum means something: that of clicks does, that of rates does not. As `fractions` has it unless given. */
	additive?: boolean;
	/** Place of the point that still grows, which would look like a fall: the way to it is dashed. */
	unfinished?: number | undefined;
	/** Writes the numbers at the side; short ones unless given. */
	axis?: (value: number) => string;
}

/** The place of {@link ChartData.unfinished} where there is a way to it that can be dashed. */
export function dashedTo({ kind = 'line', series, unfinished = 0 }: ChartData): number | undefined {
	const values = series[0]?.values;
	return kind === 'line' && typeof values?.[unfinished - 1] === 'number' && typeof values[unfinished] === 'number' ? unfinished : undefined;
}

/** The columns that are drawn: times, in seconds, and values. The way to a point that still grows is a line of its own, the last. */
export function chartColumns(data: ChartData): Array<Array<number | null>> {
	const columns = data.series.map(({ values }) => [...values]);
	const [first = []] = columns;
	const to = dashedTo(data);
	if (to !== undefined) {
		columns.push(first.map((value, index) => (index === to || index === to - 1 ? value : null)));
		columns[0] = first.map((value, index) => (index === to ? null : value));
	}
	return [data.times.map((time) => time / 1000), ...columns];
}

/** {@link pointLabel} of one of the points that are drawn: one that still grows says so. */
export function pointLabelAt(index: number, data: ChartData): string {
	const label = pointLabel(data.times[index] ?? 0, data);
	return index === data.unfinished ? `${label}, so far` : label;
}

/** The time of a point in words, such as "Mon 23 Nov 2026" or "week of 23 Nov 2026". */
export function pointLabel(at: number, { interval, timeZone }: Pick<ChartData, 'interval' | 'timeZone'>): string {
	const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
	const parts: Record<Interval, Intl.DateTimeFormatOptions> = {
		hour: { ...day, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
		day: { ...day, weekday: 'short' },
		week: day,
		month: { month: 'long', year: 'numeric' },
	};
	const text = new Intl.DateTimeFormat('en-GB', { ...parts[interval], timeZone }).format(at);
	return interval === 'week' ? `week of ${text}` : text;
}
