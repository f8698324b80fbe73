import { LINK_STATUSES, type LinkFilter, type LinkStatus } from '../../../../../contract/link.ts';
import type { Query } from '../../../api/query.ts';
import { formatDateTime, formatNumber } from '../../../format.ts';
import type { IconName } from '../../../ui/icon.tsx';

/** How a condition is chosen. */
export type Editor = 'status' | 'campaign' | 'tags' | 'days' | 'numbers' | 'text';

/** One condition of the list, as people choose it; it may be two parameters of the API. */
export interface Condition {
	key: string;
	label: string;
	icon: IconName;
	editor: Editor;
	/** Parameters of `GET /v1/links`, which stand in the address too. Of a range, the first is its beginning. */
	names: ReadonlyArray<keyof LinkFilter>;
	hint?: string;
}

/** Every condition that can be chosen, in the order of the menu. */
export const CONDITIONS: readonly Condition[] = [
	{ key: 'status', label: 'Status', icon: 'check', editor: 'status', names: ['status'] },
	{ key: 'campaign', label: 'Campaign', icon: 'archive', editor: 'campaign', names: ['campaign'] },
	{ key: 'tags', label: 'All of the tags', icon: 'tag', editor: 'tags', names: ['tags'], hint: 'Links that have every one of these.' },
	{ key: 'tags_any', label: 'Any of the tags', icon: 'tag', editor: 'tags', names: ['tags_any'], hint: 'Links that have at least one of these.' },
	{ key: 'exclude_tags', label: 'Without the tags', icon: 'tag', editor: 'tags', names: ['exclude_tags'], hint: 'Links that have none of these.' },
	{ key: 'clicks', label: 'Clicks', icon: 'chart', editor: 'numbers', names: ['clicks_min', 'clicks_max'] },
	{ key: 'created', label: 'Created', icon: 'calendar', editor: 'days', names: ['created_after', 'created_before'] },
	{ key: 'expires', label: 'Expires', icon: 'clock', editor: 'days', names: ['expires_after', 'expires_before'] },
	{ key: 'destination', label: 'Destination', icon: 'external', editor: 'text', names: ['destination'], hint: 'The whole address, or its beginning with a * at the end: https://shop.example.com/*' },
	{ key: 'external_id', label: 'External id', icon: 'key', editor: 'text', names: ['external_id'], hint: 'Your own id for a link.' },
];

/** What each status is called. */
export const STATUS_LABELS: Record<LinkStatus, string> = { active: 'Active', disabled: 'Disabled', scheduled: 'Scheduled', expired: 'Expired', exhausted: 'Used up' };

const LISTS = ['tags', 'tags_any', 'exclude_tags'] as const;
const TEXTS = ['search', 'campaign', 'external_id', 'destination', 'created_after', 'created_before', 'expires_after', 'expires_before'] as const;
const NUMBERS = ['clicks_min', 'clicks_max'] as const;

/** The conditions in the address of the page. What is not one is passed over. */
export function readFilter(query: URLSearchParams): LinkFilter {
	const filter: LinkFilter = {};
	for (const name of LISTS) {
		const tags = query.getAll(name).filter((tag) => tag !== '');
		if (tags.length > 0) filter[name] = tags;
	}
	for (const name of TEXTS) {
		const text = query.get(name);
		if (text) filter[name] = text;
	}
	for (const name of NUMBERS) {
		const number = query.get(name);
		if (number !== null && /^\d+$/.test(number)) filter[name] = Number(number);
	}
	const status = LINK_STATUSES.find((one) => one === query.get('status'));
	if (status) filter.status = status;
	return filter;
}

/** Takes every condition out of the address; the search as well. */
export const NO_CONDITIONS: Query = Object.fromEntries([...CONDITIONS.flatMap(({ names }) => names), 'search'].map((name) => [name, null]));

/** What a condition says of a filter, in words; undefined where it says nothing. */
export function conditionText({ names, editor, label }: Condition, filter: LinkFilter): string | undefined {
	const [first, second] = names.map((name) => filter[name]);
	if (first === undefined && second === undefined) return undefined;
	if (editor === 'status') return `${label}: ${STATUS_LABELS[first as LinkStatus]}`;
	if (editor === 'tags') return `${label}: ${(first as string[]).join(', ')}`;
	if (editor === 'days') return `${label} ${rangeText(shown(first, dayOf), shown(second, dayBefore), 'from', 'until')}`;
	if (editor === 'numbers') return `${label} ${rangeText(shown(first, formatNumber), shown(second, formatNumber), 'at least', 'at most')}`;
	return `${label}: ${String(first)}`;
}

function rangeText(from: string | undefined, to: string | undefined, after: string, before: string): string {
	if (from === undefined) return `${before} ${to ?? ''}`;
	if (to === undefined) return `${after} ${from}`;
	return from === to ? from : `${from} – ${to}`;
}

function shown(value: LinkFilter[keyof LinkFilter], format: (value: never) => string): string | undefined {
	return value === undefined ? undefined : format(value as never);
}

/** Days are UTC, as the API reads a date. */
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

function dayOf(text: string): string {
	if (isDay(text)) return day.format(new Date(text));
	return Number.isNaN(Date.parse(text)) ? text : formatDateTime(text);
}

/** The last day that is included: the API's end is not. */
function dayBefore(text: string): string {
	return isDay(text) ? dayOf(shiftDay(text, -1)) : dayOf(text);
}

/** A day, `2026-11-22`, so many days later. */
export function shiftDay(text: string, days: number): string {
	return isDay(text) ? new Date(Date.parse(text) + days * 86_400_000).toISOString().slice(0, 10) : text;
}
