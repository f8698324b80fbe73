import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export interface ChipProps {
	children: ComponentChildren;
	/** What its cross does, in words: "Remove the tag spring". */
	removeLabel: string;
	onRemove(): void;
	/** Where the chip can be changed by a click on it. */
	onOpen?: () => void;
}

/** Something that was chosen and can be taken away again, such as a tag or a condition. */
export function Chip({ children, removeLabel, onRemove, onOpen }: ChipProps) {
	return (
		<span class="chip">
			{onOpen ? <button type="button" class="chip-text" onClick={onOpen}>{children}</button> : <span class="chip-text">{children}</span>}
			<button type="button" class="chip-remove" aria-label={removeLabel} title={removeLabel} onClick={onRemove}><Icon name="close" size={13} /></button>
		</span>
	);
}
