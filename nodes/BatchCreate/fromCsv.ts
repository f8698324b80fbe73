import { NodeOperationError } from 'n8n-workflow';
import type { Parameters } from '../shared/parameters';
import { parameterError } from '../shared/problem';
import { columnPlan } from './csv/columnPlan';
import { csvRows } from './csv/csvRows';
import { decode } from './csv/decode';
import type { Encoding } from './csv/decode';
import { NotCsv, readTable } from './csv/table';
import type { Delimiter, Table } from './csv/table';
import type { Row } from './rows';

/** A CSV of one input item, ready to be imported. */
export interface CsvInput {
	rows: Row[];
	table: Table;
	/** Whether the file that comes out begins with a byte order mark. */
	mark: boolean;
	fileName?: string;
}

/** Reads the CSV of an item from its text or its file. */
export async function fromCsv(parameters: Parameters, source: string): Promise<CsvInput> {
	const options = parameters.collection('options');
	const { text, mark, fileName, label } = source === 'csvFile' ? await fileText(parameters, options.encoding as Encoding | undefined) : plainText(parameters);
	const table = tableOf(parameters, text, label, options.delimiter as Delimiter | undefined);
	return { rows: csvRows(table, columnPlan(parameters, table, options), parameters.item), table, mark, fileName };
}

interface CsvText {
	text: string;
	mark: boolean;
	fileName?: string;
	/** The parameter that an error is about. */
	label: string;
}

async function fileText(parameters: Parameters, encoding: Encoding | undefined): Promise<CsvText> {
	const { context, item } = parameters;
	const label = 'Input Binary Field';
	const field = parameters.text('binaryPropertyName', label);
	const { fileName } = context.helpers.assertBinaryData(item, field);
	const bytes = await context.helpers.getBinaryDataBuffer(item, field);
	return { ...decode(bytes, encoding), fileName, label };
}

function plainText(parameters: Parameters): CsvText {
	const text = parameters.text('csvText', 'CSV Text');
	return { text, mark: false, label: 'CSV Text' };
}

function tableOf(parameters: Parameters, text: string, label: string, delimiter: Delimiter | undefined): Table {
	const node = parameters.context.getNode();
	try {
		return readTable(text, delimiter);
	} catch (error) {
		if (error instanceof NotCsv) throw parameterError(node, label, `the CSV ${error.message}`, parameters.item);
		throw new NodeOperationError(node, error as Error, { itemIndex: parameters.item });
	}
}
