import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Which rows are selected, by their keys. Make one with {@link useSelection}. */
export interface Selection {
	readonly size: number;
	readonly keys: readonly string[];
	has(key: string): boolean;
	/** Selects rows, or takes them out of the selection. */
	toggle(keys: readonly string[], selected: boolean): void;
	clear(): void;
	/** Of the row that was toggled last, where a range begins. */
	anchor: { current: number | undefined };
}

/** A selection that is empty when the component appears, and again when one of `inputs` is another. */
export function useSelection(inputs: readonly unknown[] = []): Selection {
	const selected = useSignal<ReadonlySet<string>>(new Set());
	const anchor = useRef<number | undefined>(undefined);
	const clear = () => {
		anchor.current = undefined;
		if (selected.peek().size > 0) selected.value = new Set();
	};
	// With the frame that shows other rows, so that nothing is done to those before.
	useLayoutEffect(clear, [...inputs]);
	return {
		get size() { return selected.value.size; },
		get keys() { return [...selected.value]; },
		has: (key) => selected.value.has(key),
		toggle(keys, on) {
			const next = new Set(selected.value);
			for (const key of keys) if (on) next.add(key); else next.delete(key);
			selected.value = next;
		},
		clear,
		anchor,
	};
}

/** In the head of a table: all rows that are shown, or none. */
export function SelectAll({ keys, selection }: { keys: readonly string[]; selection: Selection }) {
	const box = useRef<HTMLInputElement>(null);
	const count = keys.filter((key) => selection.has(key)).length;
	const [all, some] = [keys.length > 0 && count === keys.length, count > 0 && count < keys.length];
	useEffect(() => { if (box.current) box.current.indeterminate = some; }, [some]);
	return <input ref={box} type="checkbox" checked={all} aria-label="Select all rows that are shown" onChange={() => { selection.toggle(keys, !all); }} />;
}

/** What the rows of a table have in common, as it is when somebody does something: rows are not drawn again where it changes. */
export interface Selectable {
	/** Of all rows, in order. */
	keys: readonly string[];
	selection: Selection | undefined;
}

/** In a row: selects it; with Shift, also all between it and the one before. Up and down go from row to row. */
export function SelectRow({ index, selected, within }: { index: number; selected: boolean; within: { readonly current: Selectable } }) {
	const click = (event: MouseEvent & { currentTarget: HTMLInputElement }) => {
		const { keys, selection } = within.current;
		if (!selection) return;
		const from = event.shiftKey ? (selection.anchor.current ?? index) : index;
		selection.toggle(keys.slice(Math.min(from, index), Math.max(from, index) + 1), event.currentTarget.checked);
		selection.anchor.current = index;
	};
	return <input type="checkbox" checked={selected} aria-label={`Select row ${String(index + 1)}`} onClick={click} onKeyDown={moveBetweenRows} />;
}

function moveBetweenRows(event: KeyboardEvent & { currentTarget: HTMLInputElement }): void {
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	const row = event.currentTarget.closest('tr');
	if (step === undefined || !row) return;
	const box = row.closest('table')?.rows[row.rowIndex + step]?.querySelector<HTMLInputElement>('tbody .select-cell input');
	if (!box) return;
	event.preventDefault();
	box.focus();
}
