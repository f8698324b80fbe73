import { stringify } from 'csv-stringify/sync';
import type { IBinaryKeyData, IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemRun } from '../shared/items';
import type { Parameters } from '../shared/parameters';
import type { Picture } from './chart';
import { reportRow } from './columns';
import type { Table } from './table';

const TABLES = ['breakdown', 'clicks', 'report', 'timeSeries'];
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** In what form an answer comes out. */
export const outputProperties: INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'items',
		description: 'What comes out of this node',
		options: [
			{ name: 'CSV File', value: 'csv', description: 'One item with the totals, and the rows as a CSV in a binary field' },
			{ name: 'Items', value: 'items', description: 'One item for each row' },
			{ name: 'Items and CSV File', value: 'both', description: 'One item for each row, then the one with the CSV' },
			{ name: 'Totals', value: 'totals', description: 'One item with the numbers of all rows together' },
		],
		displayOptions: { show: { operation: TABLES } },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'outputBinaryField',
		type: 'string',
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		description: 'Name of the binary field that will hold the CSV',
		displayOptions: { show: { operation: TABLES, output: ['csv', 'both'] } },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'outputBinaryField',
		type: 'string',
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		description: 'Name of the binary field that will hold the picture',
		displayOptions: { show: { operation: ['chart'] } },
	},
];

/** Puts out a table as Output says; of one link, its row. */
export async function putTable(run: ItemRun, parameters: Parameters, table: Table): Promise<void> {
	const output = table.name === 'link' ? 'items' : (parameters.oneOf(parameters.raw('output', 'items'), 'Output', ['csv', 'items', 'both', 'totals'] as const) ?? 'items');
	const named = parameters.raw('columnNames', 'api') === 'report' && table.name !== 'clicks';
	const rows = named ? table.rows.map((row) => reportRow(table.columns, row)) : table.rows;
	if (output === 'items' || output === 'both') {
		// Copies, because two items may share an answer and n8n hands objects on as they are.
		for (const row of rows) run.put(parameters.item, { ...row });
	}
	if (output === 'items') return;
	const summary = { ...table.summary, rows: table.rows.length };
	const names = table.columns.flatMap(({ key, label }) => (named ? (label ?? []) : key));
	run.put(parameters.item, summary, output === 'totals' ? undefined : await csvBinary(parameters, names, rows, table.name));
}

/** Puts out a picture, in an item of its own or in the one that came in. */
export async function putPicture(run: ItemRun, parameters: Parameters, { bytes, format, mediaType }: Picture): Promise<void> {
	const { addToInput, fileName } = parameters.collection('options');
	const name = parameters.asText(fileName, 'Output File Name') || `chart.${format}`;
	const binary = await fileBinary(parameters, bytes, name, mediaType);
	const input = parameters.flag(addToInput, 'Add to Input Item') ? parameters.context.getInputData()[parameters.item] : undefined;
	run.put(parameters.item, input ? { ...input.json } : { file_name: name, mime_type: mediaType, bytes: bytes.length }, { ...input?.binary, ...binary });
}

async function csvBinary(parameters: Parameters, names: string[], rows: IDataObject[], title: string): Promise<IBinaryKeyData> {
	const options = parameters.collection('options');
	const delimiter = parameters.oneOf(options.delimiter, 'Delimiter', ['comma', 'semicolon', 'tab'] as const) ?? 'comma';
	const text = stringify([names, ...rows.map((row) => names.map((name) => cell(row[name])))], {
		delimiter: DELIMITERS[delimiter],
		// Without the mark Excel takes UTF-8 for something else, and what begins like a formula it would run.
		bom: true,
		escape_formulas: true,
	});
	const name = parameters.asText(options.fileName, 'Output File Name') || `${title}.csv`;
	return await fileBinary(parameters, Buffer.from(text), name, 'text/csv');
}

async function fileBinary(parameters: Parameters, bytes: Buffer, name: string, mediaType: string): Promise<IBinaryKeyData> {
	const field = parameters.text('outputBinaryField', 'Put Output File in Field') || 'data';
	return { [field]: await parameters.context.helpers.prepareBinaryData(bytes, name, mediaType) };
}

function cell(value: unknown): unknown {
	if (Array.isArray(value)) return value.join(', ');
	if (typeof value === 'boolean') return String(value);
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
