import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LinkList } from '../../../../../contract/link.ts';
import { api } from '../../../api/client.ts';
import { slugProblem } from './validate.ts';

/** Milliseconds after the last letter. */
const AFTER = 200;

/** How a slug stands: `unasked` where there is nothing to ask. */
export type SlugState = { is: 'unasked' } | { is: 'asking' } | { is: 'free' } | { is: 'taken'; by: { id: string; destination: string; title: string | null } };

/**
 * Whether a slug is free, while it is written.
 *
 * @param own the slug that the link has already
 */
export function useSlugCheck(written: string, own: string | undefined): ReadonlySignal<SlugState> {
	const state = useSignal<SlugState>({ is: 'unasked' });
	const slug = written.trim();
	useEffect(() => {
		if (slug === '' || slug === own || slugProblem(slug) !== undefined) {
			state.value = { is: 'unasked' };
			return;
		}
		state.value = { is: 'asking' };
		const abort = new AbortController();
		const timer = setTimeout(() => {
			// The list, for to it a slug that nobody has is no error, which browsers would log.
			api.get<LinkList>('/v1/links', { query: { slug, limit: 1, fields: 'id,destination,title' }, signal: abort.signal }).then(
				({ links: [by] }) => { if (!abort.signal.aborted) state.value = by ? { is: 'taken', by } : { is: 'free' }; },
				() => { if (!abort.signal.aborted) state.value = { is: 'unasked' }; },
			);
		}, AFTER);
		return () => {
			clearTimeout(timer);
			abort.abort();
		};
	}, [slug, own]);
	return state;
}
