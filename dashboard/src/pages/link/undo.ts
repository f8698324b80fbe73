import type { RevertAnswer, RevertRequest } from '../../../../contract/change.ts';
import { api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { toast } from '../../ui/toast.tsx';

/** Undoes a change, or shows what that would do. */
export function revert(changeId: string, request: RevertRequest = {}): Promise<RevertAnswer> {
	return api.post<RevertAnswer>(`/v1/changes/${encodeURIComponent(changeId)}/revert`, request);
}

/**
 * Tells that something was done, with the way back for a while.
 *
 * @param changeId what can be undone; null where nothing was written
 * @param undone told when it is undone
 */
export function toastWithUndo(message: string, changeId: string | null, undone: () => void): void {
	if (changeId === null) {
		toast(message);
		return;
	}
	const undo = () => {
		revert(changeId).then(
			({ conflicts, change_id: done }) => {
				const [conflict] = conflicts;
				if (conflict) toast({ kind: 'error', message: conflict.message });
				else toastWithUndo('Undone.', done, undone);
				undone();
			},
			(error: unknown) => { toast({ kind: 'error', message: ApiProblem.from(error).message }); },
		);
	};
	toast({ message, action: { label: 'Undo', run: undo } });
}
