import type { IDataObject } from 'n8n-workflow';
import type { HistoryEntry } from '../../contract/change';

/** An entry of a link's history; simplified, the names of the fields that changed in one line instead of both their values. */
export function historyRow(entry: HistoryEntry, simplify: boolean): IDataObject {
	if (!simplify) return entry as unknown as IDataObject;
	const { at, action, key, version, change_id, before, after } = entry;
	const changed = before && after ? Object.keys({ ...before, ...after }) : [];
	return { at, action, by: key?.name ?? null, changed: changed.join(', '), version, change_id };
}
