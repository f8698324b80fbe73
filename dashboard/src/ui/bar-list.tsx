import type { ComponentChildren } from 'preact';
import { formatNumber, formatPercent } from '../format.ts';

/** One row of a breakdown. */
export interface Bar {
	key: string;
	label: ComponentChildren;
	value: number;
}

export interface BarListProps {
	/** What is counted by what: "Clicks by country". */
	caption: string;
	/** Head of the labels: "Country". */
	name: string;
	/** Head of the numbers; "Clicks" unless given. */
	metric?: string;
	bars: readonly Bar[];
	/** Of what the shares are; the sum of all rows unless given. */
	total?: number;
	format?: (value: number) => string;
}

/** A breakdown: a table whose rows have a bar behind them. */
export function BarList({ caption, name, metric = 'Clicks', bars, total = bars.reduce((sum, { value }) => sum + value, 0), format = formatNumber }: BarListProps) {
	const most = Math.max(0, ...bars.map(({ value }) => value));
	return (
		<table class="bar-list">
			<caption class="visually-hidden">{caption}</caption>
			<thead>
				<tr><th scope="col">{name}</th><th scope="col" class="numeric">{metric}</th><th scope="col" class="numeric">Share</th></tr>
			</thead>
			<tbody>
				{bars.map(({ key, label, value }) => (
					<tr key={key}>
						<th scope="row">
							<svg class="bar" aria-hidden="true" focusable="false" preserveAspectRatio="none" viewBox="0 0 100 1"><rect width={most > 0 ? (100 * value) / most : 0} height="1" /></svg>
							<span class="bar-label">{label}</span>
						</th>
						<td class="numeric">{format(value)}</td>
						<td class="numeric muted">{formatPercent(total > 0 ? value / total : 0)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
