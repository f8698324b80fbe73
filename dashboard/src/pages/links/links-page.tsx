import type { Link, LinkList } from '../../../../contract/link.ts';
import { api } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { formatDate, formatNumber } from '../../format.ts';
import { href, route, setQuery } from '../../router.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import { Table, type Column } from '../../ui/table.tsx';

/** Links on one page. */
const LIMIT = 50;

/** All links: found by a word, a page at a time. */
export function LinksPage() {
	const search = route.value.query.get('search') ?? '';
	const links = usePages<Link>(async (cursor, signal) => {
		const list = await api.get<LinkList>('/v1/links', { query: { search, limit: LIMIT, cursor }, signal });
		return { items: list.links, next: list.next_cursor };
	}, [search]);
	const items = links.items.value;
	return (
		<PageFrame title="Links">
			<div class="toolbar">
				<TextField label="Search links" hideLabel type="search" placeholder="Search slug, title or destination" value={search} onValue={(value) => { setQuery({ search: value }, { step: false }); }} />
			</div>
			{links.error.value && <ErrorNotice error={links.error.value} retry={links.refresh} />}
			{!items && !links.error.value && <Skeleton lines={8} />}
			{items && items.length === 0 && !links.loading.value && (
				<EmptyState icon="link" title={search === '' ? 'No links yet' : 'Nothing found'} actions={search !== '' && <Button onClick={() => { setQuery({ search: null }); }}>Clear the search</Button>}>
					<p>{search === '' ? 'Create the first with the node Create Link in n8n, or with POST /v1/links.' : `No link has “${search}” in its slug, title or destination.`}</p>
				</EmptyState>
			)}
			{items && items.length > 0 && (
				<>
					<Table caption="Links" columns={COLUMNS} rows={items} rowKey={({ id }) => id} busy={links.loading.value} />
					<LoadMore pages={links} />
				</>
			)}
		</PageFrame>
	);
}

const COLUMNS: Column<Link>[] = [
	{
		key: 'slug',
		label: 'Link',
		primary: true,
		render: ({ id, slug, title, short_url: shortUrl, destination }) => (
			<div class="link-cell">
				<div class="link-name"><a href={href('link', { id })}>/{slug}</a><CopyButton text={shortUrl} label={`Copy ${shortUrl}`} /></div>
				<div class="muted truncate" title={destination}>{title ?? destination}</div>
			</div>
		),
	},
	{ key: 'campaign', label: 'Campaign', render: ({ campaign }) => campaign ?? <span class="muted">–</span> },
	{ key: 'status', label: 'Status', render: ({ status }) => <StatusBadge status={status} /> },
	{ key: 'total_clicks', label: 'Clicks', numeric: true, render: ({ total_clicks: clicks }) => formatNumber(clicks) },
	{ key: 'created_at', label: 'Created', numeric: true, render: ({ created_at: at }) => formatDate(at) },
];
