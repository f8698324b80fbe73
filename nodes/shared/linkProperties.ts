import type { INodeProperties } from 'n8n-workflow';
import { campaignLocator } from './campaignLocator';
import { byLabel, linkSettings } from './linkSettings';

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
		placeholder: 'e.g. https://www.example.com/spring-sale',
		description: 'The full http or https URL that the short link leads to',
	},
	{
		displayName: 'Slug',
		name: 'slug',
		type: 'string',
		default: '',
		placeholder: 'e.g. spring-sale',
		description:
			'The part of the short URL after the host: up to 64 letters, digits, hyphens and underscores, case-sensitive. Leave empty for a random one of 7 characters.',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Spring sale',
		description: 'A name for people, shown in lists and reports',
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. newsletter, spring',
		description: 'Comma-separated tags, or an expression that gives a list',
	},
	campaignLocator,
];

/** The fields that some links have, in one collection. */
export const additionalLinkFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: byLabel([
		...linkSettings,
		{
			displayName: 'Enabled',
			name: 'enabled',
			type: 'boolean',
			default: true,
			description: 'Whether the link redirects; a disabled one answers 404, as if it were not there',
		},
		{
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'e.g. SKU-1001',
			description: 'Your own ID for the link, unique. With it, running a workflow twice does not make a second link.',
		},
	]),
};
