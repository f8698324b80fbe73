import type { DecidedFields, LinkDifference } from '../../../../contract/change.ts';
import { formatDateTime, formatNumber } from '../../format.ts';

type FieldName = keyof DecidedFields;

/** What people call the fields of a link. */
export const FIELD_LABELS: Record<FieldName, string> = {
	slug: 'Slug',
	destination: 'Destination',
	title: 'Title',
	tags: 'Tags',
	campaign: 'Campaign',
	metadata: 'Metadata',
	external_id: 'External id',
	enabled: 'Enabled',
	starts_at: 'Starts',
	expires_at: 'Expires',
	fallback_url: 'Fallback',
	redirect_type: 'Redirect',
	utm: 'UTM',
	max_clicks: 'Most clicks',
	forward_query: 'Forward the query',
	forward_query_overrides: 'Visitor’s query wins',
	append_click_id: 'Append the click id',
	has_password: 'Password',
	variants: 'Variants',
};

/** One field of a change, in words. Null where it had, or has, no value. */
export interface FieldDifference {
	field: FieldName;
	label: string;
	before: string | null;
	after: string | null;
}

/** What a change did, field by field: of a link that came to be, the fields that say something. */
export function differencesIn({ action, before, after }: Pick<LinkDifference, 'action' | 'before' | 'after'>): FieldDifference[] {
	const names = (Object.keys(FIELD_LABELS) as FieldName[]).filter((field) => (before && field in before) || (after && field in after));
	const all = names.map((field) => ({ field, label: FIELD_LABELS[field], before: before ? written(field, before[field]) : null, after: after ? written(field, after[field]) : null }));
	if (action === 'updated') return all;
	return all.filter(({ field, ...sides }) => !isUsual(field, sides.after ?? sides.before));
}

/** Whether a new link has it unless somebody decides otherwise. */
function isUsual(field: FieldName, text: string | null): boolean {
	return text === null || text === USUAL[field];
}

const USUAL: Partial<Record<FieldName, string>> = { enabled: 'yes', redirect_type: '302', forward_query: 'no', forward_query_overrides: 'no', append_click_id: 'no', has_password: 'none' };

/** A value in words; null where there is none. */
export function written(field: FieldName, value: unknown): string | null {
	if (value === null || value === undefined || value === '') return null;
	if (field === 'has_password') return value === true ? 'set' : 'none';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if ((field === 'starts_at' || field === 'expires_at') && typeof value === 'string') return formatDateTime(value);
	if (field === 'max_clicks' && typeof value === 'number') return formatNumber(value);
	if (Array.isArray(value)) return value.length === 0 ? null : value.map((item: unknown) => itemText(item)).join(', ');
	if (typeof value === 'object') return Object.keys(value).length === 0 ? null : field === 'utm' ? pairs(value) : JSON.stringify(value);
	return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function pairs(value: object): string {
	return Object.entries(value).map(([name, text]) => `${name}=${String(text)}`).join(', ');
}

/** A tag, or a variant. */
function itemText(item: unknown): string {
	if (typeof item !== 'object' || item === null) return String(item);
	const { name, destination, weight } = item as { name?: string; destination?: string; weight?: number };
	return `${name ?? ''}: ${destination ?? ''} (${String(weight ?? 1)})`;
}
