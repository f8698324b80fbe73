import type { IDataObject, IHookFunctions, INodeProperties } from 'n8n-workflow';
import { SLUG_PATTERN } from '../../contract/link';
import type { Link } from '../../contract/link';
import type { WebhookFilter } from '../../contract/webhook';
import { campaignLocator, chosenText } from '../shared/campaignLocator';
import { callApi } from '../shared/client';
import { linkLocator } from '../shared/linkLocator';
import { linkReference, slugOf } from '../shared/linkReference';
import { countryOptions } from './countries';
import { readMilestone } from './milestone';
import { TriggerValues } from './values';

/** Which events start the workflow, beyond their kind. */
export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description: 'Events must meet all of these. Without any, those of all links start the workflow.',
	options: [
		{ ...campaignLocator, default: { mode: 'list', value: '' }, description: 'Only links of this campaign' },
		{
			displayName: 'Countries',
			name: 'countries',
			type: 'multiOptions',
			default: [],
			description: 'Only clicks and conversions of visitors who were in one of these',
			options: countryOptions,
		},
		{
			displayName: 'First Click of a Visitor Only',
			name: 'uniqueOnly',
			type: 'boolean',
			default: false,
			description: 'Whether only the first click of each visitor on a link starts the workflow',
		},
		{
			displayName: 'Include Bots',
			name: 'includeBots',
			type: 'boolean',
			default: false,
			description: 'Whether hits by bots start the workflow too; they are told apart by the field kind',
		},
		{
			displayName: 'Links',
			name: 'links',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Link',
			default: {},
			description: 'Only these links',
			options: [{ displayName: 'Link', name: 'link', values: [{ ...linkLocator, default: { mode: 'list', value: '' } }] }],
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. newsletter, spring',
			description: 'Only links that have all of these comma-separated tags',
		},
	],
};

/** The filter that the parameters describe. */
export async function readFilter(context: IHookFunctions): Promise<WebhookFilter> {
	const values = new TriggerValues(context);
	const fields = context.getNodeParameter('filters', {}) as IDataObject;
	const campaign = chosenText(values, fields.campaign, 'Campaign');
	const tags = values.list(fields.tags, 'Tags');
	const countries = values.list(fields.countries, 'Countries').map((code) => code.toUpperCase());
	return {
		...(await chosenLinks(context, values, fields.links)),
		...(campaign && { campaign }),
		...(tags.length > 0 && { tags }),
		...(countries.length > 0 && { countries }),
		...(fields.includeBots === true && { kinds: ['human', 'bot'] }),
		...(fields.uniqueOnly === true && { unique_only: true }),
		...readMilestone(context, values),
	};
}

/**
 * Links by their slugs, where only those were given: such a filter also holds for a link that takes the slug later. A filter
 * has ids or slugs, as no link would meet both; so where they are mixed, and for external IDs, the server is asked for the ids.
 */
async function chosenLinks(context: IHookFunctions, values: TriggerValues, field: unknown): Promise<Pick<WebhookFilter, 'link_ids' | 'slugs'>> {
	const { link: rows = [] } = (field ?? {}) as { link?: Array<{ link: unknown }> };
	const references = [...new Set(rows.map(({ link }) => reference(values, link)))];
	if (references.length === 0) return {};
	if (references.every((one) => one.startsWith('slug:'))) return { slugs: references.map((one) => one.slice('slug:'.length)) };
	const ids: string[] = [];
	for (const one of references) {
		ids.push(one.startsWith('lnk_') ? one : (await callApi<Link>(context, { method: 'GET', path: `/v1/links/${encodeURIComponent(one)}` })).id);
	}
	return { link_ids: [...new Set(ids)] };
}

/** What a locator chose, as the API takes it: `lnk_…`, `slug:…` or `external:…`. */
function reference(values: TriggerValues, chosen: unknown): string {
	const { mode = '', value = chosen } = (typeof chosen === 'object' && chosen !== null ? chosen : {}) as { mode?: string; value?: unknown };
	const text = values.asText(value, 'Links');
	if (text === '') throw values.error('Links', 'has an empty row; choose a link there, or remove it');
	if (mode === 'externalId') return text.startsWith('external:') ? text : `external:${text}`;
	const found = mode === 'slug' || mode === 'url' ? `slug:${slugOf(text)}` : linkReference(text);
	if (found.startsWith('slug:') && !SLUG_PATTERN.test(found.slice('slug:'.length))) throw values.error('Links', `"${text.slice(0, 80)}" is not a slug, a short URL or an ID`);
	return found;
}
