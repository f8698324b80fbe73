import type { ClickEvent, EventLink, EventType, LinkmillEvent } from '../../../contract/event.ts';
import { formatTime } from '../times.ts';

/** Before every real one. */
const ID = 'evt_0000000000000_000000000000000';

const LINK: EventLink = {
	link_id: 'lnk_00000000000', link_version: 1, link_slug: 'test', short_url: 'https://go.example/test', destination: 'https://example.com/', campaign: 'test', tags: ['test'],
	metadata: {}, user_id: null, external_id: null,
};

const CLICK: Omit<ClickEvent, keyof EventLink | 'id' | 'type' | 'occurred_at' | 'bot' | 'is_unique'> = {
	click_id: 'clk_000000000000000000000000', country: 'DE', region: null, city: null, device: 'desktop', browser: 'Firefox', os: 'Linux', referrer: null, referrer_host: null,
	source: 'direct', utm: {}, variant: null, kind: 'human', visitor_id: '0000000000000000',
};

/** An event that was made up: what one of this kind looks like. */
export function sampleEvent(type: EventType, now: number): LinkmillEvent {
	const about = { id: ID, occurred_at: formatTime(now) };
	switch (type) {
		case 'link.clicked':
			return { ...about, type, ...LINK, ...CLICK, bot: null, is_unique: true };
		case 'conversion.recorded':
			return { ...about, type, ...LINK, conversion_id: 'cnv_00000000000', event: 'sale', value: 49.9, currency: 'EUR', conversion_external_id: null, conversion_metadata: null, ...CLICK };
		case 'link.milestone':
			return { ...about, type, ...LINK, clicks: 1000 };
		case 'log.gap':
			return { ...about, type, from: ID, to: ID, count: 1 };
		default:
			return { ...about, type, ...LINK };
	}
}
