import type { IDataObject } from 'n8n-workflow';
import type { HistoryEntry } from '../../contract/change';
import type { Link } from '../../contract/link';

/** What most workflows want to know of a link. */
export const SIMPLE_LINK = [
	'id', 'short_url', 'slug', 'destination', 'title', 'campaign', 'tags', 'external_id', 'status', 'total_clicks', 'last_clicked_at', 'expires_at', 'created_at',
] as const satisfies ReadonlyArray<keyof Link>;

/** An entry of a link's history; simplified, the fields that changed as one line instead of both their values. */
export function historyRow(entry: HistoryEntry, simplify: boolean): IDataObject {
	if (!simplify) return entry as unknown as IDataObject;
	const { at, action, key, version, change_id, before, after } = entry;
	const changed = before && after ? Object.keys({ ...before, ...after }) : [];
	return { at, action, by: key?.name ?? null, changed: changed.join(', '), version, change_id };
}
