import { formatTime } from '../times.ts';
import { DAY } from './time-zone.ts';

/** What to know about unique visitors of a range: sentences. */
export function notesOn({ from, to }: { from: number; to: number }, saltDays: number): string[] {
	const period = saltDays * DAY;
	const [first, last] = [Math.floor(from / period) + 1, Math.floor((to - 1) / period)];
	if (last < first) return [];
	const times = first === last ? `on ${formatTime(first * period).slice(0, 10)}` : `${String(last - first + 1)} times, last on ${formatTime(last * period).slice(0, 10)}`;
	return [`The salt that tells visitors apart was replaced ${times} (UTC): who came before and after it counts as two unique visitors.`];
}
