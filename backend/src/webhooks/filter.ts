import type { LinkmillEvent } from '../../../contract/event.ts';
import type { WebhookFilter } from '../../../contract/webhook.ts';
import type { StoredWebhook } from '../storage/storage.ts';

/**
 * Whether a subscription is sent an event. Conditions on the link look at the link as it was at the event; those on the
 * visitor (kinds, unique_only) are about clicks alone.
 */
export function matches({ events, filter }: Pick<StoredWebhook, 'events' | 'filter'>, event: LinkmillEvent): boolean {
	if (!events.includes(event.type) || !linkMatches(filter, event)) return false;
	if (event.type !== 'link.clicked') return true;
	if (!(given(filter.kinds) ?? ['human']).includes(event.kind)) return false;
	return filter.unique_only !== true || event.is_unique;
}

function linkMatches(filter: WebhookFilter, event: LinkmillEvent): boolean {
	const [ids, slugs, tags] = [given(filter.link_ids), given(filter.slugs), given(filter.tags)];
	if (ids && !ids.includes(event.link_id)) return false;
	if (slugs && !(event.link_slug !== null && slugs.includes(event.link_slug))) return false;
	if (filter.campaign && filter.campaign !== event.campaign) return false;
	return tags?.every((tag) => event.tags.includes(tag)) ?? true;
}

/** An empty list is no condition: a form with nothing filled in sends one. */
function given<T>(list: T[] | undefined): T[] | undefined {
	return list && list.length > 0 ? list : undefined;
}
