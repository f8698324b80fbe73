import type { ImportAnswer, ImportError } from '../../../contract/import.ts';

/** Errors that are printed; the sentence before them counts all. */
const SHOWN = 50;

/** An import of one file: what its reader found wrong (`bad`), and what each call answered. */
export interface Imported {
	file: string;
	format: string;
	warnings: string[];
	bad: ImportError[];
	answers: ImportAnswer[];
}

/** What an import tells: every line of the file is in one of the counts, and why, where it is not a link now. */
export function reconciliation({ file, format, warnings, bad, answers }: Imported): string {
	const sum = (name: 'read' | 'created' | 'existing' | 'updated' | 'skipped' | 'imported_clicks') => answers.reduce((total, answer) => total + answer[name], 0);
	const errors = [...bad, ...answers.flatMap((answer) => answer.errors)].sort((a, b) => a.line - b.line);
	const [skipped, dry] = [sum('skipped') + bad.length, answers.some((answer) => answer.dry_run)];
	const count = (number: number, what: string) => `${number.toLocaleString('en').padStart(11)} ${what}`;
	return [
		`${dry ? 'Nothing was written. ' : ''}${file} (${format}):`,
		count(sum('read') + bad.length, 'read'),
		count(sum('created'), `created, which start from ${sum('imported_clicks').toLocaleString('en')} clicks`),
		count(sum('existing'), 'there already'),
		count(sum('updated'), 'updated'),
		count(skipped, skipped > 0 ? 'skipped:' : 'skipped'),
		...errors.slice(0, SHOWN).map(({ line, message }) => `             line ${String(line)}: ${message}`),
		...(skipped > SHOWN ? [`             and ${String(skipped - SHOWN)} more`] : []),
		...warnings.map((warning) => `Note: ${warning}`),
		...answers.flatMap(({ change_id: id }) => (id === null ? [] : [`To undo: POST /v1/changes/${id}/revert`])),
	].join('\n');
}
