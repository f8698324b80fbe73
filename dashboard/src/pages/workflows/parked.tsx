import { useSignal } from '@preact/signals';
import type { ParkedEvent, ParkedEventList, Webhook, WebhookReplay } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { ApiProblem } from '../../api/problem.ts';
import { formatDateTime } from '../../format.ts';
import { can } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Answer } from './deliveries.tsx';
import { Outcome } from './last-delivery.tsx';
import { EVENT_LABELS } from './words.ts';

/** Events on one page. */
const LIMIT = 25;

/** What was set aside because the receiver went on refusing it, and the way to send it again. */
export function Parked({ webhook: { id, parked_events: count, on_failure: policy }, onReplay }: { webhook: Webhook; onReplay(): void }) {
	const busy = useSignal(false);
	const parked = usePages<ParkedEvent>(async (cursor, signal) => {
		const list = await api.get<ParkedEventList>(`/v1/webhooks/${encodeURIComponent(id)}/parked`, { query: { limit: LIMIT, cursor }, signal });
		return { items: list.parked, next: list.next_cursor };
	}, [id, count]);
	const items = parked.items.value;
	const replay = async () => {
		busy.value = true;
		await api.post<WebhookReplay>(`/v1/webhooks/${encodeURIComponent(id)}/replay`, { parked: true }).then(
			() => {
				toast('They are being sent again.');
				onReplay();
			},
			(error: unknown) => { toast({ kind: 'error', message: ApiProblem.from(error).message }); },
		);
		busy.value = false;
	};
	if (parked.error.value) return <ErrorNotice error={parked.error.value} retry={parked.refresh} />;
	if (!items) return <Skeleton lines={4} />;
	if (items.length === 0) {
		return (
			<EmptyState icon="archive" title="Nothing was set aside">
				<p>{policy === 'park' ? 'An event that the receiver refuses ten times in an hour or more is put here, so that it holds up no other.' : 'An event that the receiver refuses is tried for ever, as this subscription wants it; what follows waits.'}</p>
			</EmptyState>
		);
	}
	return (
		<>
			<div class="tab-head">
				<p class="muted">The receiver refused these again and again, so they were put aside for the others to go on. When it is mended, send them again.</p>
				{can('write') && <Button icon="refresh" busy={busy.value} onClick={() => void replay()}>Send all again</Button>}
			</div>
			<Table caption="Events that were set aside" columns={COLUMNS} rows={items} rowKey={({ event }) => event} />
			<LoadMore pages={parked} />
		</>
	);
}

const COLUMNS: Array<Column<ParkedEvent>> = [
	{ key: 'event', label: 'Event', render: ({ event, type }) => <span title={event}>{EVENT_LABELS[type]}</span> },
	{ key: 'outcome', label: 'Outcome', render: ({ status }) => <Outcome delivery={{ delivered: false, status }} /> },
	{ key: 'answer', label: 'Answer', primary: true, render: ({ response }) => <Answer text={response} /> },
	{ key: 'at', label: 'Set aside', numeric: true, render: ({ parked_at: at }) => <time dateTime={at}>{formatDateTime(at)}</time> },
];
