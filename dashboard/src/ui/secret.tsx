import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from './button.tsx';
import { copyText } from './copy-button.tsx';
import { toast } from './toast.tsx';

/** A secret that is shown once: all of it, to be copied or selected. */
export function Secret({ text, label }: { text: string; label: string }) {
	const id = useId();
	const done = useSignal(false);
	const copy = async () => {
		await copyText(text).then(
			() => { done.value = true; },
			() => { toast({ kind: 'error', message: 'Your browser does not let the page copy. Select the text instead.' }); },
		);
	};
	return (
		<div class="secret">
			<label class="visually-hidden" for={id}>{label}</label>
			<input id={id} class="input mono" readOnly value={text} spellcheck={false} onFocus={({ currentTarget }) => { currentTarget.select(); }} />
			<Button kind="primary" icon={done.value ? 'check' : 'copy'} onClick={() => void copy()}>{done.value ? 'Copied' : 'Copy'}</Button>
		</div>
	);
}
