import { CsvError, parse, type ParseOptions } from './csv-parse.mjs';

/** Largest file that is read, in bytes: it is kept in memory while it is imported. */
export const LARGEST = 50_000_000;

/** One row with the line of the file at which it begins, counted from 1. */
export interface SourceRow {
	line: number;
	cells: string[];
}

/** A CSV, read. */
export interface SourceTable {
	header: string[];
	rows: SourceRow[];
}

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Reads a CSV with a header, whatever its delimiter and encoding.
 *
 * @throws Error with a sentence for people
 */
export async function readTable(file: Blob): Promise<SourceTable> {
	if (file.size > LARGEST) throw new Error(`The file has more than ${String(LARGEST / 1_000_000)} MB. Split it, or use “npx linkmill import”, which reads larger ones.`);
	const text = decode(await file.arrayBuffer()).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
	// Excel names its delimiter in a line of its own, where that is no comma.
	const said = /^sep=(.)\n/i.exec(text);
	const body = said ? text.slice(said[0].length) : text;
	const [header, ...rows] = readRows(body, said?.[1] ?? delimiterOf(body), said ? 1 : 0);
	if (!header || rows.length === 0) throw new Error('The file has no rows below its header. The first line must name the columns, and every other line is a link.');
	return { header: header.cells, rows };
}

/** Bytes as text: UTF-8 and UTF-16 say what they are, and what is not UTF-8 is Windows-1252. */
function decode(bytes: ArrayBuffer): string {
	const [first, second] = new Uint8Array(bytes.slice(0, 2));
	if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

/** The delimiter that gives the header the most columns. */
function delimiterOf(text: string): string {
	const columns = DELIMITERS.map((delimiter) => readRows(text, delimiter, 0, 1)[0]?.cells.length ?? 0);
	return DELIMITERS[columns.indexOf(Math.max(...columns))] ?? ',';
}

function readRows(text: string, delimiter: string, before: number, to?: number): SourceRow[] {
	try {
		const options: ParseOptions = { delimiter, info: true, raw: true, record_delimiter: '\n', relax_quotes: true, relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true, ...(to !== undefined && { to }) };
		return parse(text, options).map(({ record, info, raw }) => ({
			// csv-parse tells the line on which a record ends.
			line: before + info.lines - (raw.trim().match(/\n/g)?.length ?? 0),
			cells: record.map((cell) => cell.trim()),
		}));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const reason = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened there and never closed' : error.message;
		throw new Error(`The file cannot be read from line ${String(before + error.lines)} on: ${reason}.`);
	}
}
