import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { isAbort } from '../api/problem.ts';
import { Field, type FieldProps } from './field.tsx';
import { place } from './menu.tsx';

/** Something that could be meant. */
export interface Suggestion {
	value: string;
	/** Beside it, such as how often it is used. */
	hint?: string;
}

/** Finds what begins with a text; with an empty one, what is used most. */
export type Suggest = (text: string, signal: AbortSignal) => Promise<Suggestion[]>;

/** Milliseconds after the last letter. */
const AFTER = 100;

export interface SuggestInputProps {
	value: string;
	onValue(value: string): void;
	/** Told of a suggestion that was chosen. */
	onPick(value: string): void;
	suggest: Suggest;
	/** Told of keys that do not choose a suggestion. */
	onKey?(event: KeyboardEvent): void;
	onLeave?(): void;
	class?: string;
	attributes: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };
	placeholder?: string | undefined;
	maxLength?: number | undefined;
}

/** A line of text with suggestions below it (WAI-ARIA APG, combobox with list): up and down go through them, Enter takes one. */
export function SuggestInput({ value, onValue, onPick, suggest, onKey, onLeave, class: look = 'input', attributes, placeholder, maxLength }: SuggestInputProps) {
	const id = useId();
	const input = useRef<HTMLInputElement>(null);
	const list = useRef<HTMLUListElement>(null);
	const running = useRef<{ abort: AbortController; timer: number }>(undefined);
	const found = useSignal<Suggestion[]>([]);
	const active = useSignal(-1);

	const stop = () => {
		clearTimeout(running.current?.timer);
		running.current?.abort.abort();
	};
	const close = () => {
		stop();
		if (found.peek().length > 0) found.value = [];
		active.value = -1;
	};
	const ask = (text: string, wait: number) => {
		stop();
		const abort = new AbortController();
		const timer = setTimeout(() => {
			// Without suggestions a text can still be written: a failure is none of theirs.
			suggest(text, abort.signal).then((all) => { if (!abort.signal.aborted) [found.value, active.value] = [all, -1]; }, (error: unknown) => { if (!isAbort(error)) found.value = []; });
		}, wait);
		running.current = { abort, timer };
	};
	useEffect(() => stop, []);
	const open = found.value.length > 0;
	useLayoutEffect(() => {
		if (!open || !list.current || !input.current) return;
		list.current.style.minWidth = `${String(input.current.offsetWidth)}px`;
		list.current.showPopover();
		place(list.current, input.current);
	}, [open]);

	const pick = (one: Suggestion) => {
		close();
		onPick(one.value);
	};
	const press = (event: KeyboardEvent) => {
		const all = found.value;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const chosen = all[active.value];
		if (step !== undefined && all.length > 0) active.value = active.value < 0 ? (step > 0 ? 0 : all.length - 1) : (active.value + step + all.length) % all.length;
		else if (event.key === 'ArrowDown') ask(value, 0);
		else if (event.key === 'Enter' && chosen) pick(chosen);
		else if (event.key === 'Escape' && open) close();
		else return onKey?.(event);
		event.preventDefault();
		event.stopPropagation();
	};
	return (
		<>
			<input
				{...attributes}
				ref={input}
				class={look}
				type="text"
				role="combobox"
				aria-expanded={open}
				aria-controls={`${id}-list`}
				aria-autocomplete="list"
				aria-activedescendant={active.value >= 0 ? `${id}-${String(active.value)}` : undefined}
				autocomplete="off"
				spellcheck={false}
				placeholder={placeholder}
				maxLength={maxLength}
				value={value}
				onInput={({ currentTarget }) => {
					onValue(currentTarget.value);
					ask(currentTarget.value, AFTER);
				}}
				onClick={() => { if (!open) ask(value, 0); }}
				onKeyDown={press}
				onBlur={() => {
					close();
					onLeave?.();
				}}
			/>
			{open && (
				<ul ref={list} id={`${id}-list`} class="menu suggestions" popover="manual" role="listbox" aria-label="Suggestions">
					{found.value.map((one, index) => (
						<li key={one.value} id={`${id}-${String(index)}`} role="option" aria-selected={index === active.value} onPointerDown={(event) => { event.preventDefault(); }} onClick={() => { pick(one); }}>
							<span class="truncate">{one.value}</span>
							{one.hint !== undefined && <span class="muted">{one.hint}</span>}
						</li>
					))}
				</ul>
			)}
		</>
	);
}

export interface ComboboxProps extends FieldProps {
	value: string;
	onValue(value: string): void;
	suggest: Suggest;
	placeholder?: string;
	maxLength?: number;
}

/** A line of text, with suggestions of what is there already. */
export function Combobox({ value, onValue, suggest, placeholder, maxLength, ...field }: ComboboxProps) {
	return (
		<Field {...field}>
			{(wired) => <SuggestInput {...{ value, onValue, suggest, placeholder, maxLength }} onPick={onValue} attributes={wired} />}
		</Field>
	);
}
