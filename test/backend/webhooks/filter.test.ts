import type { ClickEvent, LinkEvent } from '../../../contract/event.ts';
import type { WebhookFilter } from '../../../contract/webhook.ts';
import { matches } from '../../../backend/src/webhooks/filter.ts';

const LINK = {
	link_id: 'lnk_00000000007', link_version: 2, link_slug: 'spring-sale', short_url: null, destination: 'https://shop.example/1', campaign: 'spring', tags: ['sale', 'mail'],
	metadata: null, user_id: null, external_id: 'SKU-1',
};
const CLICK = { ...LINK, type: 'link.clicked', kind: 'human', country: 'DE', is_unique: false } as ClickEvent;
const CREATED = { ...LINK, type: 'link.created' } as LinkEvent;

const clicks = (filter: WebhookFilter, event: Partial<ClickEvent> = {}) => matches({ events: ['link.clicked'], filter }, { ...CLICK, ...event });

it.each<[string, WebhookFilter, boolean]>([
	['nothing', {}, true],
	['its link', { link_ids: ['lnk_00000000001', 'lnk_00000000007'] }, true],
	['another link', { link_ids: ['lnk_00000000001'] }, false],
	['its slug', { slugs: ['spring-sale'] }, true],
	['a slug in other case', { slugs: ['Spring-Sale'] }, false],
	['its campaign', { campaign: 'spring' }, true],
	['another campaign', { campaign: 'autumn' }, false],
	['both its tags', { tags: ['mail', 'sale'] }, true],
	['one tag too many', { tags: ['sale', 'vip'] }, false],
	['one of its tags', { tags_any: ['vip', 'mail'] }, true],
	['none of its tags', { tags_any: ['vip'] }, false],
	['a tag that it must not have', { exclude_tags: ['vip', 'sale'] }, false],
	['tags that it does not have', { exclude_tags: ['vip'] }, true],
	['its external id', { external_id: 'SKU-1' }, true],
	['another external id', { external_id: 'SKU-2' }, false],
	['what its destination begins with', { destination: 'https://shop.example/*' }, true],
	['another destination', { destination: 'https://shop.example/' }, false],
	['its country, in whatever case', { countries: ['at', 'de'] }, true],
	['another country', { countries: ['AT'] }, false],
	['its campaign and another tag', { campaign: 'spring', tags: ['vip'] }, false],
	['first clicks', { unique_only: true }, false],
	['bots', { kinds: ['bot'] }, false],
	['bots and people', { kinds: ['bot', 'human'] }, true],
	['empty lists and texts', { link_ids: [], slugs: [], tags: [], tags_any: [], exclude_tags: [], countries: [], kinds: [], campaign: '', external_id: '', destination: '' }, true],
])('a filter for %s', (_what, filter, expected) => expect(clicks(filter)).toBe(expected));

it.each(['bot', 'prefetch', 'head'] as const)('leaves out %s unless asked for', (kind) => {
	expect(clicks({}, { kind })).toBe(false);
	expect(clicks({ kinds: [kind] }, { kind })).toBe(true);
});

it('lets first clicks pass where only those are wanted', () => expect(clicks({ unique_only: true }, { is_unique: true })).toBe(true));

it('never matches a link that nothing is known of by its slug', () => expect(clicks({ slugs: ['spring-sale'] }, { link_slug: null })).toBe(false));

it('asks links what concerns links, and clicks what concerns clicks', () => {
	const events = ['link.created' as const];
	expect(matches({ events, filter: { kinds: ['bot'], unique_only: true, campaign: 'spring' } }, CREATED)).toBe(true);
	expect(matches({ events, filter: { campaign: 'autumn' } }, CREATED)).toBe(false);
	expect(matches({ events, filter: {} }, CLICK)).toBe(false);
});
