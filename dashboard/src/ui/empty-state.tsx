import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface EmptyStateProps {
	icon: IconName;
	title: string;
	/** What the next step is. */
	children?: ComponentChildren;
	/** Buttons that take it. */
	actions?: ComponentChildren;
}

/** Stands where there is nothing yet, and says how something comes to be there. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
	return (
		<div class="empty">
			<span class="empty-icon"><Icon name={icon} size={24} /></span>
			<h2>{title}</h2>
			{children && <div class="muted">{children}</div>}
			{actions && <div class="actions">{actions}</div>}
		</div>
	);
}
