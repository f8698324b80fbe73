import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ClickEvent } from '../../../contract/event.ts';
import { credentials } from './client.ts';
import { ApiProblem } from './problem.ts';
import { apiQueryString, type Query } from './query.ts';

/** How a live view stands: `waiting` while the connection is being made, or made again. */
export type LiveState = 'waiting' | 'live';

/**
 * Follows clicks as they come, the newest first in the beginning, as long as a component is there and the page is in sight: browsers allow
 * a server six connections, and a page in the background needs none.
 *
 * @param query `link` (`lnk_…`), or the conditions of a list
 * @param onClick told of each click, in the order of the log, and of none twice
 */
export function useLiveClicks(query: Query, onClick: (click: ClickEvent) => void): ReadonlySignal<LiveState> {
	const state = useSignal<LiveState>('waiting');
	const latest = useRef(onClick);
	latest.current = onClick;
	const address = `/_/live${apiQueryString(query)}`;
	useEffect(() => {
		let source: EventSource | undefined;
		let last = '';
		const stop = () => {
			source?.close();
			source = undefined;
			state.value = 'waiting';
		};
		const start = () => {
			if (source || document.hidden) return;
			source = new EventSource(address);
			source.addEventListener('open', () => { state.value = 'live'; });
			source.addEventListener('error', () => { state.value = 'waiting'; });
			source.addEventListener('click', ({ data }: MessageEvent<string>) => {
				const click = JSON.parse(data) as ClickEvent;
				// Ids sort in the order of the log; a new connection begins with some that were told already.
				if (click.id <= last) return;
				last = click.id;
				latest.current(click);
			});
			source.addEventListener('end', () => {
				stop();
				credentials.refused(new ApiProblem('Your session has ended. Sign in again.', { status: 401 }));
			});
		};
		const seen = () => { if (document.hidden) stop(); else start(); };
		start();
		document.addEventListener('visibilitychange', seen);
		return () => {
			document.removeEventListener('visibilitychange', seen);
			stop();
		};
	}, [address]);
	return state;
}
