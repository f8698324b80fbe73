import type { ComponentChildren } from 'preact';
import type { LinkStatus } from '../../../contract/link.ts';

/** What a badge means: colour says it only together with its words. */
export type Tone = 'neutral' | 'ok' | 'warning' | 'danger' | 'info';

/** A word or two that stand out. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) {
	return <span class={`badge ${tone}`}>{children}</span>;
}

const STATUS: Record<LinkStatus, { label: string; tone: Tone }> = {
	active: { label: 'Active', tone: 'ok' },
	disabled: { label: 'Disabled', tone: 'neutral' },
	scheduled: { label: 'Scheduled', tone: 'info' },
	expired: { label: 'Expired', tone: 'warning' },
	exhausted: { label: 'Used up', tone: 'warning' },
};

/** The status of a link, in words. */
export function StatusBadge({ status }: { status: LinkStatus }) {
	return <Badge tone={STATUS[status].tone}>{STATUS[status].label}</Badge>;
}
