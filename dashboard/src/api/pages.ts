import { batch, useSignal, type ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { ApiProblem, isAbort } from './problem.ts';

/** One page of a list. */
export interface Page<Item> {
	items: Item[];
	/** For the page after it; null at the end. */
	next: string | null;
}

/** A list that is loaded page by page, and how that stands. */
export interface Pages<Item> {
	/** Of all pages so far; undefined until the first is there. Those of before stay while a new first page is loaded. */
	items: ReadonlySignal<Item[] | undefined>;
	error: ReadonlySignal<ApiProblem | undefined>;
	loading: ReadonlySignal<boolean>;
	hasMore: ReadonlySignal<boolean>;
	/** Loads the page after the last. */
	more(): void;
	/** Begins again with the first page. */
	refresh(): void;
	/** Changes what was loaded, where a write has answered what is there now. */
	update(change: (items: Item[]) => Item[]): void;
}

/**
 * Loads the first page when a component appears, and again when one of `inputs` is another; the load before is given up.
 *
 * @param load gives cursor and signal on to `api`; the cursor of the first page is undefined
 * @param inputs what the list depends on, compared one by one
 */
export function usePages<Item>(load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>, inputs: readonly unknown[]): Pages<Item> {
	const items = useSignal<Item[] | undefined>(undefined);
	const next = useSignal<string | null>(null);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const loading = useSignal(true);
	const hasMore = useSignal(false);
	const round = useSignal(0);
	const running = useRef<AbortController>(null);

	const run = (cursor: string | undefined) => {
		running.current?.abort();
		const abort = (running.current = new AbortController());
		loading.value = true;
		load(cursor, abort.signal).then(
			(page) => {
				if (abort.signal.aborted) return;
				batch(() => {
					items.value = cursor === undefined ? page.items : [...(items.value ?? []), ...page.items];
					[next.value, hasMore.value, error.value, loading.value] = [page.next, page.next !== null, undefined, false];
				});
			},
			(reason: unknown) => {
				if (abort.signal.aborted || isAbort(reason)) return;
				batch(() => [error.value, loading.value] = [ApiProblem.from(reason), false]);
			},
		);
	};
	// Before the frame is painted: an answer can be there when it is.
	useLayoutEffect(() => {
		run(undefined);
		return () => { running.current?.abort(); };
	}, [...inputs, round.value]);
	return {
		items,
		error,
		loading,
		hasMore,
		more: () => { if (next.value !== null && !loading.value) run(next.value); },
		refresh: () => { round.value++; },
		update: (change) => { items.value = items.value && change(items.value); },
	};
}
