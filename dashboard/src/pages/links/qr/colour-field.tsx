import { Field, type FieldProps } from '../../../ui/field.tsx';

/** A colour: chosen, or written as `#1a2b3c`. */
export function ColourField({ value, onValue, disabled, ...field }: FieldProps & { value: string; onValue(value: string): void; disabled?: boolean }) {
	return (
		<Field {...field}>
			{(wired) => (
				<div class="colour">
					<input type="color" aria-label={`${field.label}, chosen`} value={/^#[0-9a-f]{6}$/i.test(value) ? value : '#000000'} disabled={disabled} onInput={({ currentTarget }) => { onValue(currentTarget.value); }} />
					<input {...wired} class="input mono" type="text" spellcheck={false} autocomplete="off" maxLength={9} value={value} disabled={disabled} onInput={({ currentTarget }) => { onValue(currentTarget.value); }} />
				</div>
			)}
		</Field>
	);
}
