import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

/** A server with something to look at. */
export interface Stage {
	backend: Backend;
	api: Client;
	stop(): Promise<unknown>;
}

/** Browsers, people and programs that click. */
const VISITORS: Array<Record<string, string>> = [
	{ 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', referer: 'https://www.google.com/' },
	{ 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', referer: 'https://www.instagram.com/' },
	{ 'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15' },
	{ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', referer: 'https://news.example.com/' },
	{ 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
];

/** Addresses of several countries, which the server believes its visitors have. */
const ADDRESSES = ['81.2.69.142', '89.160.20.112', '216.160.83.56', '175.16.199.1', '2.125.160.216'];

/** Products that links lead to. */
const NAMES = ['Garden chairs', 'Spring sale', 'Newsletter', 'Raised beds', 'Tomato seeds', 'Watering cans', 'Herb garden', 'Autumn fair', 'Gift cards', 'Opening hours'];

/**
 * Starts a server and fills it: links in two campaigns, some of them disabled, expired or scheduled, and clicks on the first of them
 * by people and bots.
 */
export async function openStage({ links = 60, clicks = 120, settings = {} }: { links?: number; clicks?: number; settings?: Record<string, string> } = {}): Promise<Stage> {
	const backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1', ...settings });
	const api = client(backend);
	if (links > 0) await api.post('/v1/links/batch', { links: Array.from({ length: links }, (_, index) => sampleLink(index)) });
	for (let index = 0; index < clicks && links > 0; index++) {
		await api.visit(sampleSlug((index * index) % Math.min(links, 12)), { ...VISITORS[index % VISITORS.length], 'x-forwarded-for': ADDRESSES[index % ADDRESSES.length]! });
	}
	return { backend, api, stop: () => backend.stop() };
}

/** Slug of the link at a place: `garden-chairs`, …, `garden-chairs-1`, … */
export function sampleSlug(index: number): string {
	const name = NAMES[index % NAMES.length]!.toLowerCase().replaceAll(' ', '-');
	const round = Math.floor(index / NAMES.length);
	return round === 0 ? name : `${name}-${String(round)}`;
}

/** Those of {@link NAMES} in turn; every ninth is disabled, every eleventh scheduled. */
function sampleLink(index: number) {
	const slug = sampleSlug(index);
	return {
		slug,
		destination: `https://shop.example.com/${slug}?ref=newsletter`,
		title: index % 4 === 3 ? null : `${NAMES[index % NAMES.length]!} ${String(2020 + Math.floor(index / NAMES.length))}`,
		campaign: [`spring`, `summer`, null][index % 3],
		tags: [['mail'], ['mail', 'shop'], ['print'], []][index % 4],
		enabled: index % 9 !== 8,
		starts_at: index % 11 === 10 ? '2099-01-01T00:00:00Z' : null,
	};
}
