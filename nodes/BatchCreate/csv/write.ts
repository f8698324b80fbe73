import { stringify } from 'csv-stringify/sync';
import { isProblem } from '../rows';
import type { RowResult } from '../rows';
import { RESULT_COLUMNS } from './columnPlan';
import type { Table } from './table';

/** A table to which results can be added: a CSV as it came, or one made of items. */
export type WritableTable = Pick<Table, 'header' | 'rows' | 'delimiter' | 'newline'>;

/** How the file is written. */
export interface WriteOptions {
	/** Begin with a byte order mark, without which Excel takes UTF-8 for something else. */
	mark: boolean;
	escapeFormulas: boolean;
}

/**
 * The CSV with its columns in their order and the results behind them. Result columns of an earlier run are
 * filled anew where they are.
 */
export function writeTable(table: WritableTable, results: RowResult[], { mark, escapeFormulas }: WriteOptions): string {
	const places = RESULT_COLUMNS.map((name) => table.header.indexOf(name));
	const added = RESULT_COLUMNS.filter((_, index) => places[index] === -1);
	const lines = table.rows.map(({ cells }, index) => {
		const values = resultCells(results[index]);
		const line = Array.from({ length: table.header.length }, (_, column) => cells[column] ?? '');
		RESULT_COLUMNS.forEach((name, which) => {
			const place = places[which] ?? -1;
			if (place !== -1) line[place] = values[name];
		});
		return [...line, ...added.map((name) => values[name]), ...cells.slice(table.header.length)];
	});
	return stringify([[...table.header, ...added], ...lines], {
		delimiter: table.delimiter,
		record_delimiter: table.newline,
		// Not only the record delimiter: a lone line feed ends the row for most readers.
		quoted_match: /[\r\n]/,
		escape_formulas: escapeFormulas,
		bom: mark,
	});
}

function resultCells(result: RowResult | undefined): Record<(typeof RESULT_COLUMNS)[number], string> {
	if (!result) return { short_url: '', result: '', error: '' };
	const { outcome } = result;
	if (isProblem(outcome)) return { short_url: '', result: 'failed', error: outcome.message };
	return { short_url: outcome.link.short_url, result: outcome.result, error: '' };
}
