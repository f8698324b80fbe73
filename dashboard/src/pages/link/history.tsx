import { useSignal } from '@preact/signals';
import type { HistoryEntry, LinkHistory } from '../../../../contract/change.ts';
import type { Link } from '../../../../contract/link.ts';
import { api } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { formatDateTime, formatRelative } from '../../format.ts';
import { can } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { differencesIn, type FieldDifference } from './difference.ts';
import { pathOf } from './link.ts';
import { UndoChange } from './undo-change.tsx';
import { UndoFields } from './undo-fields.tsx';

/** Entries on one page. */
const LIMIT = 10;

/**
 * What was done to a link, newest first, and how to undo it.
 *
 * @param link as it is now; undefined where it is gone
 */
export function History({ id, link, onChange }: { id: string; link?: Link; onChange(): void }) {
	const pages = usePages<HistoryEntry>(async (cursor, signal) => {
		const { history, next_cursor: next } = await api.get<LinkHistory>(`${pathOf(id)}/history`, { query: { limit: LIMIT, cursor }, signal });
		return { items: history, next };
	}, [id, link?.version]);
	const undoing = useSignal<HistoryEntry | undefined>(undefined);
	const close = (done: boolean) => {
		undoing.value = undefined;
		if (!done) return;
		pages.refresh();
		onChange();
	};
	const [items, entry, error] = [pages.items.value, undoing.value, pages.error.value];
	// There never was such a link, and the page has said so.
	if (error?.code === 'not_found') return null;
	return (
		<section class="card history" aria-labelledby="history-heading">
			<h2 id="history-heading">History</h2>
			{error && <ErrorNotice error={error} retry={pages.refresh} />}
			{!items && !error && <Skeleton lines={3} />}
			{items && <ol class="history-list">{items.map((one) => <Entry key={`${one.at} ${String(one.version)}`} entry={one} onUndo={isUndoable(one, link) ? () => { undoing.value = one; } : undefined} />)}</ol>}
			{pages.hasMore.value && <LoadMore pages={pages} />}
			{entry && (entry.change_id !== null
				? <UndoChange changeId={entry.change_id} onClose={close} />
				: link && <UndoFields {...{ entry, link }} onClose={close} />)}
		</section>
	);
}

/** A change of many links is undone as one; a change of this link alone by setting its fields. */
function isUndoable({ change_id: change, action, before }: HistoryEntry, link: Link | undefined): boolean {
	if (!can('write')) return false;
	return change !== null || (action === 'updated' && link !== undefined && before !== null);
}

const ACTIONS: Record<HistoryEntry['action'], { label: string; icon: IconName }> = {
	created: { label: 'Created', icon: 'plus' },
	imported: { label: 'Created with others', icon: 'upload' },
	updated: { label: 'Changed', icon: 'edit' },
	deleted: { label: 'Deleted', icon: 'trash' },
	restored: { label: 'Restored', icon: 'undo' },
};

function Entry({ entry, onUndo }: { entry: HistoryEntry; onUndo: (() => void) | undefined }) {
	const { action, at, key, version, change_id: change } = entry;
	const { label, icon } = ACTIONS[action];
	return (
		<li class="history-entry">
			<span class="history-icon"><Icon name={icon} size={16} /></span>
			<div class="history-what">
				<p>
					<strong>{label}</strong> by {key ? key.name : 'the server'}{change !== null && action === 'updated' && <span class="muted"> as part of a change of many</span>}
					<span class="muted"> · <time dateTime={at} title={formatRelative(at)}>{formatDateTime(at)}</time> · version {version}</span>
				</p>
				<Differences of={differencesIn(entry)} isUpdate={action === 'updated'} />
			</div>
			{onUndo && <Button size="small" icon="undo" onClick={onUndo} aria-label={`Undo: ${label.toLowerCase()}, ${formatDateTime(at)}`}>Undo</Button>}
		</li>
	);
}

/** Fields before and after; of a link that came or went, as they are. */
export function Differences({ of: differences, isUpdate }: { of: readonly FieldDifference[]; isUpdate: boolean }) {
	return (
		<dl class="differences">
			{differences.map(({ field, label, before, after }) => (
				<div key={field}>
					<dt>{label}</dt>
					<dd>
						{isUpdate
							? <><Side text={before} as="del" /> <Icon name="arrowRight" size={14} /><span class="visually-hidden">became</span> <Side text={after} as="ins" /></>
							: (after ?? before)}
					</dd>
				</div>
			))}
		</dl>
	);
}

function Side({ text, as: As }: { text: string | null; as: 'del' | 'ins' }) {
	return text === null ? <span class="muted">none</span> : <As>{text}</As>;
}
