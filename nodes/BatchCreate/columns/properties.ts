import type { INodeProperties } from 'n8n-workflow';
import { campaignLocator } from '../../shared/campaignLocator';
import { byLabel, linkSettings } from '../../shared/linkSettings';

const columns = { source: ['items'], fieldsFrom: ['columns'] };

/** Fields that hold for a whole import, whose rows come from columns. */
export const fieldsForAll: INodeProperties = {
	displayName: 'Fields for All Links',
	name: 'fieldsForAll',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'What every link gets where its row says nothing else',
	options: byLabel(linkSettings),
};

/** How the fields of input items become fields of links. */
export const columnProperties: INodeProperties[] = [
	{
		displayName: 'Fields From',
		name: 'fieldsFrom',
		type: 'options',
		default: 'fields',
		description: 'How the fields of each link are filled',
		options: [
			{ name: 'Columns of the Items', value: 'columns', description: 'By the names of the fields that come in, or mapped by hand; good for sheets' },
			{ name: 'Fields Below', value: 'fields', description: 'By an expression for each field' },
		],
		displayOptions: { show: { source: ['items'] } },
	},
	{
		displayName: 'Columns',
		name: 'mapping',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		required: true,
		description: 'Which field of the input item is which field of the link',
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getLinkFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				supportAutoMap: true,
			},
		},
		displayOptions: { show: columns },
	},
	{
		// The editor shows no hint of a resource mapper, and says of its own accord that names must be the same.
		displayName:
			'Found by name, in whatever case: destination (or url), slug, title, tags, campaign, external_id, expires_at, utm_source and the other fields of a link. Where your columns are called something else, choose Map Each Column Manually.',
		name: 'mappingNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...columns, 'mapping.mappingMode': ['autoMapInputData'] } },
	},
	{
		displayName: 'Slug Template',
		name: 'slugTemplate',
		type: 'string',
		default: '',
		placeholder: 'e.g. shop-{sku}',
		description: 'How to make the slug where no column gives one: names of fields in braces. Leave empty for a random one.',
		displayOptions: { show: columns },
	},
	{
		displayName: 'Tags for All Links',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. import, shop',
		description: 'Comma-separated tags that every link gets, beside those of its row',
		displayOptions: { show: columns },
	},
	{
		...campaignLocator,
		displayName: 'Campaign for All Links',
		description: 'The campaign of every link whose row names none',
		displayOptions: { show: columns },
	},
	{ ...fieldsForAll, displayOptions: { show: columns } },
];
