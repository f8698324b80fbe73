import type { INodeProperties } from 'n8n-workflow';

/** What to do when the slug (or the external ID, where one is given) exists. Values are the API's. */
export const ifExistsProperty: INodeProperties = {
	displayName: 'If the Slug Exists',
	name: 'ifExists',
	type: 'options',
	default: 'fail',
	description:
		'What to do when a link with this slug exists already; where an external ID is given, it is compared instead of the slug',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Report an error and leave the existing link alone' },
		{ name: 'Make It Unique', value: 'unique', description: 'Append -2, -3 and so on to the slug' },
		{ name: 'Return It', value: 'return', description: 'Give the existing link, unchanged' },
		{ name: 'Update It', value: 'update', description: 'Set these fields on the existing link' },
	],
};

/** The fields that nearly every link has. */
export const mainLinkProperties: INodeProperties[] = [
	{
		displayName: 'Destination',
		name: 'destination',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'https://www.example.com/spring-sale',
		description: 'The full http or https URL that the short link leads to',
	},
	{
		displayName: 'Slug',
		name: 'slug',
		type: 'string',
		default: '',
		placeholder: 'spring-sale',
		description:
			'The part of the short URL after the host: up to 64 letters, digits, hyphens and underscores, case-sensitive. Leave empty for a random one of 7 characters.',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'Spring sale',
		description: 'A name for people, shown in lists and reports',
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'newsletter, spring',
		description: 'Comma-separated tags, or an expression that gives a list',
	},
	{
		displayName: 'Campaign',
		name: 'campaign',
		type: 'string',
		default: '',
		placeholder: 'spring-2026',
		description: 'The campaign that the link belongs to; links can be changed and reported on by it',
	},
];

/** The fields that some links have, in one collection. */
export const additionalLinkFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Enabled',
			name: 'enabled',
			type: 'boolean',
			default: true,
			description: 'Whether the link redirects; a disabled one answers 404, as if it were not there',
		},
		{
			displayName: 'Expires At',
			name: 'expiresAt',
			type: 'dateTime',
			default: '',
			description: 'When the link stops redirecting. A time without a zone is read in the time zone of the workflow.',
		},
		{
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'SKU-1001',
			description: 'Your own ID for the link, unique. With it, running a workflow twice does not make a second link.',
		},
		{
			displayName: 'Fallback URL',
			name: 'fallbackUrl',
			type: 'string',
			default: '',
			placeholder: 'https://www.example.com/offers',
			description: 'Where visitors go once the link has expired',
		},
		{
			displayName: 'Metadata',
			name: 'metadata',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Entry',
			default: {},
			description: 'Names and values of your own that travel with the link and every click event',
			options: [
				{
					displayName: 'Entry',
					name: 'entry',
					values: [
						{ displayName: 'Name', name: 'name', type: 'string', default: '', description: 'Name of the entry' },
						{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'Value of the entry' },
					],
				},
			],
		},
		{
			displayName: 'Metadata (JSON)',
			name: 'metadataJson',
			type: 'json',
			default: '{}',
			description: 'The same as a JSON object, for values that are not text. Entries under Metadata are added to it.',
		},
		{
			displayName: 'Redirect Type',
			name: 'redirectType',
			type: 'options',
			default: 302,
			description: 'The HTTP status of the redirect. Browsers remember permanent ones, so later changes may not reach everyone.',
			options: [
				{ name: '301 Permanent', value: 301 },
				{ name: '302 Temporary', value: 302 },
				{ name: '307 Temporary, Same Method', value: 307 },
				{ name: '308 Permanent, Same Method', value: 308 },
			],
		},
		{
			displayName: 'Starts At',
			name: 'startsAt',
			type: 'dateTime',
			default: '',
			description: 'When the link begins to redirect. A time without a zone is read in the time zone of the workflow.',
		},
	],
};
