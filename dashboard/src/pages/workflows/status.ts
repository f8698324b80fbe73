import type { Webhook } from '../../../../contract/webhook.ts';
import type { Tone } from '../../ui/badge.tsx';
import { receiverOf } from './receiver.ts';

/** Seconds that an event may wait before a subscription counts as behind: a delivery takes some time itself. */
const PATIENCE_S = 15;

/** How a subscription stands: more than its `status` says. */
export type Standing = 'gone' | 'given-up' | 'paused' | 'failing' | 'behind' | 'collecting' | 'working';

/** How a subscription stands. */
export function standingOf({ status, status_reason: reason, failures, lag_events: lag, lag_seconds: age, batch }: Webhook): Standing {
	if (status === 'closed') return 'given-up';
	if (status === 'paused') return reason === 'receiver_gone' ? 'gone' : 'paused';
	if (failures > 0) return 'failing';
	const waits = batch.max_events > 1 ? batch.max_wait_ms / 1000 : 0;
	if (lag === 0) return 'working';
	if (age <= waits + PATIENCE_S) return waits > 0 ? 'collecting' : 'working';
	return 'behind';
}

/** A word or two, and how they are shown. */
export function standingBadge(webhook: Webhook): { label: string; tone: Tone } {
	const by = receiverOf(webhook).n8n ? 'n8n' : 'its receiver';
	return {
		'gone': { label: `Stopped by ${by}`, tone: 'danger' as const },
		'given-up': { label: 'Given up', tone: 'danger' as const },
		'paused': { label: 'Paused', tone: 'neutral' as const },
		'failing': { label: 'Failing', tone: 'danger' as const },
		'behind': { label: 'Behind', tone: 'warning' as const },
		'collecting': { label: 'Collecting', tone: 'info' as const },
		'working': { label: 'Working', tone: 'ok' as const },
	}[standingOf(webhook)];
}
