import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

/** Something to tell in passing. */
export interface Toast {
	message: string;
	kind?: 'done' | 'error';
	/** One thing that can be done about it, such as Undo. */
	action?: { label: string; run(): void };
}

/** Milliseconds that a toast stays; one with an action stays longer (WCAG 2.2.1: it can be held by pointing at it, too). */
const STAYS = { plain: 6000, action: 20_000 };

const shown = signal<Array<Toast & { id: number }>>([]);
let last = 0;

/** Shows a message at the edge of the page, and reads it out. */
export function toast(message: Toast | string): void {
	const next = typeof message === 'string' ? { message } : message;
	shown.value = [...shown.value.slice(-2), { ...next, id: ++last }];
}

function remove(id: number): void {
	shown.value = shown.value.filter((one) => one.id !== id);
}

/** Where the messages appear: once, at the end of the page. */
export function Toasts() {
	return (
		<div class="toasts" role="region" aria-label="Messages" aria-live="polite">
			{shown.value.map((one) => <ToastView key={one.id} {...one} />)}
		</div>
	);
}

function ToastView({ id, message, kind = 'done', action }: Toast & { id: number }) {
	const timer = useRef(0);
	const wait = () => { timer.current = setTimeout(() => { remove(id); }, action ? STAYS.action : STAYS.plain); };
	const hold = () => { clearTimeout(timer.current); };
	useEffect(() => {
		wait();
		return hold;
	}, []);
	return (
		<div class={`toast ${kind}`} onPointerEnter={hold} onPointerLeave={wait} onFocusIn={hold} onFocusOut={wait}>
			<Icon name={kind === 'error' ? 'alert' : 'check'} />
			<p>{message}</p>
			{action && <button type="button" class="toast-action" onClick={() => { remove(id); action.run(); }}>{action.label}</button>}
			<IconButton icon="close" label="Dismiss" size="small" onClick={() => { remove(id); }} />
		</div>
	);
}
