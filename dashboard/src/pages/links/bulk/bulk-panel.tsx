import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { newId } from '../../../api/client.ts';
import { ApiProblem, isAbort } from '../../../api/problem.ts';
import { formatNumber } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { countLinks, runBulk, type BulkChange, type BulkKind, type Outcome, type Target } from './actions.ts';
import { BulkForm, firstChange } from './bulk-form.tsx';
import { Preview } from './preview.tsx';
import { offerUndo } from './undo.tsx';

/** Milliseconds after the last letter until the dry run is asked for. */
const PREVIEW_AFTER = 300;

const TITLES: Record<BulkKind, (links: string) => string> = {
	tags: (links) => `Tags of ${links}`,
	destination: (links) => `Destination of ${links}`,
	campaign: (links) => `Campaign of ${links}`,
	enable: (links) => `Enable ${links}?`,
	disable: (links) => `Disable ${links}?`,
	delete: (links) => `Delete ${links}?`,
};

const VERBS: Record<BulkKind, { action: string; done: string }> = {
	tags: { action: 'Change', done: 'changed' },
	destination: { action: 'Change', done: 'changed' },
	campaign: { action: 'Change', done: 'changed' },
	enable: { action: 'Enable', done: 'enabled' },
	disable: { action: 'Disable', done: 'disabled' },
	delete: { action: 'Delete', done: 'deleted' },
};

export interface BulkPanelProps {
	kind: BulkKind;
	target: Target;
	/** How many links that is, as far as is known. */
	count: number;
	onClose(): void;
	/** Told that links are other ones now: after the change, and after its undo. */
	onChanged(): void;
}

/** Asks what to change, shows what would come of it before it is done, does it, and offers to undo it. */
export function BulkPanel({ kind, target, count, onClose, onChanged }: BulkPanelProps) {
	const change = useSignal<BulkChange | null | undefined>(firstChange(kind));
	const outcome = useSignal<Outcome | undefined>(undefined);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const looking = useSignal(false);
	const busy = useSignal(false);
	const round = useSignal(0);
	// One intent, one key: who presses twice, or again after a failure of the network, does it once.
	const intent = useRef({ of: '', key: '' });

	const asked = JSON.stringify(change.value);
	// With the frame that shows another change: it cannot be confirmed by what was found for the one before.
	useLayoutEffect(() => {
		const abort = new AbortController();
		[error.value, looking.value] = [undefined, change.value !== undefined];
		const wanted = change.value;
		const timer = setTimeout(() => {
			if (wanted === undefined) return void (outcome.value = undefined);
			runBulk(target, wanted, { dryRun: true, signal: abort.signal }).then(
				(found) => { if (!abort.signal.aborted) [outcome.value, looking.value] = [found, false]; },
				(reason: unknown) => { if (!isAbort(reason)) [error.value, outcome.value, looking.value] = [ApiProblem.from(reason), undefined, false]; },
			);
		}, outcome.peek() ? PREVIEW_AFTER : 0);
		return () => {
			clearTimeout(timer);
			abort.abort();
		};
	}, [asked, round.value]);

	const { action, done } = VERBS[kind];
	const ready = outcome.value && !looking.value && outcome.value.changed > 0 && change.value !== undefined;
	const run = async () => {
		if (!outcome.value || change.value === undefined || !ready) return;
		busy.value = true;
		const of = `${asked} ${String(outcome.value.matched)}`;
		if (intent.current.of !== of) intent.current = { of, key: newId() };
		try {
			const { changed, errors, changeId } = await runBulk(target, change.value, { expected: outcome.value.matched, idempotencyKey: intent.current.key });
			const message = `${countLinks(changed, formatNumber)} ${done}${errors.length > 0 ? `, ${formatNumber(errors.length)} left as they are` : ''}.`;
			if (changeId !== null) offerUndo(message, [changeId], onChanged);
			onChanged();
			onClose();
		} catch (reason) {
			error.value = ApiProblem.from(reason);
		} finally {
			busy.value = false;
		}
	};
	const close = () => { if (!busy.value) onClose(); };
	// The selection is another than was shown: it is shown anew, and nothing was done.
	const again = () => {
		intent.current = { of: '', key: '' };
		round.value++;
	};
	return (
		<Panel
			title={TITLES[kind](countLinks(outcome.value?.matched ?? count, formatNumber))}
			onClose={close}
			footer={(
				<>
					<Button onClick={close}>Cancel</Button>
					<Button kind={kind === 'delete' ? 'danger' : 'primary'} busy={busy.value} disabled={!ready} onClick={() => void run()}>
						{ready ? `${action} ${countLinks(outcome.value?.changed ?? 0, formatNumber)}` : action}
					</Button>
				</>
			)}
		>
			<BulkForm kind={kind} error={error.value} onChange={(next) => { change.value = next; }} />
			{error.value && <ErrorNotice error={error.value} retry={again} />}
			<Preview kind={kind} outcome={outcome.value} busy={looking.value} />
		</Panel>
	);
}
