import type { Webhook, WebhookDelivery, WebhookDeliveryList } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import { formatDateTime, formatRelative } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';

/** The attempts that are remembered of a subscription, newest first: one page of them. */
export async function loadDeliveries(id: string, limit: number, cursor: string | undefined, signal: AbortSignal): Promise<WebhookDeliveryList> {
	return api.get<WebhookDeliveryList>(`/v1/webhooks/${encodeURIComponent(id)}/deliveries`, { query: { limit, cursor }, signal });
}

/** The last attempt of a subscription, in a cell of a list. It is looked up again when the subscription has moved. */
export function LastDelivery({ webhook: { id, cursor, failures, status, replay } }: { webhook: Webhook }) {
	const last = useResource<WebhookDelivery | null>(async (signal) => (await loadDeliveries(id, 1, undefined, signal)).deliveries[0] ?? null, [id, cursor, failures, status, replay?.cursor]);
	const delivery = last.data.value;
	if (delivery === undefined) return <span class="muted">{last.error.value ? last.error.value.message : '…'}</span>;
	if (delivery === null) return <span class="muted">none yet</span>;
	return (
		<span class="last-delivery">
			<time dateTime={delivery.attempted_at} title={formatDateTime(delivery.attempted_at)}>{formatRelative(delivery.attempted_at)}</time>
			<Outcome delivery={delivery} />
		</span>
	);
}

/** What came of an attempt: the status that was answered, or that nothing was. */
export function Outcome({ delivery: { delivered, status } }: { delivery: Pick<WebhookDelivery, 'delivered' | 'status'> }) {
	return (
		<Badge tone={delivered ? 'ok' : 'danger'}>
			<Icon name={delivered ? 'check' : 'close'} size={12} />
			{status === null ? 'no answer' : String(status)}
			<span class="visually-hidden">{delivered ? ', taken' : ', not taken'}</span>
		</Badge>
	);
}
