import type { INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS } from '../../contract/link';
import { additionalLinkFields, mainLinkProperties } from '../shared/linkProperties';

/** Where the rows come from. */
export const sourceProperty: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	default: 'items',
	description: 'Where the links to create come from',
	options: [
		{ name: 'CSV File', value: 'csvFile', description: 'A CSV in a binary field of the input item, one link for each row' },
		{ name: 'CSV Text', value: 'csvText', description: 'A CSV as text, one link for each row' },
		{ name: 'Input Items', value: 'items', description: 'One link for each input item' },
	],
};

/** The fields of Create Link, read for every input item. */
export const itemProperties: INodeProperties[] = [...mainLinkProperties, additionalLinkFields].map((property) => ({
	...property,
	displayOptions: { show: { source: ['items'], fieldsFrom: ['fields'] } },
}));

/** How rows are written, and what comes out. */
export const outputProperties: INodeProperties[] = [
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		default: 'partial',
		description: 'What happens to the good rows when some are bad',
		options: [
			{
				name: 'All or Nothing',
				value: 'atomic',
				description: 'One bad row and nothing is written; up to 10,000 rows',
			},
			{ name: 'Partial', value: 'partial', description: 'Good rows are written, bad ones say why they were not' },
		],
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'items',
		description: 'What comes out of this node',
		options: [
			{ name: 'CSV File', value: 'csv', description: 'One item with a summary and the CSV with the short URLs added' },
			{ name: 'Items', value: 'items', description: 'One item for each row, with its short URL' },
			{ name: 'Items and CSV File', value: 'both', description: 'One item for each row, then the one with the CSV' },
		],
	},
	{
		displayName: 'Put Output File in Field',
		name: 'outputBinaryField',
		type: 'string',
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		description: 'Name of the binary field that will hold the CSV',
		displayOptions: { show: { output: ['csv', 'both'] } },
	},
];

/** What is right for most. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Chunk Size',
			name: 'chunkSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: LINK_LIMITS.batch },
			default: 1000,
			description: 'How many links go into one request, in Partial mode',
		},
		{
			displayName: 'Delimiter',
			name: 'delimiter',
			type: 'options',
			default: 'auto',
			description: 'The character between the columns of the CSV',
			options: [
				{ name: 'Comma', value: 'comma' },
				{ name: 'Detect', value: 'auto' },
				{ name: 'Pipe', value: 'pipe' },
				{ name: 'Semicolon', value: 'semicolon' },
				{ name: 'Tab', value: 'tab' },
			],
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			default: 'auto',
			description: 'How the CSV file is encoded. Detect knows UTF-8 and UTF-16 and takes anything else for Windows-1252.',
			options: [
				{ name: 'Detect', value: 'auto' },
				{ name: 'UTF-16 Big Endian', value: 'utf-16be' },
				{ name: 'UTF-16 Little Endian', value: 'utf-16le' },
				{ name: 'UTF-8', value: 'utf-8' },
				{ name: 'Windows-1252', value: 'windows-1252' },
			],
		},
		{
			displayName: 'Escape Formulas',
			name: 'escapeFormulas',
			type: 'boolean',
			default: false,
			description:
				'Whether cells of the output CSV that start with =, +, - or @ get an apostrophe in front, so that a spreadsheet does not run them',
		},
		{
			displayName: 'Other Columns Become Metadata',
			name: 'otherColumnsAsMetadata',
			type: 'boolean',
			default: false,
			description:
				'Whether columns of the CSV (or, with Columns of the Items, fields of the item) that are not used for a field of the link are kept in its metadata',
		},
		{
			displayName: 'Output File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. products_with_links.csv',
			description: 'Name of the output CSV. When empty, the name of the input file with _with_links added.',
		},
		{
			displayName: 'Tag Separator',
			name: 'tagSeparator',
			type: 'string',
			default: ',',
			description: 'What stands between two tags in one field, with Columns of the Items',
		},
		{
			displayName: 'Values in Slug Template',
			name: 'slugValues',
			type: 'options',
			default: 'safe',
			description: 'How values get into a slug that is made of a template',
			options: [
				{ name: 'Keep as Is', value: 'asIs', description: 'Taken over unchanged; a row whose slug then has other characters fails' },
				{ name: 'Make Safe', value: 'safe', description: 'Letters made Latin, other characters become hyphens, cut to 64 characters' },
			],
		},
	],
};
