import type { INodeProperties } from 'n8n-workflow';
import { linkLocator } from '../shared/linkLocator';

/** What is told of a conversion. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Attribute To',
		name: 'attributeTo',
		type: 'options',
		default: 'click',
		description: 'What led to the conversion',
		options: [
			{
				name: 'Click',
				value: 'click',
				description: 'One click, by its ID; country, device, source and variant of the visitor are then known',
			},
			{ name: 'Link', value: 'link', description: 'A short link, where the click is not known' },
		],
	},
	{
		displayName: 'Click ID',
		name: 'clickId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. clk_01a203367450bc253d93927a',
		hint: 'Links with Append Click ID give it to their destination as lm_click',
		description: 'ID of the click, as the destination got it in the query parameter lm_click, or as a click event has it in click_id',
		displayOptions: { show: { attributeTo: ['click'] } },
	},
	{ ...linkLocator, description: 'The short link that led to the conversion', displayOptions: { show: { attributeTo: ['link'] } } },
	{
		displayName: 'Event',
		name: 'event',
		type: 'string',
		required: true,
		default: 'sale',
		placeholder: 'e.g. signup',
		description: 'What happened, in your own words: sale, signup, demo-request, … (up to 100 characters)',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. 49.90',
		description: 'What it is worth: a number from 0 on with up to four decimals, a point before them. Leave empty for none.',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Currency of the value by its ISO 4217 code, such as EUR or USD. Required with a value.',
	},
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1001',
		description: 'Your own ID of the conversion, such as an order number. The same event with the same ID is recorded once, however often it is sent.',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Metadata',
				name: 'metadata',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Entry',
				default: {},
				description: 'Names and values of your own that are kept with the conversion and come with its event',
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
				displayName: 'Occurred At',
				name: 'occurredAt',
				type: 'dateTime',
				default: '',
				description: 'When it happened; now when empty. A time without a zone is read in the time zone of the workflow.',
			},
		],
	},
];
