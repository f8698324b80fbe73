import type { Webhook, WebhookList } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { useRefreshing } from '../../api/refresh.ts';
import { formatNumber } from '../../format.ts';
import { href } from '../../router.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { diagnose } from './diagnosis.ts';
import { LastDelivery } from './last-delivery.tsx';
import { NoWorkflows } from './no-workflows.tsx';
import { receiverOf } from './receiver.ts';
import { standingBadge, standingOf } from './status.ts';
import { durationWords, EVENT_LABELS, filterWords } from './words.ts';

/** Subscriptions on one page. */
const LIMIT = 50;

/** Seconds after which they are looked at again. */
const EVERY_S = 5;

/** Webhook subscriptions: what is sent to workflows, and how that stands. */
export function WorkflowsPage() {
	const webhooks = usePages<Webhook>(async (cursor, signal) => {
		const list = await api.get<WebhookList>('/v1/webhooks', { query: { limit: LIMIT, cursor }, signal });
		return { items: list.webhooks, next: list.next_cursor };
	}, []);
	const items = webhooks.items.value;
	// Who has loaded further pages reads them in peace.
	useRefreshing(() => { if ((items?.length ?? 0) <= LIMIT && !webhooks.loading.peek()) webhooks.refresh(); }, EVERY_S);
	return (
		<PageFrame title="Workflows" about="Who is told of clicks and other events: the Link Click Trigger of n8n, and receivers of your own.">
			{webhooks.error.value && <ErrorNotice error={webhooks.error.value} retry={webhooks.refresh} />}
			{!items && !webhooks.error.value && <Skeleton lines={5} />}
			{items?.length === 0 && <NoWorkflows />}
			{items && items.length > 0 && (
				<>
					<Table caption="Workflows" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
					<LoadMore pages={webhooks} />
				</>
			)}
		</PageFrame>
	);
}

const COLUMNS: Array<Column<Webhook>> = [
	{ key: 'workflow', label: 'Workflow', primary: true, render: (webhook) => <Name webhook={webhook} /> },
	{ key: 'status', label: 'Status', render: (webhook) => <Status webhook={webhook} /> },
	{ key: 'waiting', label: 'Waiting', numeric: true, render: (webhook) => <Waiting webhook={webhook} /> },
	{ key: 'last', label: 'Last delivery', numeric: true, render: (webhook) => <LastDelivery webhook={webhook} /> },
];

function Name({ webhook }: { webhook: Webhook }) {
	const { title, host, n8n } = receiverOf(webhook);
	const words = filterWords(webhook);
	return (
		<div class="workflow-cell">
			<div class="workflow-name"><a href={href('workflow', { id: webhook.id })}>{title}</a>{n8n?.test && <Badge tone="info">Test</Badge>}</div>
			<div class="muted truncate" title={webhook.url}>{n8n ? `n8n · ${n8n.node === null ? '' : `${n8n.node} · `}` : ''}{host}</div>
			<div class="workflow-filter">{webhook.events.map((event) => EVENT_LABELS[event]).join(', ')}{words.length > 0 && <span class="muted"> · {words.join(' · ')}</span>}</div>
		</div>
	);
}

function Status({ webhook }: { webhook: Webhook }) {
	const { label, tone } = standingBadge(webhook);
	const standing = standingOf(webhook);
	const diagnosis = standing === 'working' || standing === 'collecting' ? undefined : diagnose(webhook, { deliveredAt: null, now: Date.now() });
	return (
		<div class="workflow-status">
			<Badge tone={tone}>{label}</Badge>
			{diagnosis && <p>{diagnosis.title}. <span class="muted">{diagnosis.text[0]}</span></p>}
			{diagnosis?.setting !== undefined && <p><code>{diagnosis.setting}</code></p>}
			{webhook.parked_events > 0 && <p class="muted">{formatNumber(webhook.parked_events)} set aside</p>}
		</div>
	);
}

function Waiting({ webhook: { lag_events: lag, lag_seconds: age } }: { webhook: Webhook }) {
	if (lag === 0) return <span class="muted">–</span>;
	return <span>{formatNumber(lag)} <span class="muted">for {durationWords(age)}</span></span>;
}
