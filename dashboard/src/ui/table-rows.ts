import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Rows that fit a usual window. */
const FIRST = 16;

/**
 * How many rows of a table to draw: all of them, but where another list takes the place of the one before, first those that can be
 * seen. To draw fifty rows takes longer than to find them among a million.
 */
export function useFirstRows(keys: readonly string[], gradually: boolean): number {
	const list = keys[0];
	const whole = useSignal(list);
	const isPart = gradually && whole.value !== list;
	// After the frame with the first ones is painted.
	useEffect(() => { whole.value = list; }, [list]);
	return isPart ? Math.min(keys.length, FIRST) : keys.length;
}
