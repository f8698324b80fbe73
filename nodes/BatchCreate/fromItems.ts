import type { IExecuteFunctions } from 'n8n-workflow';
import type { NewLink } from '../../contract/link';
import { breathe } from '../shared/breathe';
import { chosenText } from '../shared/campaignLocator';
import { Parameters } from '../shared/parameters';
import { detailsOf } from '../shared/problem';
import { readIfExists, readLink } from '../shared/readLink';
import { recognised } from './columns/linkColumns';
import { readColumns } from './columns/readColumns';
import type { ColumnOptions } from './columns/readColumns';
import { readCommon } from './common';
import type { WritableTable } from './csv/write';
import type { Row, RowProblem } from './rows';

/** One row for each input item; a parameter that cannot be used is the problem of its row. */
export async function itemRows(context: IExecuteFunctions): Promise<Row[]> {
	const first = new Parameters(context, 0);
	const mapped = first.oneOf(first.raw('fieldsFrom', 'fields'), 'Fields From', ['fields', 'columns'] as const) === 'columns';
	const options = mapped ? columnOptions(first) : undefined;
	if (options?.automatic) tellColumns(context, options.otherAsMetadata);
	const rows: Row[] = [];
	for (const [item, { json }] of context.getInputData().entries()) {
		const parameters = new Parameters(context, item);
		rows.push({ item, json, link: attempt(() => (options ? readColumns(parameters, json, options) : readLink(parameters))) });
		await breathe(item);
	}
	return rows;
}

/** Says which columns were recognised, of the first item for all: what is called otherwise would be missed in silence. */
function tellColumns(context: IExecuteFunctions, otherAsMetadata: boolean): void {
	const { columns, others } = recognised(Object.keys(context.getInputData()[0]?.json ?? {}));
	const read = [...columns].map(([id, name]) => (id === name ? name : `${name} as ${id}`));
	const rest = others.length === 0 ? '' : `${otherAsMetadata ? '; kept as metadata' : '; not used'}: ${others.join(', ')}`;
	context.addExecutionHints({ message: `Columns read: ${read.join(', ') || 'none'}${rest}`, type: 'info', location: 'outputPane' });
}

/** What holds for the columns of all items. */
function columnOptions(parameters: Parameters): ColumnOptions {
	const { otherColumnsAsMetadata, slugValues, tagSeparator } = parameters.collection('options');
	return {
		automatic: parameters.raw('mapping.mappingMode', 'autoMapInputData') === 'autoMapInputData',
		otherAsMetadata: otherColumnsAsMetadata === true,
		slugTemplate: parameters.text('slugTemplate', 'Slug Template'),
		slugAsIs: slugValues === 'asIs',
		tagSeparator: typeof tagSeparator === 'string' && tagSeparator !== '' ? tagSeparator : ',',
		tags: parameters.list(parameters.raw('tags', ''), 'Tags for All Links'),
		campaign: chosenText(parameters, parameters.raw('campaign', ''), 'Campaign for All Links'),
		common: readCommon(parameters),
		ifExists: readIfExists(parameters),
	};
}

function attempt(read: () => NewLink): NewLink | RowProblem {
	try {
		return read();
	} catch (error) {
		return { code: detailsOf(error)?.code ?? 'invalid_row', message: (error as Error).message };
	}
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
