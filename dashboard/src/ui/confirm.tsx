import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { ApiProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Panel } from './panel.tsx';

export interface ConfirmProps {
	/** The question, as a sentence: "Delete 12 links?" */
	title: string;
	/** What will happen. */
	children?: ComponentChildren;
	/** What it does, on the button: "Delete". */
	action: string;
	kind?: 'primary' | 'danger';
	/** Does it. Where it rejects, the reason is shown and the question stays. */
	run(): Promise<unknown>;
	/** Told that it is done, or that somebody decided otherwise. */
	onClose(done: boolean): void;
	/** Whether it cannot be done as things are. */
	disabled?: boolean;
}

/** Asks before something is done, and shows how that goes. */
export function Confirm({ title, children, action, kind = 'primary', run, onClose, disabled }: ConfirmProps) {
	const busy = useSignal(false);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const confirm = async () => {
		busy.value = true;
		error.value = undefined;
		try {
			await run();
			onClose(true);
		} catch (reason) {
			error.value = ApiProblem.from(reason);
		} finally {
			busy.value = false;
		}
	};
	const close = () => { if (!busy.value) onClose(false); };
	return (
		<Panel
			title={title}
			place="centre"
			onClose={close}
			footer={(
				<>
					<Button onClick={close}>Cancel</Button>
					<Button kind={kind} busy={busy.value} disabled={disabled} onClick={() => void confirm()}>{action}</Button>
				</>
			)}
		>
			{children}
			{error.value && <ErrorNotice error={error.value} />}
		</Panel>
	);
}
