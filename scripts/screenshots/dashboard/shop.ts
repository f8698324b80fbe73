import type { ClickList } from '../../../contract/event.ts';
import { shopLinks, manyClicks } from '../../../test/dashboard/support/shop.ts';
import { openStageWithPast, type PastClick } from '../../../test/dashboard/support/past-clicks.ts';
import type { Stage } from '../../../test/dashboard/support/stage.ts';

/** What the shop sells, beside what `shopLinks` leads to. */
const PRODUCTS = ['Watering can', 'Bird house', 'Compost bin', 'Lavender', 'Rose arch', 'Garden gnome', 'Hose reel', 'Bee hotel', 'Fern', 'Apple tree', 'Strawberries', 'Pruning shears', 'Wheelbarrow', 'Rain barrel', 'Fire bowl', 'Hammock'];

/** Where each of them is advertised. */
const PLACES = ['newsletter', 'instagram', 'flyer', 'partner', 'shop-window', 'autumn', 'winter', 'black-friday', 'blog', 'packaging', 'invoice', 'fair'];

/** Clicks in sixty days: two months of a small shop, of which one is compared with the other. */
const [CLICKS, DAYS] = [11_000, 60];

/** Of so many clicks one buys, within a quarter of an hour. */
const [BUYS, AFTER_MS] = [14, 900_000];

/** A server with 200 links of a shop, the clicks of sixty days, and what was bought. */
export async function openShop(settings: Record<string, string>): Promise<Stage> {
	const links = PRODUCTS.flatMap((title, index) => PLACES.map((place, column) => ({ ...linkOf(title, place), enabled: (index * column) % 23 !== 22, expires_at: (index + column) % 19 === 18 ? '2099-12-31T00:00:00Z' : null })));
	const fill = async ({ api }: Pick<Stage, 'api'>) => {
		await api.post('/v1/links/batch', { links });
		await shopLinks(api);
	};
	const stage = await openStageWithPast(fill, [...manyClicks(CLICKS, DAYS), ...fewClicks(links.map(({ slug }) => slug))], settings);
	await buy(stage);
	return stage;
}

function linkOf(title: string, place: string) {
	const product = title.toLowerCase().replaceAll(' ', '-');
	const campaign = ['autumn', 'winter', 'black-friday'].includes(place) ? place : null;
	return { slug: `${product}-${place}`, title: `${title}, ${place.replaceAll('-', ' ')}`, destination: `https://shop.example.com/${product}?from=${place}`, campaign, tags: campaign === null ? [place] : ['shop'] };
}

/** Some clicks for links that matter less: of the moments and people of others. */
function fewClicks(slugs: readonly string[]): PastClick[] {
	return manyClicks(1600, DAYS).map((click, index) => ({ ...click, variant: null, slug: slugs[(index * index) % slugs.length] ?? '' }));
}

/** Some of those who clicked buy. The link is named, not the click: those of the past are not where a click is looked for by its time. */
async function buy({ api }: Stage): Promise<void> {
	for (let cursor: string | null = ''; cursor !== null;) {
		const list: ClickList = (await api.get(`/v1/clicks?limit=1000&kind=human${cursor && `&cursor=${cursor}`}`)).data as ClickList;
		const conversions = list.clicks.filter((_click, index) => index % BUYS === 3).map(({ link_id, occurred_at: at }, index) => ({
			link_id, event: 'sale', value: (990 + ((index * 3700) % 12_000)) / 100, currency: 'EUR', occurred_at: new Date(Math.min(Date.now(), Date.parse(at) + AFTER_MS)).toISOString(),
		}));
		if (conversions.length > 0) await api.post('/v1/conversions', { conversions });
		cursor = list.next_cursor;
	}
}
