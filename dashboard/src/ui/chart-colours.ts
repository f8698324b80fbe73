import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { theme } from '../theme.ts';

/** Colours of a chart, as a canvas takes them. */
export interface ChartColours {
	series: string[];
	text: string;
	grid: string;
	surface: string;
}

const SERIES = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5'];

/** The colours of the theme that is shown. A canvas knows no variables, and `light-dark()` only where a real element has it as its colour. */
export function readColours(): ChartColours {
	const probe = document.createElement('span');
	// Where the system forces its colours, each would else be that of its text.
	probe.style.setProperty('forced-color-adjust', 'none');
	document.body.append(probe);
	const read = (name: string) => {
		probe.style.color = `var(${name})`;
		return getComputedStyle(probe).color;
	};
	const colours = { series: SERIES.map(read), text: read('--muted'), grid: read('--chart-grid'), surface: read('--surface') };
	probe.remove();
	return colours;
}

/** Counts up when the colours may be others: somebody chose a theme, or the system has another one now. */
export function useColourChanges(): number {
	const changes = useSignal(0);
	useEffect(() => {
		const systems = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
		const changed = () => { changes.value++; };
		for (const system of systems) system.addEventListener('change', changed);
		return () => { for (const system of systems) system.removeEventListener('change', changed); };
	}, []);
	return changes.value + ['system', 'light', 'dark'].indexOf(theme.value) * 1e6;
}
