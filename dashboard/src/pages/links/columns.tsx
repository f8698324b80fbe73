import { formatDate, formatDateTime, formatNumber, formatRelative } from '../../format.ts';
import { href } from '../../router.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { Column } from '../../ui/table.tsx';
import type { LinkRow } from './links-query.ts';
import { RowMenu, type RowActions } from './row-menu.tsx';

/** Tags that a row shows; of the others it says how many. */
const TAGS = 3;

/** The columns of the list. */
export function columnsFor(actions: RowActions): Array<Column<LinkRow>> {
	return [
		{
			key: 'slug',
			label: 'Link',
			primary: true,
			sortable: true,
			render: ({ id, slug, title, short_url: shortUrl }) => (
				<div class="link-cell">
					<div class="link-name"><a href={href('link', { id })}>/{slug}</a><CopyButton text={shortUrl} label={`Copy ${shortUrl}`} /></div>
					{title !== null && <div class="link-title truncate" title={title}>{title}</div>}
				</div>
			),
		},
		{ key: 'destination', label: 'Destination', render: ({ destination }) => <Destination url={destination} /> },
		{ key: 'campaign', label: 'Campaign and tags', render: ({ campaign, tags }) => <Labels campaign={campaign} tags={tags} /> },
		{ key: 'status', label: 'Status', render: ({ status }) => <StatusBadge status={status} /> },
		{ key: 'total_clicks', label: 'Clicks', numeric: true, sortable: true, render: ({ total_clicks: clicks }) => formatNumber(clicks) },
		{ key: 'last_clicked_at', label: 'Last click', numeric: true, sortable: true, wide: true, render: ({ last_clicked_at: at }) => (at === null ? <span class="muted">never</span> : <time dateTime={at} title={formatDateTime(at)}>{formatRelative(at)}</time>) },
		{ key: 'created_at', label: 'Created', numeric: true, sortable: true, wide: true, render: ({ created_at: at }) => <time dateTime={at} title={formatDateTime(at)}>{formatDate(at)}</time> },
		{ key: 'actions', label: 'Actions', hideLabel: true, render: (link) => <RowMenu link={link} {...actions} /> },
	];
}

/** Where a link leads: without what all addresses begin with, and to be opened only where it is the web. */
function Destination({ url }: { url: string }) {
	const text = url.replace(/^https?:\/\/(?:www\.)?/i, '');
	if (!/^https?:\/\//i.test(url)) return <div class="destination truncate" title={url}>{url}</div>;
	return <a class="destination truncate" href={url} target="_blank" rel="noreferrer noopener" title={url}>{text}</a>;
}

function Labels({ campaign, tags }: Pick<LinkRow, 'campaign' | 'tags'>) {
	if (campaign === null && tags.length === 0) return <span class="muted">–</span>;
	return (
		<div class="labels">
			{campaign !== null && <span class="campaign truncate" title={campaign}>{campaign}</span>}
			{tags.length > 0 && (
				<span class="label-tags" title={tags.join(', ')}>
					{tags.slice(0, TAGS).map((tag) => <span key={tag} class="tag">{tag}</span>)}
					{tags.length > TAGS && <span class="muted">+{tags.length - TAGS}</span>}
				</span>
			)}
		</div>
	);
}
