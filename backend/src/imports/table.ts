import { CsvError, parse, type CsvErrorCode, type Options } from 'csv-parse/sync';
import { invalidRequest } from '../http/problem.ts';

/** A line of a table with the number at which it begins, counted from 1. */
interface Line {
	line: number;
	cells: string[];
}

/** A CSV, read. Empty lines are passed over; cells are trimmed, and `\r\n` in them is `\n`. */
export interface Table {
	header: string[];
	lines: Line[];
}

/** In the order of preference where two fit equally well. */
const DELIMITERS = [',', ';', '\t', '|'];

const REASONS: Partial<Record<CsvErrorCode, string>> = { CSV_QUOTE_NOT_CLOSED: 'a quote is opened there and never closed' };

/**
 * Reads a CSV with a header, whatever its delimiter.
 *
 * @throws ProblemError `invalid_request` where it cannot be read
 */
export function readTable(text: string): Table {
	// Excel says so itself, in a line of its own, where it writes anything but commas.
	const unix = text.replaceAll(endsLinesAsMac(text) ? /\r\n?/g : /\r\n/g, '\n');
	const said = /^\ufeff?sep=(.)\n/i.exec(unix);
	const body = said ? unix.slice(said[0].length) : unix;
	const [header, ...lines] = readLines(body, said?.[1] ?? delimiterOf(body), said ? 1 : 0);
	return { header: header?.cells ?? [], lines };
}

/** Whether the header ends with `\r` alone, as old Macs have it: anywhere else that is a character like others. */
function endsLinesAsMac(text: string): boolean {
	let quoted = false;
	for (let place = 0; place < text.length; place++) {
		const character = text[place];
		if (character === '"') quoted = !quoted;
		else if (!quoted && character === '\n') return false;
		else if (!quoted && character === '\r') return text[place + 1] !== '\n';
	}
	return false;
}

/** The delimiter that gives the header the most columns. */
function delimiterOf(text: string): string {
	const columns = DELIMITERS.map((delimiter) => readLines(text, delimiter, 0, 1)[0]?.cells.length ?? 0);
	return DELIMITERS[columns.indexOf(Math.max(...columns))] ?? ',';
}

function readLines(text: string, delimiter: string, before: number, to?: number): Line[] {
	try {
		const parsed = parse(text, { ...OPTIONS, delimiter, to }) as unknown as Parsed[];
		return parsed.map(({ record, info, raw }) => ({
			// csv-parse tells the line on which a record ends; it counts right where all line ends are `\n`.
			line: before + info.lines - (raw.trim().match(/\n/g)?.length ?? 0),
			cells: record.map((cell) => cell.trim()),
		}));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const line = before + Number(error['lines']);
		throw invalidRequest([{ pointer: '/data', code: 'unreadable', message: `The table cannot be read from line ${String(line)} on: ${REASONS[error.code] ?? error.message}.` }]);
	}
}

/** What csv-parse gives for a record with {@link OPTIONS}. */
interface Parsed {
	record: string[];
	info: { lines: number };
	raw: string;
}

const OPTIONS = {
	bom: true,
	info: true,
	raw: true,
	record_delimiter: '\n',
	// A quote within a cell without quotes (5" screen) is a character, as spreadsheets have it.
	relax_quotes: true,
	relax_column_count: true,
	skip_empty_lines: true,
	skip_records_with_empty_values: true,
} satisfies Options;
