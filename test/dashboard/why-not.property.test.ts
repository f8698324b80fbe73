/** Why a workflow was not sent a click: the page must never say otherwise than the backend does. */
import fc from 'fast-check';
import { CLICK_KINDS, EVENT_TYPES, type ClickEvent } from '../../contract/event.ts';
import type { WebhookFilter } from '../../contract/webhook.ts';
import { matches } from '../../backend/src/webhooks/filter.ts';
import { whyNot } from '../../dashboard/src/pages/workflows/why-not.ts';

const few = (...texts: string[]) => fc.constantFrom(...texts);
const list = (...texts: string[]) => fc.subarray(texts);

const click: fc.Arbitrary<ClickEvent> = fc.record({
	id: fc.constant('evt_1'), type: fc.constant('link.clicked' as const), occurred_at: fc.constant('2027-01-01T00:00:00Z'),
	link_id: few('lnk_1', 'lnk_2'), link_version: fc.constant(1), link_slug: fc.option(few('a', 'b')), short_url: fc.constant(null),
	destination: few('https://a.example/', 'https://a.example/b', 'https://b.example/'), campaign: fc.option(few('spring', 'summer')), tags: list('mail', 'print'),
	metadata: fc.constant(null), user_id: fc.constant(null), external_id: fc.option(few('1', '2')), click_id: fc.constant('clk_1'),
	country: fc.option(few('DE', 'AT')), region: fc.constant(null), city: fc.constant(null), device: fc.constant(null), browser: fc.constant(null), os: fc.constant(null),
	referrer: fc.constant(null), referrer_host: fc.constant(null), source: fc.constant('direct' as const), utm: fc.constant({}), variant: fc.constant(null),
	kind: fc.constantFrom(...CLICK_KINDS), bot: fc.constant(null), is_unique: fc.boolean(), visitor_id: fc.constant('0'),
});

const filter: fc.Arbitrary<WebhookFilter> = fc.record(
	{
		link_ids: list('lnk_1', 'lnk_2'), slugs: list('a', 'b'), campaign: few('', 'spring', 'summer'), tags: list('mail', 'print'), tags_any: list('mail', 'print'), exclude_tags: list('mail', 'print'),
		external_id: few('', '1'), destination: few('', 'https://a.example/', 'https://a.example/*', 'https://*'), countries: list('DE', 'at'), kinds: fc.subarray([...CLICK_KINDS]), unique_only: fc.boolean(),
	},
	{ requiredKeys: [] },
);

it('says a reason for exactly those clicks that the backend does not send', () => {
	fc.assert(fc.property(fc.subarray([...EVENT_TYPES], { minLength: 1 }), filter, click, (events, conditions, event) => {
		expect(whyNot({ events, filter: conditions }, event) === undefined).toBe(matches({ events, filter: conditions }, event));
	}), { numRuns: 3000 });
});
