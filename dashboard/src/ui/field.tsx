import type { ComponentChildren, JSX, PartialInputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

/** What every field has. */
export interface FieldProps {
	label: string;
	/** Helps to fill it in. */
	hint?: ComponentChildren;
	/** What is wrong with what is in it, in a sentence. */
	error?: string | undefined;
	/** Its label is read out only. */
	hideLabel?: boolean;
	/** Beside the label, such as a count of characters. */
	aside?: ComponentChildren;
}

interface Wired {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': true | undefined;
}

/** Label, hint and error around a control, wired to it by their ids. */
export function Field({ label, hint, error, hideLabel = false, aside, children }: FieldProps & { children: (wired: Wired) => ComponentChildren }) {
	const id = useId();
	const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
	return (
		<div class="field">
			<div class={hideLabel ? 'visually-hidden' : 'field-label'}>
				<label for={id}>{label}</label>
				{aside && <span class="muted">{aside}</span>}
			</div>
			{children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error === undefined ? undefined : true })}
			{hint !== undefined && <p class="field-hint" id={`${id}-hint`}>{hint}</p>}
			{error !== undefined && <p class="field-error" id={`${id}-error`}>{error}</p>}
		</div>
	);
}

/** Attributes of a control that its field sets itself. */
type Own = 'id' | 'label' | 'value' | 'onInput' | 'onChange' | 'class' | 'children' | 'aria-describedby' | 'aria-invalid';

/** What a line of text can have beside. */
type InputAttributes = Pick<PartialInputHTMLAttributes<HTMLInputElement>, 'autocomplete' | 'autofocus' | 'disabled' | 'inputMode' | 'max' | 'maxLength' | 'min' | 'name' | 'onBlur' | 'onFocus' | 'onKeyDown' | 'placeholder' | 'readOnly' | 'required' | 'spellcheck' | 'step'>;

export interface TextFieldProps extends FieldProps, InputAttributes {
	/** Id of a `<datalist>` with suggestions. */
	list?: string;
	type?: 'text' | 'search' | 'password' | 'url' | 'number' | 'date' | 'datetime-local' | 'email';
	value: string;
	/** Told of every letter. */
	onValue(value: string): void;
}

/** A line of text. */
export function TextField({ label, hint, error, hideLabel, aside, value, onValue, type = 'text', ...rest }: TextFieldProps) {
	// Which attributes an input may have depends on its type; all of these may have all of ours.
	const attributes = { ...rest, type: type as 'text' };
	return (
		<Field {...{ label, hint, error, hideLabel, aside }}>
			{(wired) => <input {...attributes} {...wired} class="input" value={value} onInput={({ currentTarget }) => { onValue(currentTarget.value); }} />}
		</Field>
	);
}

export interface TextAreaProps extends FieldProps, Omit<JSX.IntrinsicElements['textarea'], Own> {
	value: string;
	onValue(value: string): void;
}

/** Text of several lines. */
export function TextArea({ label, hint, error, hideLabel, aside, value, onValue, ...rest }: TextAreaProps) {
	return (
		<Field {...{ label, hint, error, hideLabel, aside }}>
			{(wired) => <textarea rows={3} {...rest} {...wired} class="input" value={value} onInput={({ currentTarget }) => { onValue(currentTarget.value); }} />}
		</Field>
	);
}

export interface SelectProps<Value extends string> extends FieldProps {
	value: Value;
	options: ReadonlyArray<{ value: Value; label: string }>;
	onValue(value: Value): void;
	disabled?: boolean;
}

/** One of a few. */
export function Select<Value extends string>({ label, hint, error, hideLabel, aside, value, options, onValue, disabled }: SelectProps<Value>) {
	return (
		<Field {...{ label, hint, error, hideLabel, aside }}>
			{(wired) => (
				<select {...wired} class="input select" value={value} disabled={disabled} onChange={({ currentTarget }) => { onValue(currentTarget.value as Value); }}>
					{options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
				</select>
			)}
		</Field>
	);
}
