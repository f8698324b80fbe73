import type { INodeProperties } from 'n8n-workflow';
import { campaignLocator } from '../../shared/campaignLocator';
import { fieldsForAll } from '../columns/properties';

const csv = { source: ['csvFile', 'csvText'] };

/** Which column of the CSV is what. */
export const csvProperties: INodeProperties[] = [
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the input binary field containing the CSV file',
		description: 'Name of the binary field that holds the CSV',
		displayOptions: { show: { source: ['csvFile'] } },
	},
	{
		displayName: 'CSV Text',
		name: 'csvText',
		type: 'string',
		typeOptions: { rows: 6 },
		required: true,
		default: '',
		placeholder: 'destination,sku\nhttps://www.example.com/p/1001,1001',
		description: 'The CSV with its header row',
		displayOptions: { show: { source: ['csvText'] } },
	},
	{
		displayName: 'Destination Column',
		name: 'destinationColumn',
		type: 'string',
		required: true,
		default: 'destination',
		description: 'Header of the column that holds the destinations',
		displayOptions: { show: csv },
	},
	{
		displayName: 'Slug From',
		name: 'slugFrom',
		type: 'options',
		default: 'random',
		description: 'How the slug of each link is made',
		options: [
			{ name: 'A Column', value: 'column', description: 'Taken from a column as it is; random where the cell is empty' },
			{ name: 'A Template', value: 'template', description: 'Made of columns, such as shop-{sku}' },
			{ name: 'Random', value: 'random', description: '7 characters that are easy to read' },
		],
		displayOptions: { show: csv },
	},
	{
		displayName: 'Slug Column',
		name: 'slugColumn',
		type: 'string',
		required: true,
		default: 'slug',
		description: 'Header of the column that holds the slugs',
		displayOptions: { show: { ...csv, slugFrom: ['column'] } },
	},
	{
		displayName: 'Slug Template',
		name: 'slugTemplate',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. shop-{sku}',
		description:
			'The slug with column headers in braces. Letters are made Latin, other characters become hyphens, and it is cut to 64 characters.',
		displayOptions: { show: { ...csv, slugFrom: ['template'] } },
	},
	{
		displayName: 'More Columns',
		name: 'columns',
		type: 'collection',
		placeholder: 'Add Column',
		default: {},
		displayOptions: { show: csv },
		options: [
			{
				displayName: 'Campaign Column',
				name: 'campaignColumn',
				type: 'string',
				default: '',
				description: 'Header of the column that holds the campaign',
			},
			{
				displayName: 'External ID Column',
				name: 'externalIdColumn',
				type: 'string',
				default: '',
				description: 'Header of the column that holds your own ID for each link; importing twice then makes no second link',
			},
			{
				displayName: 'Tag Separator',
				name: 'tagSeparator',
				type: 'string',
				default: ',',
				description: 'What stands between two tags in one cell',
			},
			{
				displayName: 'Tags Column',
				name: 'tagsColumn',
				type: 'string',
				default: '',
				description: 'Header of the column that holds the tags',
			},
			{
				displayName: 'Title Column',
				name: 'titleColumn',
				type: 'string',
				default: '',
				description: 'Header of the column that holds the titles',
			},
		],
	},
	{
		displayName: 'Tags for All Links',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. import, shop',
		description: 'Comma-separated tags that every link gets, beside those of its row',
		displayOptions: { show: csv },
	},
	{
		...campaignLocator,
		displayName: 'Campaign for All Links',
		description: 'The campaign of every link whose row names none',
		displayOptions: { show: csv },
	},
	{ ...fieldsForAll, displayOptions: { show: csv } },
];
