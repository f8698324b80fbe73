import { useSignal } from '@preact/signals';
import type { Webhook, WebhookDelivery, WebhookTestResult } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { useRefreshing } from '../../api/refresh.ts';
import { useResource } from '../../api/resource.ts';
import { navigate, route, setQuery } from '../../router.ts';
import type { PageProps } from '../../routes.ts';
import { can } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { Actions } from './actions.tsx';
import { Deliveries } from './deliveries.tsx';
import { diagnose } from './diagnosis.ts';
import { DiagnosisCard } from './diagnosis-card.tsx';
import { loadDeliveries } from './last-delivery.tsx';
import { Parked } from './parked.tsx';
import { receiverOf } from './receiver.ts';
import { RecentClicks } from './recent-clicks.tsx';
import { ReplayPanel } from './replay-panel.tsx';
import { SecretPanel } from './secret-panel.tsx';
import { standingBadge } from './status.ts';
import { Facts, Numbers } from './facts.tsx';
import { TestResult } from './test-result.tsx';
import { countOf } from './words.ts';

const EditPanel = lazy(async () => (await import('./edit-panel.tsx')).EditPanel);

/** Seconds after which the subscription is looked at again. */
const EVERY_S = 3;

/** Attempts in which a last delivery is looked for. */
const LOOKED_AT = 200;

/** What is open above the page. */
export type Open = 'edit' | 'replay' | 'secret' | 'delete';

const TABS = ['deliveries', 'clicks', 'parked'] as const;
type Tab = (typeof TABS)[number];

/** One subscription: whether its workflow starts, and if not why; what was delivered, and what is to be done. */
export function WorkflowPage({ params: { id } }: PageProps<'workflow'>) {
	const path = `/v1/webhooks/${encodeURIComponent(id)}`;
	const loaded = useResource<Webhook>((signal) => api.get<Webhook>(path, { signal }), [id]);
	const webhook = loaded.data.value;
	const moved = `${webhook?.cursor ?? ''} ${String(webhook?.failures)} ${webhook?.replay?.cursor ?? ''} ${webhook?.status ?? ''}`;
	const delivered = useResource<WebhookDelivery | null>(async (signal) => (await loadDeliveries(id, LOOKED_AT, undefined, signal)).deliveries.find((one) => one.delivered) ?? null, [id, moved]);
	const open = useSignal<Open | undefined>(undefined);
	const tested = useSignal<WebhookTestResult | undefined>(undefined);
	useRefreshing(() => { if (!loaded.loading.peek()) loaded.refresh(); }, EVERY_S);

	if (!webhook) {
		return <PageFrame title="Workflow">{loaded.error.value ? <ErrorNotice error={loaded.error.value} retry={loaded.refresh} /> : <Skeleton lines={6} />}</PageFrame>;
	}
	const { title, host, n8n } = receiverOf(webhook);
	const { label, tone } = standingBadge(webhook);
	const wanted = route.value.query.get('tab');
	const tab = TABS.find((one) => one === wanted) ?? 'deliveries';
	const close = (changed?: Webhook) => {
		open.value = undefined;
		if (changed) loaded.set({ ...changed, secret: null });
	};
	return (
		<PageFrame
			title={title}
			heading={<span class="workflow-heading">{title} <Badge tone={tone}>{label}</Badge>{n8n?.test && <Badge tone="info">Test</Badge>}</span>}
			about={n8n ? `n8n · ${n8n.node === null ? '' : `${n8n.node} · `}${host}` : host}
			actions={can('write') && <Actions webhook={webhook} onChanged={loaded.set} onTested={(result) => { tested.value = result; }} onOpen={(next) => { open.value = next; }} />}
		>
			{loaded.error.value && <ErrorNotice error={loaded.error.value} retry={loaded.refresh} />}
			<DiagnosisCard diagnosis={diagnose(webhook, { deliveredAt: delivered.data.value?.attempted_at ?? null, now: Date.now() })} />
			{webhook.replay && (
				<p class="notice" role="status">
					<Icon name="refresh" />
					<span>Events are being sent again, in turns with new ones.{webhook.replay.last_error !== null && webhook.replay.failures > 0 ? ` ${countOf(webhook.replay.failures, 'attempt')} failed: ${webhook.replay.last_error}` : ''}</span>
				</p>
			)}
			<Numbers webhook={webhook} />
			<Facts webhook={webhook} />
			<Tabs<Tab>
				label="About its deliveries"
				tabs={[{ key: 'deliveries', label: 'Deliveries' }, { key: 'clicks', label: 'Recent clicks' }, { key: 'parked', label: webhook.parked_events > 0 ? `Set aside (${String(webhook.parked_events)})` : 'Set aside' }]}
				current={tab}
				onCurrent={(next) => { setQuery({ tab: next === 'deliveries' ? null : next }, { step: false }); }}
			>
				{tab === 'deliveries' && <Deliveries id={id} />}
				{tab === 'clicks' && <RecentClicks webhook={webhook} />}
				{tab === 'parked' && <Parked webhook={webhook} onReplay={loaded.refresh} />}
			</Tabs>
			{open.value === 'edit' && <EditPanel webhook={webhook} onClose={(changed) => { close(changed); if (changed) toast('Saved.'); }} />}
			{open.value === 'replay' && <ReplayPanel webhook={webhook} onClose={(done) => { close(); if (done) { toast('Events are being sent again.'); loaded.refresh(); } }} />}
			{open.value === 'secret' && <SecretPanel webhook={webhook} onClose={close} />}
			{open.value === 'delete' && (
				<Confirm
					title={`Delete “${title}”?`}
					action="Delete"
					kind="danger"
					run={() => api.delete(path)}
					onClose={(done) => {
						close();
						if (!done) return;
						toast(`“${title}” is not sent anything any more.`);
						navigate('workflows');
					}}
				>
					<p>Nothing is sent to {host} any more, and its place in the log is forgotten.{webhook.lag_events > 0 && ` ${countOf(webhook.lag_events, 'event')} behind it will not be delivered.`}</p>
					{n8n && <p>Deactivate the workflow in n8n as well: when it is published again, it subscribes anew and begins with what comes then.</p>}
				</Confirm>
			)}
			{tested.value && <TestResult result={tested.value} onClose={() => { tested.value = undefined; }} />}
		</PageFrame>
	);
}
