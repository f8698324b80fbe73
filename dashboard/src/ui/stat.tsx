import type { ComponentChildren } from 'preact';
import { formatPercent } from '../format.ts';
import { Icon } from './icon.tsx';

export interface StatProps {
	label: string;
	value: ComponentChildren;
	/** By what fraction it is more (or less) than in the period before; null where there was nothing. */
	change?: number | null | undefined;
	/** A remark, such as that it is an estimate. */
	note?: ComponentChildren;
}

/** A number that matters, and how it has changed. Put several into `<div class="stats">`. */
export function Stat({ label, value, change, note }: StatProps) {
	return (
		<div class="stat">
			<p class="stat-label">{label}</p>
			<p class="stat-value">{value}</p>
			{change !== undefined && <Change change={change} />}
			{note !== undefined && <p class="stat-note">{note}</p>}
		</div>
	);
}

function Change({ change }: { change: number | null }) {
	if (change === null) return <p class="stat-note">nothing before</p>;
	if (change === 0) return <p class="stat-note">as before</p>;
	const more = change > 0;
	return (
		<p class={`stat-change ${more ? 'more' : 'less'}`}>
			<Icon name={more ? 'arrowUp' : 'arrowDown'} size={13} />
			{formatPercent(Math.abs(change))}<span class="visually-hidden"> {more ? 'more' : 'less'} than in the period before</span>
		</p>
	);
}
