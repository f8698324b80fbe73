import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

/** One thing to do. */
export interface MenuItem {
	label: string;
	icon?: IconName;
	/** Whether it takes something away. */
	danger?: boolean;
	disabled?: boolean;
	run(): void;
}

export interface MenuProps {
	/** What the button says. Without it, the button shows three dots, and `label` is read out. */
	children?: ComponentChildren;
	/** Names the list. */
	label: string;
	items: readonly MenuItem[];
	disabled?: boolean;
}

/** A button that opens a list of things to do (WAI-ARIA APG, menu button): arrows, Home, End and first letters go through it. */
export function Menu({ children, label, items, disabled }: MenuProps) {
	const id = useId();
	const button = useRef<HTMLButtonElement>(null);
	const list = useRef<HTMLDivElement>(null);
	// A table has a menu in each of its rows: the entries are made when it opens.
	const open = useSignal(false);
	const entries = () => [...(list.current?.querySelectorAll<HTMLButtonElement>('[role=menuitem]:not(:disabled)') ?? [])];
	// The browser gives it the focus as it opens: what is pressed next is meant for it.
	const first = items.find((item) => !item.disabled);
	const toggled = ({ newState }: ToggleEvent) => {
		button.current?.setAttribute('aria-expanded', String(newState === 'open'));
		// Not before it is closed: the browser gives the focus back only where it finds it on an entry.
		if (newState !== 'open') {
			open.value = false;
			return;
		}
		place(list.current, button.current);
	};
	const press = (event: KeyboardEvent) => {
		const all = entries();
		const at = all.indexOf(document.activeElement as HTMLButtonElement);
		const target = { ArrowDown: all[(at + 1) % all.length], ArrowUp: all.at(at - 1), Home: all[0], End: all.at(-1) }[event.key] ?? byLetter(all, at, event.key);
		if (event.key === 'Tab') list.current?.hidePopover();
		if (!target) return;
		event.preventDefault();
		target.focus();
	};
	return (
		<>
			<button ref={button} type="button" class={children === undefined ? 'icon-button small' : 'button plain normal'} popovertarget={id} aria-haspopup="menu" aria-expanded="false" aria-label={children === undefined ? label : undefined} title={children === undefined ? label : undefined} disabled={disabled}>
				{children ?? <Icon name="more" />}
				{children !== undefined && <Icon name="chevronDown" size={15} />}
			</button>
			<div ref={list} id={id} class="menu" popover="auto" role="menu" aria-label={label} onBeforeToggle={({ newState }) => { if (newState === 'open') open.value = true; }} onToggle={toggled} onKeyDown={press}>
				{open.value && items.map((item) => (
					<button key={item.label} type="button" role="menuitem" tabIndex={-1} autofocus={item === first} class={item.danger ? 'danger' : undefined} disabled={item.disabled} onClick={() => { list.current?.hidePopover(); item.run(); }}>
						{item.icon && <Icon name={item.icon} size={16} />}
						{item.label}
					</button>
				))}
			</div>
		</>
	);
}

/** The next entry that begins with a letter. */
function byLetter(all: HTMLButtonElement[], at: number, key: string): HTMLButtonElement | undefined {
	if (key.length !== 1) return undefined;
	return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((one) => one.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

/** Pixels between a button and what it opens, and between that and the edge of the window. */
const [BELOW, EDGE] = [4, 8];

/** Puts a popover below its button, or above where there is no room; never beyond the edge. */
export function place(popover: HTMLElement | null, button: HTMLElement | null): void {
	if (!popover || !button) return;
	const [box, size] = [button.getBoundingClientRect(), popover.getBoundingClientRect()];
	const below = box.bottom + BELOW;
	const top = below + size.height > innerHeight - EDGE ? Math.max(EDGE, box.top - BELOW - size.height) : below;
	const left = Math.min(box.left, innerWidth - EDGE - size.width);
	popover.style.top = `${String(top)}px`;
	popover.style.left = `${String(Math.max(EDGE, left))}px`;
}
