import { BOTS, BROWSERS, PLACES } from './people.ts';

/** A request for a short link, and what it must be counted as. */
export interface Visit {
	shortUrl: string;
	address: string;
	userAgent: string;
	kind: 'human' | 'bot' | 'prefetch' | 'head';
}

/** Links of the plan that are visited at all. */
export const VISITED = 300;

/** How many people there are: every browser in every place. */
export const PEOPLE = PLACES.length * BROWSERS.length;

/** Walks through the links so that neighbours in the plan are not neighbours in the file; shares no factor with 497. */
const STRIDE = 167;

/** A browser somewhere in the world: the same number is the same visitor. */
export function person(number: number): Pick<Visit, 'address' | 'userAgent'> {
	const at = number % PEOPLE;
	return { address: round(PLACES, at).address, userAgent: round(BROWSERS, Math.floor(at / PLACES.length)) };
}

/** The visits of a day, the same every time: ten links are popular, bots and prefetches come in between. */
export function planVisits(shortUrls: string[]): Visit[] {
	return Array.from({ length: VISITED }, (_, index) => visitsOf(round(shortUrls, (index * STRIDE) % shortUrls.length), index)).flat();
}

function visitsOf(shortUrl: string, index: number): Visit[] {
	const clicks = index < 10 ? 24 - 2 * index : 1 + Number(index % 3 === 0);
	const visits: Visit[] = Array.from({ length: clicks }, (_, nth) => ({ shortUrl, ...person(index * 7 + nth), kind: 'human' }));
	// Some come back: a click more, a visitor not.
	if (index % 4 === 0) visits.push({ shortUrl, ...person(index * 7), kind: 'human' });
	if (index % 10 === 0) visits.push({ shortUrl, address: round(PLACES, index / 10).address, userAgent: round(BOTS, index / 10), kind: 'bot' });
	if (index % 12 === 0) visits.push({ shortUrl, ...person(index), kind: 'prefetch' });
	if (index % 100 === 0) visits.push({ shortUrl, ...person(index), kind: 'head' });
	return visits;
}

/** Makes the request, follows no redirect, and resolves to where it leads. */
export async function follow({ shortUrl, address, userAgent, kind }: Visit): Promise<string | null> {
	const response = await fetch(shortUrl, {
		method: kind === 'head' ? 'HEAD' : 'GET',
		redirect: 'manual',
		headers: {
			'user-agent': userAgent,
			'x-forwarded-for': address,
			...(kind === 'prefetch' && { 'sec-purpose': 'prefetch' }),
		},
	});
	return response.headers.get('location');
}

/** Follows many links, a few at a time, as visitors come; the answers are in the order of the visits. */
export async function followAll(visits: Visit[], tell: (done: number) => void): Promise<Array<string | null>> {
	const locations: Array<string | null> = [];
	for (let begin = 0; begin < visits.length; begin += 24) {
		locations.push(...(await Promise.all(visits.slice(begin, begin + 24).map(follow))));
		tell(locations.length);
	}
	return locations;
}

/** The element that a number falls on, counting round. */
function round<T>(list: readonly T[], index: number): T {
	return list[index % list.length] as T;
}
