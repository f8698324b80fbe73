import type { WebhookDelivery } from '../../../../contract/webhook.ts';
import { usePages } from '../../api/pages.ts';
import { useRefreshing } from '../../api/refresh.ts';
import { formatDateTime, formatNumber, formatTime } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { loadDeliveries, Outcome } from './last-delivery.tsx';
import { countOf } from './words.ts';

/** Attempts on one page, and seconds after which they are looked at again. */
const [LIMIT, EVERY_S] = [25, 3];

/** The last attempts, with what was answered. */
export function Deliveries({ id }: { id: string }) {
	const attempts = usePages<WebhookDelivery>(async (cursor, signal) => {
		const list = await loadDeliveries(id, LIMIT, cursor, signal);
		return { items: list.deliveries, next: list.next_cursor };
	}, [id]);
	const items = attempts.items.value;
	// Who has loaded further pages reads them in peace.
	useRefreshing(() => { if ((items?.length ?? 0) <= LIMIT && !attempts.loading.peek()) attempts.refresh(); }, EVERY_S);
	if (attempts.error.value) return <ErrorNotice error={attempts.error.value} retry={attempts.refresh} />;
	if (!items) return <Skeleton lines={4} />;
	if (items.length === 0) {
		return (
			<EmptyState icon="clock" title="Nothing was delivered yet">
				<p>Here stand the last attempts, as soon as an event matches: when, how long it took, and what was answered.</p>
			</EmptyState>
		);
	}
	return (
		<>
			<Table caption="Deliveries" columns={COLUMNS} rows={items} rowKey={({ message_id: message, attempt, attempted_at: at }) => `${message} ${String(attempt)} ${at}`} />
			<LoadMore pages={attempts} />
		</>
	);
}

const COLUMNS: Array<Column<WebhookDelivery>> = [
	{ key: 'at', label: 'Time', render: ({ attempted_at: at }) => <time class="nowrap" dateTime={at} title={formatDateTime(at)}>{shortTime(at)}</time> },
	{ key: 'outcome', label: 'Outcome', render: (delivery) => <Outcome delivery={delivery} /> },
	{ key: 'answer', label: 'Answer', primary: true, render: (delivery) => <Answer text={delivery.error ?? delivery.response} /> },
	{ key: 'events', label: 'Events', numeric: true, render: ({ events, from, to, replay_id: replay }) => <span title={from === to ? from : `${from} to ${to}`}>{countOf(events, 'event')}{replay !== null && <> <Badge tone="info">Replay</Badge></>}</span> },
	{ key: 'attempt', label: 'Attempt', numeric: true, wide: true, render: ({ attempt }) => formatNumber(attempt) },
	{ key: 'latency', label: 'Took', numeric: true, render: ({ latency_ms: latency }) => `${formatNumber(Math.round(latency))} ms` },
];

/** Characters of an answer that are shown before somebody opens it. */
const SHOWN = 90;

/** What was answered, as text: a line of it, and the rest on demand. */
export function Answer({ text }: { text: string | null }) {
	if (text === null || text.trim() === '') return <span class="muted">empty answer</span>;
	if (text.length <= SHOWN && !text.includes('\n')) return <span class="answer-line mono">{text}</span>;
	return (
		<details class="answer">
			<summary class="mono truncate">{text.slice(0, SHOWN)}</summary>
			<pre tabIndex={0} role="region" aria-label="The whole answer">{text}</pre>
		</details>
	);
}

/** The time of today, the day and minute of what is older. */
function shortTime(at: string): string {
	return new Date(at).toDateString() === new Date().toDateString() ? formatTime(at) : formatDateTime(at);
}
