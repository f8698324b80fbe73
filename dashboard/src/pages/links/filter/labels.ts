import type { CampaignList, TagList } from '../../../../../contract/link.ts';
import { api } from '../../../api/client.ts';
import { formatCompact } from '../../../format.ts';
import type { Suggest } from '../../../ui/combobox.tsx';

/** How many are suggested. */
const LIMIT = 8;

/** Tags that begin with a text, those of most links first. */
export const suggestTags: Suggest = async (search, signal) => {
	const { tags } = await api.get<TagList>('/v1/tags', { query: { search, sort: '-links', limit: LIMIT }, signal });
	return tags.map(({ name, links }) => ({ value: name, hint: formatCompact(links) }));
};

/** Campaigns that begin with a text, those of most links first. */
export const suggestCampaigns: Suggest = async (search, signal) => {
	const { campaigns } = await api.get<CampaignList>('/v1/campaigns', { query: { search, sort: '-links', limit: LIMIT }, signal });
	return campaigns.map(({ name, links }) => ({ value: name, hint: formatCompact(links) }));
};
