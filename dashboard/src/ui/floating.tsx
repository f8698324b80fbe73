import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { place } from './menu.tsx';

export interface FloatingProps {
	/** What it stands beside, and what gets the focus back. */
	anchor: RefObject<HTMLElement | null>;
	/** Names it to those who do not see it. */
	label: string;
	/** Told that somebody wants it closed: by Escape, or a click elsewhere. */
	onClose(): void;
	children?: ComponentChildren;
}

/** A small form beside what opened it. Render it to open it; its first field has the focus. */
export function Floating({ anchor, label, onClose, children }: FloatingProps) {
	const box = useRef<HTMLDivElement>(null);
	const closing = useRef(false);
	// What is typed before the frame is painted is meant for its field.
	useLayoutEffect(() => {
		const element = box.current;
		const back = anchor.current;
		element?.showPopover();
		place(element, back);
		element?.querySelector<HTMLElement>('input, select, textarea')?.focus();
		return () => {
			closing.current = true;
			const inside = element?.contains(document.activeElement) ?? false;
			if (inside && back?.isConnected) back.focus();
		};
	}, []);
	return (
		<div ref={box} class="popover" popover="auto" role="dialog" aria-label={label} onToggle={(event) => { if (event.target === box.current && event.newState === 'closed' && !closing.current) onClose(); }}>
			{children}
		</div>
	);
}
