import { CLICK_KINDS, type ClickKind, type EventType } from '../../../../contract/event.ts';
import type { Webhook, WebhookChange, WebhookFailurePolicy, WebhookFilter } from '../../../../contract/webhook.ts';

/** Lists of a filter, in the order of the form. */
export const LISTS = ['slugs', 'link_ids', 'tags', 'tags_any', 'exclude_tags', 'countries'] as const;
export type ListName = (typeof LISTS)[number];

/** Texts of a filter. */
export const TEXTS = ['campaign', 'external_id', 'destination'] as const;
export type TextName = (typeof TEXTS)[number];

/** A subscription as a form has it: numbers as they are written. */
export interface Draft {
	name: string;
	url: string;
	events: EventType[];
	lists: Record<ListName, string[]>;
	texts: Record<TextName, string>;
	kinds: ClickKind[];
	unique: boolean;
	milestone: string;
	maxEvents: string;
	/** Seconds. */
	maxWait: string;
	rate: string;
	onFailure: WebhookFailurePolicy;
}

/** A subscription as the form begins. */
export function draftOf({ name, url, events, filter, batch, rate, on_failure: onFailure }: Webhook): Draft {
	return {
		name: name ?? '',
		url,
		events,
		lists: Object.fromEntries(LISTS.map((list) => [list, filter[list] ?? []])) as Draft['lists'],
		texts: Object.fromEntries(TEXTS.map((text) => [text, filter[text] ?? ''])) as Draft['texts'],
		kinds: filter.kinds && filter.kinds.length > 0 ? filter.kinds : ['human'],
		unique: filter.unique_only ?? false,
		milestone: filter.milestone_every === undefined ? '' : String(filter.milestone_every),
		maxEvents: String(batch.max_events),
		maxWait: String(batch.max_wait_ms / 1000),
		rate: rate === null ? '' : String(rate),
		onFailure,
	};
}

/** What the form asks to be changed: only what is another. What is no number is left for the API to say so. */
export function changeOf(webhook: Webhook, draft: Draft): WebhookChange {
	const wanted: WebhookChange = {
		name: draft.name.trim() || null,
		url: draft.url.trim(),
		events: draft.events,
		filter: filterOf(draft),
		batch: { max_events: numberIn(draft.maxEvents), max_wait_ms: Math.round(numberIn(draft.maxWait) * 1000) },
		rate: draft.rate.trim() === '' ? null : numberIn(draft.rate),
		on_failure: draft.onFailure,
	};
	const before = { ...webhook, filter: filterOf(draftOf(webhook)) };
	return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Webhook])));
}

function filterOf({ lists, texts, kinds, unique, milestone }: Draft): WebhookFilter {
	return {
		...Object.fromEntries(LISTS.filter((list) => lists[list].length > 0).map((list) => [list, list === 'countries' ? lists[list].map((code) => code.toUpperCase()) : lists[list]])),
		...Object.fromEntries(TEXTS.filter((text) => texts[text].trim() !== '').map((text) => [text, texts[text].trim()])),
		...(String(kinds) !== 'human' && { kinds: CLICK_KINDS.filter((kind) => kinds.includes(kind)) }),
		...(unique && { unique_only: true }),
		...(milestone.trim() !== '' && { milestone_every: numberIn(milestone) }),
	};
}

/** A number that somebody wrote; the text itself where it is none. */
function numberIn(text: string): number {
	const number = text.trim() === '' ? NaN : Number(text);
	return Number.isNaN(number) ? (text as unknown as number) : number;
}
