import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Text in a colour, where standard output is a terminal that shows colours. */
export const paint = (format: Format, text: string): string => styleText(format, text, { stream: process.stdout });

/** Columns before every line. */
const MARGIN = '   ';

/** A line below a section's title. */
export function say(text = ''): void {
	console.log(text === '' ? '' : MARGIN + text);
}

/** The title of a step, and where its workflow is. */
export function section(number: number, title: string, file = ''): void {
	console.log(`\n${paint('bold', `${number}  ${title}`)}${file === '' ? '' : `  ${paint('dim', file)}`}`);
}

/** Rewrites one line while something goes on; says nothing where that line would stay. */
export function progress(text: string): void {
	if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text === '' ? '' : MARGIN + paint('dim', text)}`);
}

/** One column of a table. Only the last may hold text of any width: emoji are wider than they are long. */
export interface Column {
	title: string;
	align?: 'left' | 'right';
}

/** Prints rows below their titles. */
export function table(columns: Column[], rows: string[][], foot: string[] = []): void {
	const widths = columns.map(({ title }, index) => Math.max(title.length, ...[...rows, foot].map((cells) => (cells[index] ?? '').length)));
	const line = (cells: string[]) =>
		columns
			.map(({ align }, index) => {
				const text = cells[index] ?? '';
				if (index === columns.length - 1) return text;
				return align === 'right' ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0);
			})
			.join('  ')
			.trimEnd();
	say(paint('dim', line(columns.map(({ title }) => title))));
	for (const row of rows) say(line(row));
	if (foot.length > 0) say(paint('bold', line(foot)));
}

const seconds = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Milliseconds as people read them. */
export function duration(ms: number): string {
	if (ms < 100) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
	if (ms < 120_000) return `${seconds.format(ms / 1000)} s`;
	const minutes = Math.round(ms / 60_000);
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Crops to a number of characters. */
export function crop(text: string, length: number): string {
	const characters = Array.from(text);
	return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
}
