import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { LINK_LIMITS, type LinkFilter, type LinkList, type LinkSort } from '../../../../contract/link.ts';
import { api } from '../../api/client.ts';
import { usePages, type Pages } from '../../api/pages.ts';
import { ROW_FIELDS, type LinkRow } from './links-query.ts';

/** Links on one page. */
const LIMIT = 50;

/** Milliseconds after the last change of the filter until the total is counted, for which the server looks at every link: not between two words of a search. */
const COUNT_AFTER = 500;

/** The links that match, and how many there are. */
export interface Links extends Pages<LinkRow> {
	/** Undefined as long as it is not known. */
	total: ReadonlySignal<number | undefined>;
}

/** The links that match, page by page. `refresh` loads anew as many as are shown. */
export function useLinks(filter: LinkFilter, sort: LinkSort): Links {
	const key = JSON.stringify(filter);
	const total = useSignal<number | undefined>(undefined);
	const round = useSignal(0);
	const wanted = useRef(LIMIT);
	const pages: Pages<LinkRow> = usePages<LinkRow>(async (cursor, signal) => {
		const limit = cursor === undefined ? wanted.current : LIMIT;
		const { links, next_cursor: next } = await api.get<LinkList>('/v1/links', { query: { ...filter, sort, limit, cursor, fields: ROW_FIELDS.join(',') }, signal });
		wanted.current = LIMIT;
		return { items: sameRows(links, pages.items.peek()), next };
	}, [key, sort]);
	const counted = useRef(false);
	useEffect(() => {
		const abort = new AbortController();
		total.value = undefined;
		const timer = setTimeout(() => {
			api.get<LinkList>('/v1/links', { query: { ...filter, limit: 1, fields: 'id', count: true }, signal: abort.signal }).then(
				(list) => { if (!abort.signal.aborted) total.value = list.total; },
				// The list itself says what is wrong.
				() => undefined,
			);
		}, counted.current ? COUNT_AFTER : 0);
		counted.current = true;
		return () => {
			clearTimeout(timer);
			abort.abort();
		};
	}, [key, round.value]);
	return {
		...pages,
		total,
		refresh() {
			wanted.current = Math.min(LINK_LIMITS.page, Math.max(LIMIT, pages.items.peek()?.length ?? 0));
			round.value++;
			pages.refresh();
		},
	};
}

/** Rows that say what is shown already are those that are shown: they need not be drawn again. */
function sameRows(rows: readonly LinkRow[], shown: readonly LinkRow[] = []): LinkRow[] {
	const known = new Map(shown.map((row) => [row.id, row]));
	return rows.map((row) => {
		const before = known.get(row.id);
		return before && JSON.stringify(before) === JSON.stringify(row) ? before : row;
	});
}
