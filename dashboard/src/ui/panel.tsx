import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';

export interface PanelProps {
	title: string;
	/** Told that somebody wants it closed: by Escape, the cross, or a click beside it. It stays until it is not rendered any more. */
	onClose(): void;
	/** Below what scrolls: usually the buttons. */
	footer?: ComponentChildren;
	children?: ComponentChildren;
	/** `side` at the edge of the screen, for what belongs to the page behind; `centre` for a question. */
	place?: 'side' | 'centre';
	size?: 'normal' | 'wide';
}

/**
 * Above the page, which is out of reach meanwhile: the browser keeps the focus in it, and gives it back when it closes. Render it
 * to open it.
 */
export function Panel({ title, onClose, footer, children, place = 'side', size = 'normal' }: PanelProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const pressed = useRef<EventTarget | null>(null);
	const heading = useId();
	// Before the page is painted: a key that is pressed in between is the dialog's.
	useLayoutEffect(() => {
		const before = document.activeElement;
		const element = dialog.current;
		element?.showModal();
		return () => {
			element?.close();
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		};
	}, []);
	// A browser may close it at a second Escape, whatever it is told. Who wants it to stay gets it back.
	const closed = () => {
		if (!dialog.current) return;
		onClose();
		requestAnimationFrame(() => { if (dialog.current && !dialog.current.open) dialog.current.showModal(); });
	};
	return (
		<dialog
			ref={dialog}
			class={`panel ${place} ${size}`}
			aria-labelledby={heading}
			onCancel={(event) => { event.preventDefault(); if (event.target === dialog.current) onClose(); }}
			onClose={closed}
			onPointerDown={(event) => { pressed.current = event.target; }}
			onClick={(event) => { if (event.target === dialog.current && pressed.current === dialog.current) onClose(); }}
		>
			<div class="panel-box">
				<header class="panel-head">
					<h2 id={heading}>{title}</h2>
					<IconButton icon="close" label="Close" onClick={onClose} />
				</header>
				<div class="panel-body">{children}</div>
				{footer && <footer class="panel-foot">{footer}</footer>}
			</div>
		</dialog>
	);
}
