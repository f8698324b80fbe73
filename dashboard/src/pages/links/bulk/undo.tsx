import { signal } from '@preact/signals';
import type { RevertAnswer, RevertConflict } from '../../../../../contract/change.ts';
import { api } from '../../../api/client.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { formatNumber } from '../../../format.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { toast } from '../../../ui/toast.tsx';
import { countLinks } from './actions.ts';

/** What an undo could not put back. */
interface Leftover {
	changeIds: readonly string[];
	conflicts: readonly RevertConflict[];
	onUndone(): void;
}

const leftover = signal<Leftover | undefined>(undefined);

/** How many conflicts are shown. */
const SHOWN = 50;

/** Says that something is done, and offers to undo it. */
export function offerUndo(message: string, changeIds: readonly string[], onUndone: () => void): void {
	toast({ message, action: { label: 'Undo', run: () => void undo(changeIds, onUndone).catch((error: unknown) => { toast({ kind: 'error', message: ApiProblem.from(error).message }); }) } });
}

/**
 * Undoes changes, the last first, says what came of it, and shows what was left alone.
 *
 * @throws ApiProblem in the API's own words
 */
export async function undo(changeIds: readonly string[], onUndone: () => void, force = false): Promise<void> {
	const conflicts: RevertConflict[] = [];
	let reverted = 0;
	for (const id of [...changeIds].reverse()) {
		const answer = await api.post<RevertAnswer>(`/v1/changes/${encodeURIComponent(id)}/revert`, { force });
		reverted += answer.reverted;
		conflicts.push(...answer.conflicts);
	}
	toast({ kind: conflicts.length > 0 ? 'error' : 'done', message: `Undone: ${countLinks(reverted, formatNumber)} as before${conflicts.length > 0 ? `, ${formatNumber(conflicts.length)} left alone` : ''}.` });
	leftover.value = conflicts.length > 0 ? { changeIds, conflicts, onUndone } : undefined;
	onUndone();
}

/** Lists the links that an undo has left alone, and why. Shown by every page that offers an undo. */
export function UndoConflicts() {
	const left = leftover.value;
	if (!left) return null;
	const { changeIds, conflicts, onUndone } = left;
	const forcible = conflicts.some(({ reason }) => reason === 'changed');
	return (
		<Confirm
			title={`${countLinks(conflicts.length, formatNumber)} could not be put back`}
			action={forcible ? 'Put back those changed since' : 'Close'}
			run={async () => {
				if (forcible) await undo(changeIds, onUndone, true);
				else leftover.value = undefined;
			}}
			onClose={(done) => { if (!done) leftover.value = undefined; }}
		>
			{forcible && <p>Where somebody changed a link since, only the fields of your change go back; what else was changed stays.</p>}
			<ul class="reasons">
				{conflicts.slice(0, SHOWN).map(({ link_id: id, slug, message }) => <li key={id}><strong>/{slug}</strong> <span class="muted">{message}</span></li>)}
			</ul>
			{conflicts.length > SHOWN && <p class="muted">… and {formatNumber(conflicts.length - SHOWN)} more.</p>}
		</Confirm>
	);
}
