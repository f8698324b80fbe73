import type { ClickEvent } from '../../../../contract/event.ts';
import type { Webhook, WebhookFilter } from '../../../../contract/webhook.ts';
import { countryName } from './words.ts';

/** What somebody is told a hit was. */
const KINDS = { human: 'a person\'s click', bot: 'a bot\'s', prefetch: 'a prefetch', head: 'a HEAD request' } as const;

/** One condition: why a click does not meet it, beginning in lower case; undefined where it does. */
type Condition = (filter: WebhookFilter, click: ClickEvent) => string | false | undefined;

/**
 * The conditions of the backend's `webhooks/filter.ts`, each with what is to be said. An empty text or list is no condition.
 */
const CONDITIONS: Condition[] = [
	({ kinds }, { kind }) => !(given(kinds) ? kinds : ['human']).includes(kind) && `it was ${KINDS[kind]}`,
	({ link_ids: ids }, { link_id: id }) => given(ids) && !ids.includes(id) && 'it is another link',
	({ slugs }, { link_slug: slug }) => given(slugs) && !(slug !== null && slugs.includes(slug)) && 'it is another link',
	({ campaign }, click) => given(campaign) && click.campaign !== campaign && `its campaign is ${click.campaign ?? 'none'}, not ${campaign}`,
	({ tags }, click) => given(tags) && missing(tags.filter((tag) => !click.tags.includes(tag))),
	({ tags_any: tags }, click) => given(tags) && !tags.some((tag) => click.tags.includes(tag)) && 'it has none of the tags',
	({ exclude_tags: tags }, click) => given(tags) && unwanted(tags.filter((tag) => click.tags.includes(tag))),
	({ external_id: id }, click) => given(id) && click.external_id !== id && 'it has another external id',
	({ destination: wanted }, click) => given(wanted) && !leadsTo(wanted, click.destination) && 'it leads elsewhere',
	({ countries }, { country }) => given(countries) && !countries.some((code) => code.toUpperCase() === country) && (country === null ? 'its country is not known' : `it came from ${countryName(country)}`),
	({ unique_only: unique }, click) => unique === true && !click.is_unique && 'the visitor had clicked before',
];

/** Why a subscription is not sent a click; undefined where it is. */
export function whyNot({ events, filter }: Pick<Webhook, 'events' | 'filter'>, click: ClickEvent): string | undefined {
	if (!events.includes('link.clicked')) return 'it does not ask for clicks';
	for (const condition of CONDITIONS) {
		const reason = condition(filter, click);
		if (typeof reason === 'string') return reason;
	}
	return undefined;
}

function given<T extends string | unknown[]>(wanted: T | undefined): wanted is T {
	return wanted !== undefined && wanted.length > 0;
}

function missing(tags: string[]): string | undefined {
	return tags.length > 0 ? `it is not tagged ${tags.join(', ')}` : undefined;
}

function unwanted(tags: string[]): string | undefined {
	return tags.length > 0 ? `it is tagged ${tags.join(', ')}` : undefined;
}

function leadsTo(wanted: string, destination: string | null): boolean {
	return wanted.endsWith('*') ? (destination?.startsWith(wanted.slice(0, -1)) ?? false) : destination === wanted;
}
