import { shopLinks, manyClicks } from '../../../test/dashboard/support/shop.ts';
import { openStageWithPast, type PastClick } from '../../../test/dashboard/support/past-clicks.ts';
import type { Stage } from '../../../test/dashboard/support/stage.ts';

/** What the shop sells, beside what `shopLinks` leads to. */
const PRODUCTS = ['Watering can', 'Bird house', 'Compost bin', 'Lavender', 'Rose arch', 'Garden gnome', 'Hose reel', 'Bee hotel', 'Fern', 'Apple tree', 'Strawberries', 'Pruning shears', 'Wheelbarrow', 'Rain barrel', 'Fire bowl', 'Hammock'];

/** Where each of them is advertised. */
const PLACES = ['newsletter', 'instagram', 'flyer', 'partner', 'shop-window', 'autumn', 'winter', 'black-friday', 'blog', 'packaging', 'invoice', 'fair'];

/** Clicks in thirty days: a month of a small shop. */
const CLICKS = 7000;

/** A server with 200 links of a shop, and the clicks of thirty days. */
export function openShop(settings: Record<string, string>): Promise<Stage> {
	const links = PRODUCTS.flatMap((title, index) => PLACES.map((place, column) => ({ ...linkOf(title, place), enabled: (index * column) % 23 !== 22, expires_at: (index + column) % 19 === 18 ? '2099-12-31T00:00:00Z' : null })));
	const fill = async ({ api }: Pick<Stage, 'api'>) => {
		await api.post('/v1/links/batch', { links });
		await shopLinks(api);
	};
	return openStageWithPast(fill, [...manyClicks(CLICKS, 30), ...fewClicks(links.map(({ slug }) => slug))], settings);
}

function linkOf(title: string, place: string) {
	const product = title.toLowerCase().replaceAll(' ', '-');
	const campaign = ['autumn', 'winter', 'black-friday'].includes(place) ? place : null;
	return { slug: `${product}-${place}`, title: `${title}, ${place.replaceAll('-', ' ')}`, destination: `https://shop.example.com/${product}?from=${place}`, campaign, tags: campaign === null ? [place] : ['shop'] };
}

/** Some clicks for links that matter less: of the moments and people of others. */
function fewClicks(slugs: readonly string[]): PastClick[] {
	return manyClicks(1200, 30).map((click, index) => ({ ...click, variant: null, slug: slugs[(index * index) % slugs.length] ?? '' }));
}
