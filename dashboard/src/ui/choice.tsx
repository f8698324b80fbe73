import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface ChoiceProps {
	label: ComponentChildren;
	hint?: ComponentChildren;
	checked: boolean;
	onChecked(checked: boolean): void;
	disabled?: boolean;
}

/** Yes or no, as part of a form. */
export function Checkbox(props: ChoiceProps) {
	return <Choice {...props} look="checkbox" />;
}

/** On or off, at once. */
export function Switch(props: ChoiceProps) {
	return <Choice {...props} look="switch" />;
}

function Choice({ label, hint, checked, onChecked, disabled, look }: ChoiceProps & { look: 'checkbox' | 'switch' }) {
	const id = useId();
	return (
		<div class={`choice ${look}`}>
			<input
				type="checkbox"
				{...(look === 'switch' && { role: 'switch' as const })}
				id={id}
				checked={checked}
				disabled={disabled}
				aria-describedby={hint === undefined ? undefined : `${id}-hint`}
				onChange={({ currentTarget }) => { onChecked(currentTarget.checked); }}
			/>
			<label for={id}>{label}</label>
			{hint !== undefined && <p class="field-hint" id={`${id}-hint`}>{hint}</p>}
		</div>
	);
}
