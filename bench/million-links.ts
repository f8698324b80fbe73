import { median, table } from './numbers.ts';
import { call, caughtUp, startLinkmill, timedCall, type Server } from './process.ts';

const LINKS = 1_000_000;
const BATCH = 10_000;

/** What is asked for, each as a person or a program would: the first page. */
const QUESTIONS: Record<string, string> = {
	'newest 50': 'limit=50',
	'newest 1,000': 'limit=1000',
	'oldest 50': 'limit=50&sort=created_at',
	'by slug': 'limit=50&sort=slug',
	'by clicks': 'limit=50&sort=-total_clicks',
	'recently changed': 'limit=50&sort=-updated_at',
	'one campaign of 1,000 links': 'limit=50&campaign=campaign-77',
	'one tag of 20,000 links': 'limit=50&tags=category-7',
	'active': 'limit=50&status=active',
	'expired (none)': 'limit=50&status=expired',
	'destination begins with': `limit=50&destination=${encodeURIComponent('https://shop.example.com/products/77*')}`,
	'search: one word in ten links': 'limit=50&search=88888',
	'search: a word in all links': 'limit=50&search=example',
	'search: two words': 'limit=50&search=number%2012345',
	'search: two letters': 'limit=50&search=s9',
	'search: nothing found': 'limit=50&search=qqqqzzzz',
};

/** Lists and searches with a million links: the first page, from the request to the whole answer. */
export async function millionLinks({ rounds = 15 }: { rounds?: number }): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' });
	try {
		const started = performance.now();
		for (let first = 0; first < LINKS; first += BATCH) await call(linkmill, 'POST', '/v1/links/batch', { links: links(first) });
		const created = performance.now();
		await caughtUp(linkmill);
		await searchable(linkmill);
		const rows: Array<[string, number, number]> = [];
		for (const [name, query] of Object.entries(QUESTIONS)) {
			const times: number[] = [];
			for (let round = 0; round < rounds; round++) {
				times.push((await timedCall(linkmill, 'GET', `/v1/links?${query}`)).milliseconds);
			}
			rows.push([name, median(times), Math.max(...times)]);
		}
		return [
			`A million links, made in ${((created - started) / 1000).toFixed(0)} s; all of them can be searched ${((performance.now() - created) / 1000).toFixed(0)} s later`,
			table(['first page (target below 20 ms)', 'median ms', 'worst of all'], rows),
		].join('\n');
	} finally {
		await linkmill.stop();
	}
}

function links(first: number) {
	return Array.from({ length: BATCH }, (_, offset) => {
		const index = first + offset;
		return {
			slug: `s${String((index * 7919) % LINKS)}`,
			destination: `https://shop.example.com/products/${String(index)}?ref=newsletter`,
			title: `Product number ${String(index)}`,
			tags: ['newsletter', `category-${String(index % 50)}`],
			campaign: `campaign-${String(Math.floor(index / 1000))}`,
		};
	});
}

/** Waits until the last link is found. */
async function searchable(server: Server): Promise<void> {
	for (const deadline = Date.now() + 300_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 200))) {
		const found = await call<{ links: unknown[] }>(server, 'GET', `/v1/links?limit=1&search=${String(LINKS - 1)}`);
		if (found.links.length > 0) return;
	}
	throw new Error('The last link was not found within five minutes.');
}
