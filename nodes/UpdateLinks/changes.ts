import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS } from '../../contract/link';
import type { LinkUpdate } from '../../contract/bulk';
import { campaignLocator, chosenText } from '../shared/campaignLocator';
import { lengthProblem, slugProblem, urlProblem } from '../shared/check';
import { byLabel, linkSettings } from '../shared/linkSettings';
import type { Parameters } from '../shared/parameters';
import { readTags } from '../shared/readLink';
import { given, readSettings } from '../shared/readSettings';
import type { Change } from './operation';

/** What sets a whole object or list says so: nothing of the old one stays. */
const WHOLE = ['metadata', 'metadataJson', 'utm', 'variants'];

const settings = linkSettings.map((property) =>
	WHOLE.includes(property.name) ? { ...property, description: `${property.description?.replace(/\.$/, '') ?? ''}. Takes the place of what the links have.` } : property,
);

const forRows = { show: { '/selectBy': ['items'] } };

/** What Update does. A field that was not added stays as it is. */
export const changesProperty: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'What to change. A field that is empty for an item stays as it is; Clear empties fields.',
	displayOptions: { show: { operation: ['update'] } },
	options: byLabel([
		...settings,
		{
			displayName: 'Add Tags',
			name: 'addTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. moved',
			description: 'Comma-separated tags that the links get beside those they have',
		},
		{ ...campaignLocator, description: 'The campaign that the links are to belong to' },
		{
			displayName: 'Clear',
			name: 'clear',
			type: 'multiOptions',
			default: [],
			description: 'Fields to empty',
			options: [
				{ name: 'A/B Variants', value: 'variants' },
				{ name: 'Campaign', value: 'campaign' },
				{ name: 'Expiry', value: 'expires_at' },
				{ name: 'External ID', value: 'external_id' },
				{ name: 'Fallback URL', value: 'fallback_url' },
				{ name: 'Max Clicks', value: 'max_clicks' },
				{ name: 'Metadata', value: 'metadata' },
				{ name: 'Password', value: 'password' },
				{ name: 'Start', value: 'starts_at' },
				{ name: 'Tags', value: 'tags' },
				{ name: 'Title', value: 'title' },
				{ name: 'UTM Parameters', value: 'utm' },
			],
		},
		{
			displayName: 'Destination',
			name: 'destination',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://www.example.com/summer-sale',
			description: 'The full http or https URL that the links are to lead to',
		},
		{
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'e.g. SKU-1001',
			description: 'The ID of your own that the link of this item is to have',
			displayOptions: forRows,
		},
		{
			displayName: 'Find and Replace in Destination',
			name: 'replace',
			type: 'fixedCollection',
			placeholder: 'Add Text',
			default: { text: {} },
			description: 'Change a part of each destination, such as the host, and keep the rest',
			displayOptions: { hide: { '/selectBy': ['items'] } },
			options: [
				{
					displayName: 'Text',
					name: 'text',
					values: [
						{
							displayName: 'Find',
							name: 'find',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://old.example.com/',
							description: 'The text to look for, in upper and lower case as given',
						},
						{
							displayName: 'Replace With',
							name: 'with',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://new.example.com/',
							description: 'What every occurrence becomes',
						},
					],
				},
			],
		},
		{
			displayName: 'Remove Tags',
			name: 'removeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. spring',
			description: 'Comma-separated tags to take away',
		},
		{
			displayName: 'Replace Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. summer, sale',
			description: 'Comma-separated tags that the links are to have instead of those they have',
		},
		{
			displayName: 'Slug',
			name: 'slug',
			type: 'string',
			default: '',
			placeholder: 'e.g. summer-sale',
			description: 'The new slug for the link of this item; the old one answers 404 from then on',
			displayOptions: forRows,
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			description: 'The title that the links are to have',
		},
	]),
};

/** The changes of one item; none at all is an error, since it is a field forgotten. */
export function readChanges(parameters: Parameters, forRow: boolean): Change {
	const fields = parameters.collection('updateFields');
	const set = readSet(parameters, fields, forRow);
	const added = parameters.list(fields.addTags, 'Add Tags');
	const removed = parameters.list(fields.removeTags, 'Remove Tags');
	const change: Change = {
		...(Object.keys(set).length > 0 && { set }),
		...(added.length > 0 && { add_tags: added }),
		...(removed.length > 0 && { remove_tags: removed }),
		...(forRow ? {} : readReplace(parameters, fields)),
	};
	if (Object.keys(change).length === 0) throw parameters.error('Update Fields', 'is empty; add what is to change');
	if (change.replace && set.destination) throw parameters.error('Update Fields', 'has both Destination and Find and Replace in Destination; use one');
	return change;
}

function readSet(parameters: Parameters, fields: IDataObject, forRow: boolean): NonNullable<LinkUpdate['set']> {
	const cleared = parameters.list(fields.clear ?? [], 'Clear').map((field) => [field, null]);
	return {
		...(Object.fromEntries(cleared) as NonNullable<LinkUpdate['set']>),
		...given({
			destination: parameters.asText(fields.destination, 'Destination', urlProblem),
			campaign: chosenText(parameters, fields.campaign, 'Campaign', lengthProblem(LINK_LIMITS.campaign)),
			title: parameters.asText(fields.title, 'Title', lengthProblem(LINK_LIMITS.title)),
			...(forRow && {
				slug: parameters.asText(fields.slug, 'Slug', slugProblem),
				external_id: parameters.asText(fields.externalId, 'External ID', lengthProblem(LINK_LIMITS.externalId)),
			}),
		}),
		...readTags(parameters, fields.tags, 'Replace Tags'),
		...readSettings(parameters, fields),
	};
}

function readReplace(parameters: Parameters, fields: IDataObject): Pick<Change, 'replace'> {
	const { text } = (fields.replace ?? {}) as { text?: { find?: unknown; with?: unknown } };
	if (!text) return {};
	const find = parameters.asText(text.find, 'Find');
	if (find === '') throw parameters.error('Find', 'is empty; give the part of the destination to replace');
	return { replace: { find, with: parameters.asText(text.with, 'Replace With') } };
}
