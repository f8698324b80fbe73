import { signal } from '@preact/signals';
import { chosenIn, keepChoice } from './cookie.ts';

const COOKIE = 'linkmill_shortcuts';

/**
 * Whether single keys do something, wherever the focus is: `/` goes to the search. Who speaks to the machine, or hits keys by
 * accident, turns them off (WCAG 2.2, 2.1.4).
 */
export const shortcuts = signal(chosenIn(COOKIE) !== 'off');

/** Turns them on or off from now on, in this browser. */
export function allowShortcuts(on: boolean): void {
	shortcuts.value = on;
	keepChoice(COOKIE, on ? undefined : 'off');
}
