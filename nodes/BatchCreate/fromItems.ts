import type { IExecuteFunctions } from 'n8n-workflow';
import { Parameters } from '../shared/parameters';
import { detailsOf } from '../shared/problem';
import { readLink } from '../shared/readLink';
import type { WritableTable } from './csv/write';
import type { Row } from './rows';

/** One row for each input item; a parameter that cannot be used is the problem of its row. */
export function itemRows(context: IExecuteFunctions): Row[] {
	return context.getInputData().map(({ json }, item) => {
		try {
			return { item, json, link: readLink(new Parameters(context, item)) };
		} catch (error) {
			return { item, json, link: { code: detailsOf(error)?.code ?? 'invalid_row', message: (error as Error).message } };
		}
	});
}

/** The items as a CSV: a column for every field that any of them has. */
export function itemTable(rows: Row[]): WritableTable {
	const header = [...new Set(rows.flatMap(({ json }) => Object.keys(json)))];
	return {
		header,
		rows: rows.map(({ json }) => ({ line: 0, cells: header.map((name) => cell(json[name])) })),
		delimiter: ',',
		newline: '\r\n',
	};
}

function cell(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}
