import { paint, progress, say } from './terminal.ts';

/** Columns that what is counted takes. */
const LABEL = 60;

const count = new Intl.NumberFormat('en');

/** Numbers that are not what they must be, as sentences. */
const wrong: string[] = [];

/** Shows a number, and whether it is what it must be; the demo goes on where it is not. */
export function check(what: string, actual: number, expected: number): void {
	const right = actual === expected;
	const shown = `${what.padEnd(LABEL)}${count.format(actual).padStart(8)}`;
	progress('');
	if (right) say(`${paint('green', '✓')} ${shown}`);
	else say(`${paint('red', '✗')} ${shown}   ${paint('red', `must be ${count.format(expected)}`)}`);
	if (!right) wrong.push(`${what}: ${actual} instead of ${expected}`);
}

/** Shows something that took time. */
export function done(what: string, took: string): void {
	progress('');
	say(`${paint('green', '✓')} ${what.padEnd(LABEL)}${took.padStart(8)}`);
}

/** What {@link check} found wrong. */
export const mistakes = (): readonly string[] => wrong;
