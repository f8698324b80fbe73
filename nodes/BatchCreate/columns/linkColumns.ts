import type { ResourceMapperFields } from 'n8n-workflow';

/** A field of a link as a column: its name in the API, its label, and other names by which it is recognised. */
interface LinkColumn {
	id: string;
	label: string;
	aliases?: string[];
}

/** What a column of a sheet can be. */
export const LINK_COLUMNS = [
	{ id: 'destination', label: 'Destination', aliases: ['url', 'long url', 'destination url', 'target url'] },
	{ id: 'slug', label: 'Slug' },
	{ id: 'title', label: 'Title' },
	{ id: 'tags', label: 'Tags' },
	{ id: 'campaign', label: 'Campaign' },
	{ id: 'external_id', label: 'External ID' },
	{ id: 'starts_at', label: 'Starts At' },
	{ id: 'expires_at', label: 'Expires At' },
	{ id: 'max_clicks', label: 'Max Clicks' },
	{ id: 'fallback_url', label: 'Fallback URL' },
	{ id: 'password', label: 'Password' },
	{ id: 'redirect_type', label: 'Redirect Type' },
	{ id: 'enabled', label: 'Enabled' },
	{ id: 'forward_query', label: 'Forward Query' },
	{ id: 'append_click_id', label: 'Append Click ID' },
	{ id: 'utm_source', label: 'UTM Source' },
	{ id: 'utm_medium', label: 'UTM Medium' },
	{ id: 'utm_campaign', label: 'UTM Campaign' },
	{ id: 'utm_term', label: 'UTM Term' },
	{ id: 'utm_content', label: 'UTM Content' },
	{ id: 'metadata', label: 'Metadata (JSON)' },
] as const satisfies LinkColumn[];

/** Name of a column in the API, such as `external_id`. */
export type ColumnId = (typeof LINK_COLUMNS)[number]['id'];

/** Fields that this node adds to its output. An item that went through it before has them already. */
const RESULT_FIELDS = ['short_url', 'link_id', 'result', 'change_id', 'error', 'line', 'details'];

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, '');

const BY_NAME = new Map<string, ColumnId>(
	LINK_COLUMNS.flatMap((column) => [column.id, column.label, ...('aliases' in column ? column.aliases : [])].map((name) => [plain(name), column.id] as const)),
);

/** Which field of an item is which of a link: `External ID` and `external_id` are the same, an exact name comes first. */
export function recognised(names: string[]): { columns: Map<ColumnId, string>; others: string[] } {
	const columns = new Map<ColumnId, string>();
	for (const name of names) {
		const id = BY_NAME.get(plain(name));
		if (id && (!columns.has(id) || name === id)) columns.set(id, name);
	}
	const used = new Set(columns.values());
	return { columns, others: names.filter((name) => !used.has(name) && !RESULT_FIELDS.includes(name)) };
}

/** The fields that the editor offers to map columns to. */
export async function getLinkFields(): Promise<ResourceMapperFields> {
	return {
		fields: LINK_COLUMNS.map(({ id, label }) => ({
			id,
			displayName: label,
			required: id === 'destination',
			defaultMatch: false,
			canBeUsedToMatch: false,
			display: true,
			type: 'string',
		})),
	};
}
