import type { DecidedFields, HistoryEntry } from '../../../../contract/change.ts';
import type { Link } from '../../../../contract/link.ts';
import { api } from '../../api/client.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { toast } from '../../ui/toast.tsx';
import { changeTo } from '../links/editor/bring-back.ts';
import { differencesIn, FIELD_LABELS, written } from './difference.ts';
import { Differences } from './history.tsx';
import { pathOf } from './link.ts';

type FieldName = keyof DecidedFields;

/** Asks before the fields that one call changed on one link are set back, and shows what that does to the link as it is now. */
export function UndoFields({ entry, link, onClose }: { entry: HistoryEntry; link: Link; onClose(done: boolean): void }) {
	const before = entry.before ?? {};
	const names = Object.keys(before) as FieldName[];
	const now = Object.fromEntries(names.map((name) => [name, link[name]])) as DecidedFields;
	// A password is kept as a hash: it can be taken away, not brought back.
	const lost = before.has_password === true;
	const set = changeTo(before);
	const differences = differencesIn({ action: 'updated', before: now, after: before }).filter(({ field, ...sides }) => sides.before !== sides.after && !(field === 'has_password' && lost));
	const since = names.filter((name) => written(name, link[name]) !== written(name, entry.after?.[name]) && written(name, link[name]) !== written(name, before[name]));
	const run = async () => {
		await api.patch<Link>(pathOf(link.id), set, { headers: { 'if-match': String(link.version) } });
		toast('The fields are back. Undo that in the history, too.');
	};
	return (
		<Confirm title="Undo this change?" action="Undo" run={run} onClose={onClose} disabled={differences.length === 0}>
			{differences.length === 0 ? <p>The link has these values already.</p> : <Differences of={differences} isUpdate />}
			{since.length > 0 && <p class="notice warning">{since.map((name) => FIELD_LABELS[name]).join(', ')}: changed again since; that is lost.</p>}
			{lost && <p class="notice warning">The password of before cannot be brought back: only its hash was kept. Set one anew.</p>}
		</Confirm>
	);
}
