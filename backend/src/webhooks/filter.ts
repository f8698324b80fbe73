import type { GapEvent, LinkmillEvent } from '../../../contract/event.ts';
import { WEBHOOK_LIMITS, WEBHOOK_LINK_CONDITIONS, type WebhookFilter } from '../../../contract/webhook.ts';
import { holds, readCriteria } from '../links/filter.ts';
import type { LinkCriteria, StoredWebhook } from '../storage/storage.ts';

/**
 * Whether a subscription is sent an event. Conditions on the link look at the link as it was at the event; those on the
 * visitor (countries, kinds, unique_only) at what tells of one. That something is lost is told to everyone.
 */
export function matches({ events, filter }: Pick<StoredWebhook, 'events' | 'filter'>, event: LinkmillEvent): boolean {
	if (event.type === 'log.gap') return true;
	if (!events.includes(event.type) || !linkMatches(filter, event)) return false;
	const countries = given(filter.countries);
	if (countries && 'country' in event && !countries.some((country) => country.toUpperCase() === event.country)) return false;
	if (event.type === 'link.milestone') return event.clicks % (filter.milestone_every ?? WEBHOOK_LIMITS.default_milestone) === 0;
	if (event.type !== 'link.clicked') return true;
	if (!(given(filter.kinds) ?? ['human']).includes(event.kind)) return false;
	return filter.unique_only !== true || event.is_unique;
}

function linkMatches(filter: WebhookFilter, event: Exclude<LinkmillEvent, GapEvent>): boolean {
	const [ids, slugs] = [given(filter.link_ids), given(filter.slugs)];
	if (ids && !ids.includes(event.link_id)) return false;
	if (slugs && !(event.link_slug !== null && slugs.includes(event.link_slug))) return false;
	const { link_slug: slug, destination, campaign, tags, external_id } = event;
	return holds(criteriaOf(filter), { slug, destination, campaign, tags, external_id });
}

const KNOWN = new WeakMap<WebhookFilter, LinkCriteria>();

/** What a filter's conditions on the link mean: read once, for they are asked about every event. */
function criteriaOf(filter: WebhookFilter): LinkCriteria {
	const known = KNOWN.get(filter);
	if (known) return known;
	const criteria = readLinkConditions(filter);
	KNOWN.set(filter, criteria);
	return criteria;
}

/**
 * What a filter's conditions on the link mean. An empty text is no condition: a form with nothing filled in sends one.
 *
 * @throws ProblemError `invalid_request`
 */
export function readLinkConditions(filter: WebhookFilter): LinkCriteria {
	const set = WEBHOOK_LINK_CONDITIONS.flatMap((name) => (filter[name] ? [[name, filter[name]] as const] : []));
	return readCriteria(Object.fromEntries(set), Date.now());
}

/** An empty list is no condition either. */
function given<T>(list: T[] | undefined): T[] | undefined {
	return list && list.length > 0 ? list : undefined;
}
