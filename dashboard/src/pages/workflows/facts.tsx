import type { ComponentChildren } from 'preact';
import type { Webhook } from '../../../../contract/webhook.ts';
import { formatDateTime, formatNumber, formatRelative } from '../../format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Stat } from '../../ui/stat.tsx';
import { batchWords, durationWords, EVENT_LABELS, filterWords } from './words.ts';

/** How far behind it is, at a glance. */
export function Numbers({ webhook: { lag_events: lag, lag_seconds: age, failures, failing_since: since, parked_events: parked } }: { webhook: Webhook }) {
	return (
		<div class="stats">
			<Stat label="Events behind" value={formatNumber(lag)} note="in the log, matching or not" />
			<Stat label="Delay" value={lag === 0 ? 'none' : durationWords(age)} note={lag === 0 ? 'nothing waits' : 'age of the oldest'} />
			<Stat label="Failed in a row" value={formatNumber(failures)} note={since === null ? 'attempts' : `attempts, the first ${formatRelative(since)}`} />
			<Stat label="Set aside" value={formatNumber(parked)} note="refused again and again" />
		</div>
	);
}

/** What it is sent, where, and how. */
export function Facts({ webhook }: { webhook: Webhook }) {
	const words = filterWords(webhook);
	return (
		<section class="card" aria-label="What it is sent">
			<dl class="facts">
				<Fact name="Events">{webhook.events.map((event) => EVENT_LABELS[event]).join(', ')}</Fact>
				<Fact name="Conditions">{words.length === 0 ? <span class="muted">none: all links</span> : words.join(' · ')}</Fact>
				<Fact name="Address"><span class="mono break">{webhook.url}</span> <CopyButton text={webhook.url} label="Copy the address" /></Fact>
				<Fact name="Deliveries">{batchWords(webhook)}</Fact>
				<Fact name="Refused events">{webhook.on_failure === 'park' ? 'Set aside after ten times in an hour or more' : 'Tried for ever; what follows waits'}</Fact>
				<Fact name="Since">{formatDateTime(webhook.created_at)}{webhook.expires_at !== null && `, until ${formatDateTime(webhook.expires_at)}`}</Fact>
				{webhook.old_secret_until !== null && <Fact name="Secret">The old one is accepted until {formatDateTime(webhook.old_secret_until)}</Fact>}
				<Fact name="Id"><code>{webhook.id}</code></Fact>
			</dl>
		</section>
	);
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
	return <div><dt>{name}</dt><dd>{children}</dd></div>;
}
