import type { ClickEvent, ClickList } from '../../../../contract/event.ts';
import type { Webhook } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { useRefreshing } from '../../api/refresh.ts';
import { useResource } from '../../api/resource.ts';
import { formatDateTime, formatRelative } from '../../format.ts';
import { href } from '../../router.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { whyNot } from './why-not.ts';

/** How many are looked at, and every so many seconds. */
const [LIMIT, EVERY_S] = [25, 5];

/** The last hits on any link, and of each whether this subscription is sent it. */
export function RecentClicks({ webhook }: { webhook: Webhook }) {
	const recent = useResource<ClickList>((signal) => api.get<ClickList>('/v1/clicks', { query: { order: 'desc', limit: LIMIT }, signal }), []);
	useRefreshing(recent.refresh, EVERY_S);
	const clicks = recent.data.value?.clicks;
	if (recent.error.value) return <ErrorNotice error={recent.error.value} retry={recent.refresh} />;
	if (!clicks) return <Skeleton lines={4} />;
	if (clicks.length === 0) return <EmptyState icon="link" title="Nobody has clicked yet"><p>Open a short link, and it stands here within a second.</p></EmptyState>;
	const columns: Array<Column<ClickEvent>> = [
		{ key: 'link', label: 'Link', primary: true, render: ({ link_id: id, link_slug: slug }) => <a class="link-slug" href={href('link', { id })}>/{slug}</a> },
		{ key: 'matches', label: 'Matches', render: (click) => <Verdict reason={whyNot(webhook, click)} missed={webhook.created_at > click.occurred_at} /> },
		{ key: 'at', label: 'When', numeric: true, render: ({ occurred_at: at }) => <time dateTime={at} title={formatDateTime(at)}>{formatRelative(at)}</time> },
	];
	return (
		<>
			<p class="muted">The last {clicks.length} hits on all links, and whether this workflow is sent them, by its events and conditions as they are now.</p>
			<Table caption="Recent clicks" columns={columns} rows={clicks} rowKey={({ id }) => id} />
		</>
	);
}

function Verdict({ reason, missed }: { reason: string | undefined; missed: boolean }) {
	if (reason === undefined && missed) return <><Badge>No</Badge> <span class="muted">this workflow was not there yet</span></>;
	if (reason === undefined) return <Badge tone="ok">Yes</Badge>;
	return <><Badge>No</Badge> <span class="muted">{reason}</span></>;
}
