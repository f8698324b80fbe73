import { searchCampaigns } from './campaignLocator';
import { searchLinks } from './linkLocator';

/** What the lists of locators are searched by: `methods = { listSearch }` of every node that has a link, a campaign or filters. */
export const listSearch = { searchLinks, searchCampaigns };
