import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import { place } from './menu.tsx';

export interface PopoverProps {
	/** What the button says. */
	label: string;
	icon?: IconName;
	/** What it opens; `close` closes it. */
	children(close: () => void): ComponentChildren;
}

/** A button that opens a small form beside it, such as the conditions of a list. A click elsewhere, or Escape, closes it. */
export function Popover({ label, icon, children }: PopoverProps) {
	const id = useId();
	const button = useRef<HTMLButtonElement>(null);
	const box = useRef<HTMLDivElement>(null);
	const toggled = (event: ToggleEvent) => {
		const open = event.newState === 'open';
		button.current?.setAttribute('aria-expanded', String(open));
		if (!open) return;
		place(box.current, button.current);
		box.current?.querySelector<HTMLElement>('input, select, textarea, button, a')?.focus();
	};
	const close = () => {
		box.current?.hidePopover();
		button.current?.focus();
	};
	return (
		<>
			<button ref={button} type="button" class="button plain normal" popovertarget={id} aria-haspopup="dialog" aria-expanded="false">
				{icon && <Icon name={icon} size={16} />}
				{label}
				<Icon name="chevronDown" size={15} />
			</button>
			<div ref={box} id={id} class="popover" popover="auto" role="dialog" aria-label={label} onToggle={toggled}>{children(close)}</div>
		</>
	);
}
