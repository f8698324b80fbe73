import type { INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS, LINK_STATUSES } from '../../contract/link';
import type { LinkFilter } from '../../contract/link';
import { campaignLocator, chosenText } from './campaignLocator';
import { lengthProblem } from './check';
import type { Parameters } from './parameters';

/**
 * Which links a change, a list or a report is about: every condition of the API's filter. All that are given must hold.
 * A node that has it needs {@link file://./listSearch.ts} among its methods.
 */
export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description: 'Links must meet all of these',
	options: [
		{ ...campaignLocator, default: { mode: 'list', value: '' }, description: 'Only links of this campaign' },
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only links that were made at this time or later. A time without a zone is read in the time zone of the workflow.',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only links that were made before this time',
		},
		{
			displayName: 'Destination',
			name: 'destination',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://www.example.com/*',
			description: 'Only links that lead to exactly this URL or, with a * at the end, to one that begins so',
		},
		{
			displayName: 'Expires After',
			name: 'expiresAfter',
			type: 'dateTime',
			default: '',
			description: 'Only links that expire at this time or later; a link that never expires is not among them',
		},
		{
			displayName: 'Expires Before',
			name: 'expiresBefore',
			type: 'dateTime',
			default: '',
			description: 'Only links that expire before this time, those that have expired already included',
		},
		{
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'e.g. SKU-1001',
			description: 'Only the link with exactly this ID of your own',
		},
		{
			displayName: 'Maximum Clicks',
			name: 'clicksMax',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Only links that people have clicked at most so many times; 0 finds those that nobody has clicked',
		},
		{
			displayName: 'Minimum Clicks',
			name: 'clicksMin',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description: 'Only links that people have clicked at least so many times',
		},
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. spring sale',
			description: 'Only links in whose slug, title or destination every one of these words occurs, in whatever case',
		},
		{
			displayName: 'Slug',
			name: 'slug',
			type: 'string',
			default: '',
			placeholder: 'e.g. spring-sale',
			description: 'Only the link with exactly this slug',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'active',
			description: 'Only links that are in this state now',
			options: [
				{ name: 'Active', value: 'active', description: 'They redirect' },
				{ name: 'Disabled', value: 'disabled', description: 'Somebody turned them off' },
				{ name: 'Exhausted', value: 'exhausted', description: 'They have used up their Max Clicks' },
				{ name: 'Expired', value: 'expired', description: 'Their Expires At has passed' },
				{ name: 'Scheduled', value: 'scheduled', description: 'Their Starts At is still to come' },
			],
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. newsletter, spring',
			description: 'Only links that have all of these comma-separated tags',
		},
		{
			displayName: 'Tags to Exclude',
			name: 'excludeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. archived',
			description: 'Only links that have none of these comma-separated tags',
		},
		{
			displayName: 'Tags, Any Of',
			name: 'tagsAny',
			type: 'string',
			default: '',
			placeholder: 'e.g. facebook, linkedin',
			description: 'Only links that have at least one of these comma-separated tags',
		},
	],
};

/** The filter of one item; without members where nothing was given. It can be sent in a body and as a query as it is. */
export function readFilter(parameters: Parameters): LinkFilter {
	const fields = parameters.collection('filters');
	const filter: LinkFilter = {
		campaign: chosenText(parameters, fields.campaign, 'Campaign'),
		tags: parameters.list(fields.tags, 'Tags'),
		tags_any: parameters.list(fields.tagsAny, 'Tags, Any Of'),
		exclude_tags: parameters.list(fields.excludeTags, 'Tags to Exclude'),
		search: parameters.asText(fields.search, 'Search', lengthProblem(LINK_LIMITS.search)),
		status: parameters.oneOf(fields.status, 'Status', LINK_STATUSES),
		slug: parameters.asText(fields.slug, 'Slug'),
		external_id: parameters.asText(fields.externalId, 'External ID'),
		destination: parameters.asText(fields.destination, 'Destination'),
		created_after: parameters.time(fields.createdAfter, 'Created After'),
		created_before: parameters.time(fields.createdBefore, 'Created Before'),
		expires_after: parameters.time(fields.expiresAfter, 'Expires After'),
		expires_before: parameters.time(fields.expiresBefore, 'Expires Before'),
		clicks_min: parameters.whole(fields.clicksMin, 'Minimum Clicks'),
		clicks_max: parameters.whole(fields.clicksMax, 'Maximum Clicks'),
	};
	return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)));
}
