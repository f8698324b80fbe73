import { useSignal } from '@preact/signals';
import { IconButton } from './button.tsx';
import { toast } from './toast.tsx';

/** Copies a text, and shows that it did. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
	const done = useSignal(false);
	const copy = async () => {
		try {
			await copyText(text);
			done.value = true;
			setTimeout(() => { done.value = false; }, 1500);
		} catch {
			toast({ kind: 'error', message: `Your browser does not let the page copy. Select it: ${text}` });
		}
	};
	return <IconButton class="copy" icon={done.value ? 'check' : 'copy'} label={done.value ? 'Copied' : label} size="small" onClick={() => void copy()} />;
}

/**
 * Puts a text on the clipboard.
 *
 * @throws where the browser does not allow it
 */
export async function copyText(text: string): Promise<void> {
	// Over plain http there is no clipboard but the old way.
	if (isSecureContext) return navigator.clipboard.writeText(text);
	const area = document.createElement('textarea');
	area.value = text;
	area.className = 'visually-hidden';
	document.body.append(area);
	area.select();
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- and will stay in browsers for the pages that need it.
	const copied = document.execCommand('copy');
	area.remove();
	if (!copied) throw new Error('The browser refused to copy');
}
