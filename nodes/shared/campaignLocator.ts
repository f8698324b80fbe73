import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import type { CampaignList } from '../../contract/link';
import { callApi } from './client';
import type { Values } from './parameters';

/** Campaigns on one page of the list. */
const PAGE = 100;

/** A field that names a campaign: one of those that there are, or a name typed in. */
export const campaignLocator: INodeProperties = {
	displayName: 'Campaign',
	name: 'campaign',
	type: 'resourceLocator',
	default: { mode: 'name', value: '' },
	description: 'The campaign that the link belongs to; links can be changed and reported on by it',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a campaign...',
			typeOptions: { searchListMethod: 'searchCampaigns', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. spring-2026' },
	],
};

/** What a locator holds, or the text itself where an expression or an older workflow gives one. */
export function chosenText(values: Values, chosen: unknown, label: string, check?: (value: string) => string | undefined): string {
	const value = typeof chosen === 'object' && chosen !== null && 'value' in chosen ? chosen.value : chosen;
	return values.asText(value, label, check);
}

/** One page of campaigns for the list of {@link campaignLocator}, narrowed to those that begin with the text typed in. */
export async function searchCampaigns(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	const { campaigns, next_cursor } = await callApi<CampaignList>(this, {
		method: 'GET',
		path: '/v1/campaigns',
		query: { search: filter, sort: 'name', limit: PAGE, cursor: paginationToken },
	});
	return { results: campaigns.map(({ name }) => ({ name, value: name })), paginationToken: next_cursor ?? undefined };
}
