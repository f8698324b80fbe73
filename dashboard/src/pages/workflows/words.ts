import type { EventType } from '../../../../contract/event.ts';
import { WEBHOOK_LIMITS, type Webhook } from '../../../../contract/webhook.ts';
import { formatNumber } from '../../format.ts';

/** What each event is called. */
export const EVENT_LABELS: Record<EventType, string> = {
	'link.clicked': 'Link clicked',
	'link.created': 'Link created',
	'link.updated': 'Link updated',
	'link.deleted': 'Link deleted',
	'link.restored': 'Link restored',
	'link.expired': 'Link expired',
	'link.milestone': 'Milestone reached',
	'conversion.recorded': 'Conversion recorded',
	'log.gap': 'Events lost',
};

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const choice = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const all = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Links that are named one by one before the rest is counted. */
const NAMED = 3;

/** What each kind of hit is called, several of them. */
const KINDS = { human: 'people', bot: 'bots', prefetch: 'prefetches', head: 'HEAD requests' } as const;

/** A country by its English name; its code where it has none. */
export function countryName(code: string): string {
	// A code that is none throws.
	try {
		return regions.of(code.toUpperCase()) ?? code;
	} catch {
		return code;
	}
}

/** The conditions of a filter, a phrase each: "campaign spring", "from Germany or Austria". Empty where everything is sent. */
export function filterWords({ events, filter }: Pick<Webhook, 'events' | 'filter'>): string[] {
	const asksFor = (...types: EventType[]) => types.some((type) => events.includes(type));
	const words: Array<string | false | undefined> = [
		filled(filter.link_ids) && `links ${some(filter.link_ids)}`,
		filled(filter.slugs) && `links ${some(filter.slugs.map((slug) => `/${slug}`))}`,
		filter.campaign !== undefined && filter.campaign !== '' && `campaign ${filter.campaign}`,
		filled(filter.tags) && `tagged ${all.format(filter.tags)}`,
		filled(filter.tags_any) && `tagged ${choice.format(filter.tags_any)}`,
		filled(filter.exclude_tags) && `not tagged ${choice.format(filter.exclude_tags)}`,
		filter.external_id !== undefined && filter.external_id !== '' && `external id ${filter.external_id}`,
		filter.destination !== undefined && filter.destination !== '' && `to ${filter.destination}`,
		filled(filter.countries) && asksFor('link.clicked', 'conversion.recorded') && `from ${choice.format(filter.countries.map(countryName))}`,
		filled(filter.kinds) && asksFor('link.clicked') && `by ${choice.format(filter.kinds.map((kind) => KINDS[kind]))}`,
		filter.unique_only === true && asksFor('link.clicked') && 'first clicks only',
		asksFor('link.milestone') && `every ${formatNumber(filter.milestone_every ?? WEBHOOK_LIMITS.default_milestone)} clicks`,
	];
	return words.filter((word) => typeof word === 'string');
}

/** How events are put together, in a sentence. */
export function batchWords({ batch, rate }: Pick<Webhook, 'batch' | 'rate'>): string {
	const together = batch.max_events === 1 ? 'One event a delivery' : `Up to ${formatNumber(batch.max_events)} events a delivery, ${durationWords(batch.max_wait_ms / 1000)} together at most`;
	return rate === null ? together : `${together}; at most ${formatNumber(rate)} ${rate === 1 ? 'delivery' : 'deliveries'} a second`;
}

/** A time span: "4 s", "3 min", "2 h", "5 days". */
export function durationWords(seconds: number): string {
	if (seconds < 60) return `${String(seconds < 2 ? Math.round(seconds * 10) / 10 : Math.round(seconds))} s`;
	if (seconds < 3600) return `${String(Math.round(seconds / 60))} min`;
	if (seconds < 86_400) return `${String(Math.round(seconds / 3600))} h`;
	const days = Math.round(seconds / 86_400);
	return days === 1 ? '1 day' : `${formatNumber(days)} days`;
}

/** "1 event", "1,200 events". */
export function countOf(count: number, noun: string): string {
	return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function some(texts: string[]): string {
	return texts.length <= NAMED ? choice.format(texts) : `${texts.slice(0, NAMED).join(', ')} or ${formatNumber(texts.length - NAMED)} more`;
}

function filled<T>(list: T[] | undefined): list is T[] {
	return list !== undefined && list.length > 0;
}
