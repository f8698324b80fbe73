import { signal, type ReadonlySignal } from '@preact/signals';
import type { IfExists } from '../../../../../contract/link.ts';
import { newId } from '../../../api/client.ts';
import { ApiProblem } from '../../../api/problem.ts';
import type { ForAll, PreparedRow } from './rows.ts';
import { resultOf, sendBatch, sendMoved, type RowResult } from './send.ts';

/** Rows in one call: a step of the progress, and what a cancellation waits for. */
const CHUNK = 1000;

/** The same where rows have passwords, of which one call takes twenty. */
const CHUNK_WITH_PASSWORDS = 20;

/** How an import stands. */
export interface ImportState {
	is: 'running' | 'stopped' | 'failed' | 'done';
	total: number;
	results: readonly RowResult[];
	/** Undo them, the last first. */
	changeIds: readonly string[];
	/** Why it does not go on. */
	error?: ApiProblem;
}

/** An import that is being done. */
export interface Import {
	state: ReadonlySignal<ImportState>;
	/** Ends it after the call that is under way, so that it is known what was written. */
	cancel(): void;
	/** Goes on after a failure, with the rows that failed to arrive. */
	resume(): void;
}

/** Imports rows, some at a time. */
export function startImport(rows: readonly PreparedRow[], { ifExists, forAll, moved }: { ifExists: IfExists; forAll: ForAll; /** Whether dates and clicks of elsewhere come along. */ moved: boolean }): Import {
	const state = signal<ImportState>({ is: 'running', total: rows.length, results: [], changeIds: [] });
	const id = newId();
	const size = rows.some(({ link }) => link.password) ? CHUNK_WITH_PASSWORDS : CHUNK;
	const send = moved ? sendMoved : sendBatch;
	let cancelled = false;
	const run = async () => {
		for (let at = state.value.results.length; at < rows.length; at += size) {
			if (cancelled) return void (state.value = { ...state.value, is: 'stopped' });
			const chunk = rows.slice(at, at + size);
			try {
				const good = chunk.filter(({ problem }) => problem === undefined);
				const answer = good.length === 0 ? { results: [], changeId: null } : await send(good, { ifExists, forAll, idempotencyKey: `${id}-${String(at)}` });
				const sent = new Map(good.map((row, index) => [row, answer.results[index]]));
				const results = chunk.map((row) => sent.get(row) ?? resultOf(row, 'failed', row.problem ?? ''));
				state.value = { ...state.value, results: [...state.value.results, ...results], changeIds: [...state.value.changeIds, ...(answer.changeId === null ? [] : [answer.changeId])] };
			} catch (error) {
				return void (state.value = { ...state.value, is: 'failed', error: ApiProblem.from(error) });
			}
		}
		state.value = { ...state.value, is: 'done' };
	};
	void run();
	return {
		state,
		cancel: () => { cancelled = true; },
		resume() {
			if (state.value.is !== 'failed') return;
			const { error: _error, ...rest } = state.value;
			state.value = { ...rest, is: 'running' };
			void run();
		},
	};
}
