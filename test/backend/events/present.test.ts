import { eventId } from '../../../backend/src/events/event-id.ts';
import { presentEvents } from '../../../backend/src/events/present.ts';
import type { EnrichedEvent, StoredLink } from '../../../backend/src/storage/storage.ts';
import { aHit, aLink, anEnrichment, MORNING } from '../storage/conformance/samples.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { Mill } from '../webhooks/mill.ts';

const EPOCHS = [{ epoch: 1, from: 1 }, { epoch: 2, from: 10 }];
const BASE = 'https://go.example';

const clicked = (position: number, differs: Partial<EnrichedEvent> = {}): EnrichedEvent => ({
	position, type: 'link.clicked', occurredAt: MORNING, linkId: 7, linkVersion: 1, data: null, hit: aHit(7), enrichment: anEnrichment(position), ...differs,
});
const present = (events: EnrichedEvent[], links: StoredLink[] = [aLink(7)]) =>
	presentEvents(events, { links: { asOf: async () => links }, epochs: EPOCHS, baseUrl: BASE });

it('shows a click flat, with all that is known of it', async () => {
	const link = aLink(7, { slug: 'spring-sale', destination: 'https://shop.example/', campaign: 'spring', tags: ['sale'], metadata: '{"user_id":"u-1","n":2}', externalId: 'SKU-1' });
	expect(await present([clicked(11)], [link])).toEqual([
		{
			id: eventId(11, EPOCHS),
			type: 'link.clicked',
			occurred_at: new Date(MORNING).toISOString(),
			click_id: `clk_${MORNING.toString(16).padStart(12, '0')}0123456789ab`,
			link_id: 'lnk_00000000007',
			link_version: 1,
			link_slug: 'spring-sale',
			short_url: 'https://go.example/spring-sale',
			destination: 'https://shop.example/',
			campaign: 'spring',
			tags: ['sale'],
			metadata: { user_id: 'u-1', n: 2 },
			user_id: 'u-1',
			external_id: 'SKU-1',
			country: 'DE',
			region: 'Bavaria',
			city: 'Munich',
			device: 'desktop',
			browser: 'Firefox',
			os: 'Linux',
			referrer: 'https://news.example/',
			referrer_host: 'news.example',
			source: 'referral',
			utm: { source: 'mail' },
			variant: null,
			kind: 'human',
			bot: null,
			is_unique: true,
			visitor_id: 'aa11',
		},
	]);
});

it('shows other events with their link alone', async () => {
	const [event] = await present([clicked(3, { type: 'link.created', hit: null, enrichment: null })]);
	expect(event).toMatchObject({ id: eventId(3, EPOCHS), type: 'link.created', link_slug: 'slug-7' });
	expect(event).not.toHaveProperty('click_id');
});

it('keeps the id of a link whose version is gone, and nulls the rest', async () => {
	const [event] = await present([clicked(1, { linkVersion: 3 })]);
	expect(event).toMatchObject({ link_id: 'lnk_00000000007', link_version: 3, link_slug: null, short_url: null, destination: null, tags: [], metadata: null });
});

it.each([
	['utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e', { source: 'a', medium: 'b', campaign: 'c', term: 'd', content: 'e' }],
	['x=1&UTM_SOURCE=a', {}],
	['utm_source=first&utm_source=second&utm_medium=', { source: 'first' }],
	[`utm_campaign=${'x'.repeat(300)}`, { campaign: 'x'.repeat(200) }],
	['utm_source=Fr%C3%BChling+2027&utm_id=9', { source: 'Frühling 2027' }],
	['utm_source=%E0%A4%A', { source: '�%A' }],
])('takes the campaign out of the query %p', async (query, utm) => {
	expect(await present([clicked(1, { hit: aHit(7, { query }) })])).toEqual([expect.objectContaining({ utm })]);
});

it('crops the referrer, and has none rather than an empty one', async () => {
	const referrers = [`https://a.example/${'x'.repeat(2000)}`, ''].map((referrer, index) => clicked(index + 1, { hit: aHit(7, { referrer }) }));
	const events = await present(referrers);
	expect(events.map((event) => 'referrer' in event && event.referrer)).toEqual([`https://a.example/${'x'.repeat(482)}`, null]);
});

it.each([[{ user_id: 7 }, 7], [{ user_id: { id: 7 } }, null], [{}, null]])('user_id of %p is %p', async (metadata, expected) => {
	const [event] = await present([clicked(1)], [aLink(7, { metadata: JSON.stringify(metadata) })]);
	expect(event?.user_id).toBe(expected);
});

describe('with a real storage', () => {
	const folder = temporaryFolder('present');

	it('shows each link as it was at the click, also after it was changed and deleted', async () => {
		const mill = new Mill(folder.path);
		const first = await mill.link(7, { destination: 'https://example.com/one', tags: ['old'] });
		await mill.click(7);
		const second = { ...first, version: 2, destination: 'https://example.com/two', tags: ['new'] };
		const by = { keyId: 1, at: MORNING, changeId: null };
		await mill.links.transaction((transaction) => transaction.replace([{ before: first, after: second }], by));
		await mill.click(7, 1, { linkVersion: 2 });
		await mill.links.transaction((transaction) => transaction.replace([{ before: second, after: { ...second, version: 3, deletedAt: MORNING } }], by));
		const links = await mill.links.transaction(async (transaction) => presentEvents(await mill.events.enriched(0, 10), { links: transaction, epochs: EPOCHS, baseUrl: BASE }));
		expect(links.map(({ destination, tags, short_url }) => [destination, tags, short_url])).toEqual([
			['https://example.com/one', ['old'], 'https://go.example/slug-7'],
			['https://example.com/two', ['new'], 'https://go.example/slug-7'],
		]);
	});
});
