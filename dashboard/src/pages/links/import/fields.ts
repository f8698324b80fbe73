/** Something that a column can be: the name of the field in the API, and what columns with it are usually called. */
export interface TargetField {
	id: string;
	label: string;
	/** As {@link plainName} has them. The first that a file has is taken. */
	names: readonly string[];
	/** Only `POST /v1/links/import` takes it: what another shortener counted and dated. */
	moved?: boolean;
}

/** What columns can be, in the order of the choice. Names as in imports by the API. */
export const TARGETS: readonly TargetField[] = [
	{ id: 'destination', label: 'Destination', names: ['destination', 'destinationurl', 'url', 'longurl', 'longlink', 'originalurl', 'targeturl', 'target', 'fullurl', 'redirecturl', 'link'] },
	{ id: 'slug', label: 'Slug', names: ['slug', 'alias', 'keyword', 'shortcode', 'code', 'backhalf', 'customslug', 'path'] },
	{ id: 'title', label: 'Title', names: ['title', 'name', 'label'] },
	{ id: 'tags', label: 'Tags', names: ['tags', 'tag', 'labels'] },
	{ id: 'campaign', label: 'Campaign', names: ['campaign', 'campaignname'] },
	{ id: 'external_id', label: 'External id', names: ['externalid', 'sku'] },
	{ id: 'starts_at', label: 'Starts at', names: ['startsat', 'validsince', 'validfrom'] },
	{ id: 'expires_at', label: 'Expires at', names: ['expiresat', 'expires', 'expiry', 'expirydate', 'expirationdate', 'validuntil'] },
	{ id: 'fallback_url', label: 'Fallback URL', names: ['fallbackurl', 'expiredurl'] },
	{ id: 'max_clicks', label: 'Maximum of clicks', names: ['maxclicks', 'clicklimit', 'clickslimit', 'maxvisits'] },
	{ id: 'redirect_type', label: 'Redirect type', names: ['redirecttype'] },
	{ id: 'enabled', label: 'Enabled', names: ['enabled', 'active', 'isactive'] },
	{ id: 'forward_query', label: 'Forward query', names: ['forwardquery'] },
	{ id: 'append_click_id', label: 'Append click id', names: ['appendclickid'] },
	{ id: 'password', label: 'Password', names: ['password'] },
	{ id: 'utm_source', label: 'UTM source', names: ['utmsource'] },
	{ id: 'utm_medium', label: 'UTM medium', names: ['utmmedium'] },
	{ id: 'utm_campaign', label: 'UTM campaign', names: ['utmcampaign'] },
	{ id: 'utm_term', label: 'UTM term', names: ['utmterm'] },
	{ id: 'utm_content', label: 'UTM content', names: ['utmcontent'] },
	{ id: 'metadata', label: 'Metadata (JSON)', names: ['metadata'] },
	{ id: 'variants', label: 'Variants (JSON)', names: ['variants'] },
	{ id: 'created_at', label: 'Created at (elsewhere)', names: ['createdat', 'created', 'datecreated', 'createddate', 'creationdate', 'date'], moved: true },
	{ id: 'clicks', label: 'Clicks (elsewhere)', names: ['clicks', 'totalclicks', 'clickcount', 'visits', 'visitcount', 'hits'], moved: true },
];

/** What each column is: the id of a field, or '' where it is passed over. */
export type Mapping = readonly string[];

/** How names are compared: `Long URL`, `long_url` and `longUrl` are one name. */
export function plainName(name: string): string {
	return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** What each column seems to be by its name; no field is two columns. */
export function guessMapping(header: readonly string[]): Mapping {
	const mapping = header.map(() => '');
	const plain = header.map(plainName);
	for (const { id, names } of TARGETS) {
		const column = names.map((name) => plain.indexOf(name)).find((at) => at !== -1 && mapping[at] === '');
		if (column !== undefined) mapping[column] = id;
	}
	return mapping;
}
