import { useSignal } from '@preact/signals';
import type { RevertAnswer, RevertedLink } from '../../../../contract/change.ts';
import { useResource } from '../../api/resource.ts';
import { formatNumber } from '../../format.ts';
import { Checkbox } from '../../ui/choice.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { revert, toastWithUndo } from './undo.ts';

/** Links and conflicts that are named; the others are counted. */
const NAMED = 8;

/** Asks before a change is undone, and shows first what that does to which links. */
export function UndoChange({ changeId, onClose }: { changeId: string; onClose(done: boolean): void }) {
	const force = useSignal(false);
	const preview = useResource(() => revert(changeId, { dry_run: true, force: force.value }), [changeId, force.value]);
	const found = preview.data.value;
	const run = async () => {
		const { reverted, change_id: done } = await revert(changeId, { force: force.value });
		toastWithUndo(`Undone: ${links(reverted)}.`, done, () => { onClose(true); });
	};
	const canForce = force.value || (found?.conflicts.some(({ reason }) => reason === 'changed') ?? false);
	return (
		<Confirm title="Undo this change?" action="Undo" run={run} onClose={onClose} disabled={!found || found.reverted === 0}>
			{preview.error.value && <ErrorNotice error={preview.error.value} />}
			{!found && !preview.error.value && <Skeleton lines={3} />}
			{found && <Preview {...found} />}
			{canForce && <Checkbox label="Also links that were changed since" hint="The fields that the change touched go back; others stay as they are now." checked={force.value} onChecked={(on) => { force.value = on; }} />}
		</Confirm>
	);
}

const WHAT: Record<RevertedLink['action'], string> = { updated: 'goes back', deleted: 'is deleted', restored: 'is there again' };

function Preview({ reverted, already, conflicts, links: shown }: RevertAnswer) {
	return (
		<>
			<p>{reverted === 0 ? 'There is nothing that could go back.' : `${links(reverted)} ${reverted === 1 ? 'goes' : 'go'} back to what ${reverted === 1 ? 'it was' : 'they were'} before.`}{already > 0 && ` ${links(already)} ${already === 1 ? 'is' : 'are'} back already.`}</p>
			{shown.length > 0 && (
				<ul class="undo-links">
					{shown.slice(0, NAMED).map(({ id, slug, action }) => <li key={id}><strong>/{slug}</strong> <span class="muted">{WHAT[action]}</span></li>)}
					{reverted > NAMED && <li class="muted">and {formatNumber(reverted - NAMED)} more</li>}
				</ul>
			)}
			{conflicts.length > 0 && (
				<div class="notice warning">
					<div>
						<p>{links(conflicts.length)} cannot go back:</p>
						<ul>
							{conflicts.slice(0, NAMED).map(({ link_id: id, slug, message }) => <li key={id}><strong>/{slug}</strong>: {message}</li>)}
							{conflicts.length > NAMED && <li>and {formatNumber(conflicts.length - NAMED)} more</li>}
						</ul>
					</div>
				</div>
			)}
		</>
	);
}

const links = (count: number) => (count === 1 ? '1 link' : `${formatNumber(count)} links`);
