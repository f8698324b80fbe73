import { batch, useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiProblem, isAbort } from './problem.ts';

/** Something that is loaded from the server, and how that stands. */
export interface Resource<Data> {
	/** What was loaded last; it stays while it is loaded anew. */
	data: ReadonlySignal<Data | undefined>;
	/** Why the last attempt failed; undefined after one that succeeded. */
	error: ReadonlySignal<ApiProblem | undefined>;
	loading: ReadonlySignal<boolean>;
	/** Loads it anew. */
	refresh(): void;
	/** Replaces what was loaded, where a write has answered what is there now. */
	set(data: Data): void;
}

/**
 * Loads something when a component appears, and again when one of `inputs` is another; the load before is given up.
 *
 * @param load gives the signal on to `api`
 * @param inputs what the load depends on, compared one by one
 */
export function useResource<Data>(load: (signal: AbortSignal) => Promise<Data>, inputs: readonly unknown[]): Resource<Data> {
	const data = useSignal<Data | undefined>(undefined);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const loading = useSignal(true);
	const round = useSignal(0);
	const latest = useRef(load);
	latest.current = load;
	useEffect(() => {
		const abort = new AbortController();
		loading.value = true;
		latest.current(abort.signal).then(
			(loaded) => {
				if (abort.signal.aborted) return;
				batch(() => [data.value, error.value, loading.value] = [loaded, undefined, false]);
			},
			(reason: unknown) => {
				if (abort.signal.aborted || isAbort(reason)) return;
				batch(() => [error.value, loading.value] = [ApiProblem.from(reason), false]);
			},
		);
		return () => { abort.abort(); };
	}, [...inputs, round.value]);
	return {
		data,
		error,
		loading,
		refresh: () => { round.value++; },
		set: (next) => { data.value = next; },
	};
}
