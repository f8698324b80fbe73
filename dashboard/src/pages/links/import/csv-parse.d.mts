// The types of csv-parse bring those of Node along, whose timers are not the browser's.

/** A record, with where it ends and what it was read from. */
export interface ParsedRecord {
	record: string[];
	info: { lines: number };
	raw: string;
}

/** https://csv.js.org/parse/options/ */
export interface ParseOptions {
	delimiter: string;
	info: true;
	raw: true;
	record_delimiter: string;
	relax_quotes: boolean;
	relax_column_count: boolean;
	skip_empty_lines: boolean;
	skip_records_with_empty_values: boolean;
	to?: number;
}

export declare function parse(text: string, options: ParseOptions): ParsedRecord[];

export declare class CsvError extends Error {
	code: string;
	/** The line on which reading ended. */
	lines: number;
}
