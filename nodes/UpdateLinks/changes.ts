import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS } from '../../contract/link';
import type { BulkUpdateRequest } from '../../contract/bulk';
import { lengthProblem, urlProblem } from '../shared/check';
import type { Parameters } from '../shared/parameters';
import type { Change } from './operation';

/** What Update does. A field that was not added stays as it is. */
export const changesProperty: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	displayOptions: { show: { operation: ['update'] } },
	options: [
		{
			displayName: 'Add Tags',
			name: 'addTags',
			type: 'string',
			default: '',
			placeholder: 'moved',
			description: 'Comma-separated tags that the links get beside those they have',
		},
		{
			displayName: 'Campaign',
			name: 'campaign',
			type: 'string',
			default: '',
			description: 'The campaign that the links are to belong to',
		},
		{
			displayName: 'Clear',
			name: 'clear',
			type: 'multiOptions',
			default: [],
			description: 'Fields to empty',
			options: [
				{ name: 'Campaign', value: 'campaign' },
				{ name: 'Expiry', value: 'expires_at' },
				{ name: 'Title', value: 'title' },
			],
		},
		{
			displayName: 'Destination',
			name: 'destination',
			type: 'string',
			default: '',
			placeholder: 'https://www.example.com/summer-sale',
			description: 'The full http or https URL that all selected links are to lead to',
		},
		{
			displayName: 'Expires At',
			name: 'expiresAt',
			type: 'dateTime',
			default: '',
			description: 'When the links stop redirecting. A time without a zone is read in the time zone of the workflow.',
		},
		{
			displayName: 'Find and Replace in Destination',
			name: 'replace',
			type: 'fixedCollection',
			default: {},
			description: 'Change a part of each destination, such as the host, and keep the rest',
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
							placeholder: 'https://old.example.com/',
							description: 'The text to look for, in upper and lower case as given',
						},
						{
							displayName: 'Replace With',
							name: 'with',
							type: 'string',
							default: '',
							placeholder: 'https://new.example.com/',
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
			placeholder: 'spring',
			description: 'Comma-separated tags to take away',
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			description: 'The title that all selected links are to have',
		},
	],
};

/** The changes of one item; none at all is an error, since it is a field forgotten. */
export function readChanges(parameters: Parameters): Change {
	const fields = parameters.collection('updateFields');
	const set = readSet(parameters, fields);
	const added = parameters.list(fields.addTags, 'Add Tags');
	const removed = parameters.list(fields.removeTags, 'Remove Tags');
	const change: Change = {
		...(Object.keys(set).length > 0 && { set }),
		...(added.length > 0 && { add_tags: added }),
		...(removed.length > 0 && { remove_tags: removed }),
		...readReplace(parameters, fields),
	};
	if (Object.keys(change).length === 0) throw parameters.error('Update Fields', 'is empty; add what is to change');
	if (change.replace && set.destination) throw parameters.error('Update Fields', 'has both Destination and Find and Replace in Destination; use one');
	return change;
}

function readSet(parameters: Parameters, fields: IDataObject): NonNullable<BulkUpdateRequest['set']> {
	const destination = parameters.asText(fields.destination, 'Destination', urlProblem);
	const campaign = parameters.asText(fields.campaign, 'Campaign', lengthProblem(LINK_LIMITS.campaign));
	const title = parameters.asText(fields.title, 'Title', lengthProblem(LINK_LIMITS.title));
	const expires_at = parameters.time(fields.expiresAt, 'Expires At');
	const cleared = parameters.list(fields.clear ?? [], 'Clear').map((field) => [field, null]);
	return {
		...(Object.fromEntries(cleared) as NonNullable<BulkUpdateRequest['set']>),
		...(destination && { destination }),
		...(campaign && { campaign }),
		...(title && { title }),
		...(expires_at && { expires_at }),
	};
}

function readReplace(parameters: Parameters, fields: IDataObject): Pick<Change, 'replace'> {
	const { text } = (fields.replace ?? {}) as { text?: { find?: unknown; with?: unknown } };
	if (!text) return {};
	const find = parameters.asText(text.find, 'Find');
	if (find === '') throw parameters.error('Find', 'is empty; give the part of the destination to replace');
	return { replace: { find, with: parameters.asText(text.with, 'Replace With') } };
}
