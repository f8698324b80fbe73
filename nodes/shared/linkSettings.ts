import type { INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS } from '../../contract/link';

/** One UTM parameter. */
const utm = (name: string, displayName: string, placeholder: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
	description,
});

/**
 * How a link behaves: the fields that some links have, alike where links are made and where they are changed. Read by
 * {@link file://./readSettings.ts}. Not sorted: they are put among others.
 */
export const linkSettings: INodeProperties[] = [
	{
		displayName: 'A/B Variants',
		name: 'variants',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Variant',
		default: {},
		description: 'Destinations that share the visitors of the link, instead of its destination. A visitor stays with the same one.',
		options: [
			{
				displayName: 'Variant',
				name: 'variant',
				values: [
					{
						displayName: 'Destination',
						name: 'destination',
						type: 'string',
						default: '',
						placeholder: 'e.g. https://www.example.com/page-b',
						description: 'The full http or https URL that this share of the visitors goes to',
					},
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. B',
						description: 'What reports and click events call it; A, B, C and so on when empty',
					},
					{
						displayName: 'Weight',
						name: 'weight',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: LINK_LIMITS.weight },
						default: 1,
						description: 'Its share is its weight over the sum of all; 0 sends nobody there',
					},
				],
			},
		],
	},
	{
		displayName: 'Append Click ID',
		name: 'appendClickId',
		type: 'boolean',
		default: true,
		description: 'Whether the destination gets lm_click=… added, which a shop can send back to record a conversion',
	},
	{
		displayName: 'Expires At',
		name: 'expiresAt',
		type: 'dateTime',
		default: '',
		description: 'When the link stops redirecting. A time without a zone is read in the time zone of the workflow.',
	},
	{
		displayName: 'Expires In (Days)',
		name: 'expiresInDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description: 'After how many days from now the link stops redirecting; 0.5 is twelve hours. Instead of Expires At.',
	},
	{
		displayName: 'Fallback URL',
		name: 'fallbackUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://www.example.com/offers',
		description: 'Where visitors go once the link has expired or used up its Max Clicks; without one they see a page that says so',
	},
	{
		displayName: 'Forward Query',
		name: 'forwardQuery',
		type: 'options',
		default: 'forward',
		description: 'Whether parameters that a visitor adds to the short URL are passed on to the destination',
		options: [
			{ name: 'No', value: 'no', description: 'The destination stays as it is' },
			{ name: 'Yes', value: 'forward', description: 'Of a parameter that both have, the value of the destination stays' },
			{ name: 'Yes, Visitor Wins', value: 'override', description: 'Of a parameter that both have, the value of the visitor is taken' },
		],
	},
	{
		displayName: 'Max Clicks',
		name: 'maxClicks',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: LINK_LIMITS.maxClicks },
		default: 1,
		description: 'After how many clicks by people the link stops redirecting; bots do not use it up',
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
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. user_id', description: 'Name of the entry' },
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
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'What visitors are asked for before they are redirected. It cannot be read again.',
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
	{
		displayName: 'UTM Parameters',
		name: 'utm',
		type: 'fixedCollection',
		placeholder: 'Add UTM Parameters',
		default: { parameters: {} },
		description: 'Parameters for web analytics that are added to the destination, each replacing one that is there already',
		options: [
			{
				displayName: 'Parameters',
				name: 'parameters',
				values: [
					utm('campaign', 'Campaign', 'e.g. spring-2026', 'The value of utm_campaign'),
					utm('content', 'Content', 'e.g. header-button', 'The value of utm_content'),
					utm('medium', 'Medium', 'e.g. email', 'The value of utm_medium'),
					utm('source', 'Source', 'e.g. newsletter', 'The value of utm_source'),
					utm('term', 'Term', 'e.g. running shoes', 'The value of utm_term'),
				],
			},
		],
	},
];

/** Properties in the order of their labels, which is how n8n wants longer lists. */
export const byLabel = (properties: INodeProperties[]): INodeProperties[] => [...properties].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
