import { CsvError, parse } from 'csv-parse/sync';

/** What a delimiter can be set to; `auto` is found out. */
export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
export type Delimiter = keyof typeof DELIMITERS | 'auto';

/** A row with the number of the line on which it ends, as an editor counts. */
export interface TableRow {
	line: number;
	cells: string[];
}

/** A CSV, read. */
export interface Table {
	/** The header as it is in the file. */
	header: string[];
	/** A usable name for each column: repeated and empty headers are told apart. */
	names: string[];
	rows: TableRow[];
	/** How to write it back. */
	delimiter: string;
	newline: string;
}

/** Why a text is no CSV: a sentence that completes "CSV: …". */
export class NotCsv extends Error {}

/** Reads a CSV with a header row. Empty lines are passed over; cells keep their spaces. */
export function readTable(text: string, delimiter: Delimiter = 'auto'): Table {
	const used = delimiter === 'auto' ? detect(text) : DELIMITERS[delimiter];
	const [head, ...rows] = records(text, used);
	if (!head) throw new NotCsv('has no header row');
	return {
		header: head.cells,
		names: uniqueNames(head.cells),
		rows,
		delimiter: used,
		newline: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n',
	};
}

function records(text: string, delimiter: string, to?: number): TableRow[] {
	const rows: TableRow[] = [];
	try {
		parse(text, {
			delimiter,
			to,
			bom: true,
			// A quote inside a cell without quotes (5" screen) is a character, as spreadsheets have it.
			relax_quotes: true,
			relax_column_count: true,
			skip_empty_lines: true,
			on_record: (cells, { lines }) => {
				rows.push({ line: lines, cells });
				return null;
			},
		});
		return rows;
	} catch (error) {
		throw asNotCsv(error, rows.at(-1)?.line ?? 0);
	}
}

/** `read` is the line on which the last good row ended. */
function asNotCsv(error: unknown, read: number): NotCsv {
	if (!(error instanceof CsvError)) return new NotCsv(String(error));
	if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return new NotCsv(`cannot be read: ${error.message}`);
	return new NotCsv(`has a quote after line ${read} that is never closed`);
}

/** The delimiter that gives the first rows the most columns, all of them equally many; a comma in doubt. */
function detect(text: string): string {
	let best = { delimiter: ',', score: 0 };
	for (const delimiter of Object.values(DELIMITERS)) {
		const rows = tryRecords(text, delimiter);
		const columns = rows[0]?.cells.length ?? 0;
		const even = rows.every((row) => row.cells.length === columns);
		const score = columns < 2 ? 0 : columns + (even ? 1000 : 0);
		if (score > best.score) best = { delimiter, score };
	}
	return best.delimiter;
}

function tryRecords(text: string, delimiter: string): TableRow[] {
	try {
		return records(text, delimiter, 20);
	} catch {
		return [];
	}
}

function uniqueNames(header: string[]): string[] {
	const seen = new Set<string>();
	return header.map((cell, index) => {
		const base = cell.trim() || `column_${index + 1}`;
		let name = base;
		for (let count = 2; seen.has(name); count++) name = `${base}_${count}`;
		seen.add(name);
		return name;
	});
}
