import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import { Spinner } from './spinner.tsx';

type ButtonAttributes = Omit<JSX.IntrinsicElements['button'], 'icon' | 'size' | 'label'>;

export interface ButtonProps extends ButtonAttributes {
	/** `primary` is the one thing to do here, `danger` what takes something away, `quiet` has no frame. */
	kind?: 'primary' | 'plain' | 'danger' | 'quiet';
	size?: 'small' | 'normal';
	icon?: IconName;
	/** It is being done: the button turns, and does nothing more meanwhile. */
	busy?: boolean;
	children?: ComponentChildren;
}

/** A button with words. It sends no form unless it is told to be a `submit`. */
export function Button({ kind = 'plain', size = 'normal', icon, busy = false, children, class: extra, onClick, ...rest }: ButtonProps) {
	return (
		<button type="button" {...rest} class={`button ${kind} ${size} ${typeof extra === 'string' ? extra : ''}`} aria-busy={busy} aria-disabled={busy || undefined} onClick={busy ? stop : onClick}>
			{busy ? <Spinner size={16} /> : icon && <Icon name={icon} size={16} />}
			{children}
		</button>
	);
}

export interface IconButtonProps extends ButtonAttributes {
	icon: IconName;
	/** What it does, in words: read out, and shown on hovering. */
	label: string;
	size?: 'small' | 'normal';
}

/** A button with an icon alone. */
export function IconButton({ icon, label, size = 'normal', class: extra, ...rest }: IconButtonProps) {
	return (
		<button type="button" {...rest} class={`icon-button ${size} ${typeof extra === 'string' ? extra : ''}`} aria-label={label} title={label}>
			<Icon name={icon} />
		</button>
	);
}

/** A button that is busy keeps the focus, so it is not disabled: it only does nothing. */
function stop(event: Event): void {
	event.preventDefault();
}
