import { check, done } from './check.ts';
import { EXPECTED, type Product } from './links.ts';
import type { Stage } from './stage.ts';
import { duration, progress } from './terminal.ts';
import { follow, followAll, person, planVisits, VISITED, type Visit } from './visitors.ts';
import { play } from './workflows.ts';

/** Products that have a link. */
const linked = (products: Product[]) => products.filter(({ shortUrl }) => shortUrl !== '');

/** As a Location header has it. */
const location = (url: string) => new URL(url).href;

/** Follows the links as visitors do; resolves to the visits made. */
export async function visitLinks(products: Product[]): Promise<Visit[]> {
	const pages = new Map(linked(products).map(({ shortUrl, url }) => [shortUrl, location(url)]));
	const visits = planVisits([...pages.keys()]);
	const begin = performance.now();
	const locations = await followAll(visits, (so) => progress(`${so} of ${visits.length} requests …`));
	const took = performance.now() - begin;
	const of = (kind: Visit['kind']) => visits.filter((visit) => visit.kind === kind).length;
	done(`${of('human')} clicks by people, ${of('bot')} by bots, ${of('prefetch')} prefetches, ${of('head')} HEAD`, duration(took));
	check('links visited', new Set(visits.map(({ shortUrl }) => shortUrl)).size, VISITED);
	check('requests that were sent on to the page of the CSV', locations.filter((to, index) => to === pages.get(visits[index]?.shortUrl ?? '')).length, visits.length);
	return visits;
}

/** Links that are tried after the switch, of each kind. */
const TRIED = 20;

/** Switches the links of the test to page B, and tries some of them and some others; resolves to the visits made. */
export async function switchToB({ engine }: Stage, products: Product[]): Promise<Visit[]> {
	const { json, took } = await play(engine, 'switch-to-variant-b');
	const visitor = person(1000);
	const first = linked(products).filter(({ tested }) => tested).slice(0, TRIED);
	const others = linked(products).filter(({ tested }) => !tested).slice(0, TRIED);
	const visits = [...first, ...others].map(({ shortUrl }): Visit => ({ shortUrl, ...visitor, kind: 'human' }));
	const begin = performance.now();
	const locations: Array<string | null> = [];
	for (const visit of visits) locations.push(await follow(visit));
	const each = (performance.now() - begin) / visits.length;
	done('switched in one transaction', duration(took));
	check('links switched', json.length, EXPECTED.tested);
	check('of those, clicked at once: landed on page B', locations.slice(0, TRIED).filter((to) => to?.includes('page=b')).length, TRIED);
	const unchanged = others.filter(({ url }, index) => locations[TRIED + index] === location(url));
	check(`of the others: landed where they did (${duration(each)} a click)`, unchanged.length, TRIED);
	return visits;
}
