import type { Pages } from '../api/pages.ts';
import { formatNumber } from '../format.ts';
import { Button } from './button.tsx';

/** Below a list that is loaded page by page: how much of it is there, and the next page. */
export function LoadMore<Item>({ pages, total }: { pages: Pages<Item>; /** Of the whole list, where it is known. */ total?: number | undefined }) {
	const { items, hasMore, loading, more } = pages;
	const count = items.value?.length ?? 0;
	return (
		<div class="load-more">
			<p class="muted" role="status">{hasMore.value || total !== undefined ? `${formatNumber(count)}${total === undefined ? '' : ` of ${formatNumber(total)}`} shown` : `${formatNumber(count)} in all`}</p>
			{hasMore.value && <Button onClick={more} busy={loading.value}>Load more</Button>}
		</div>
	);
}
