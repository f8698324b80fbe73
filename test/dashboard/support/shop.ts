import { hash } from 'node:crypto';
import type { Client } from '../../support/api.ts';
import type { PastClick } from './past-clicks.ts';

const DAY = 86_400_000;

/** Links of two campaigns and some beside, as a shop would have them. */
const LINKS = [
	{ slug: 'spring-sale', title: 'Spring sale 2027', campaign: 'spring', tags: ['newsletter', 'shop'], share: 30 },
	{ slug: 'garden-chairs', title: 'Garden chairs', campaign: 'spring', tags: ['shop'], share: 18 },
	{ slug: 'raised-beds', title: 'Raised beds', campaign: 'spring', tags: ['shop', 'print'], share: 12 },
	{ slug: 'tomato-seeds', title: 'Tomato seeds', campaign: 'spring', tags: ['newsletter'], share: 9 },
	{ slug: 'summer-fair', title: 'Summer fair', campaign: 'summer', tags: ['print'], share: 11 },
	{ slug: 'opening-hours', title: null, campaign: null, tags: [], share: 8 },
	{ slug: 'gift-cards', title: 'Gift cards', campaign: 'summer', tags: ['shop'], share: 7 },
	{ slug: 'herb-garden', title: 'Herb garden', campaign: null, tags: ['newsletter'], share: 5 },
];

export const PLACES = [
	['DE', 'Bavaria', 'Munich'], ['DE', 'Berlin', 'Berlin'], ['DE', 'Hamburg', 'Hamburg'], ['DE', 'Saxony', 'Leipzig'], ['AT', 'Vienna', 'Vienna'], ['CH', 'Zurich', 'Zürich'],
	['FR', 'Île-de-France', 'Paris'], ['GB', 'England', 'London'], ['US', 'New York', 'New York'], ['US', 'California', 'San Francisco'], ['NL', 'North Holland', 'Amsterdam'],
	['PL', 'Mazovia', 'Warsaw'], ['IT', 'Lombardy', 'Milan'], ['ES', 'Catalonia', 'Barcelona'], ['SE', 'Stockholm', 'Stockholm'], ['JP', 'Tokyo', 'Tokyo'],
] as const;

export const BROWSERS = [
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
	'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
	'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
];
export const BOTS = ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'curl/8.9.1'];
export const REFERRERS = ['', '', 'https://www.google.com/', 'https://www.instagram.com/', 'https://l.facebook.com/', 'https://mail.google.com/', 'https://news.example.com/', 'https://duckduckgo.com/', 'https://garden-blog.example/best-of'];
export const QUERIES = ['', '', 'utm_source=newsletter&utm_medium=email&utm_campaign=spring', 'utm_source=instagram&utm_medium=social&utm_campaign=spring', 'qr=1', 'utm_source=flyer&utm_medium=print'];
export const LANGUAGES = ['de-DE,de;q=0.9', 'de-AT,de', 'en-GB,en;q=0.8', 'en-US,en', 'fr-FR,fr', 'pl', 'it-IT'];

/** Makes the links of {@link manyClicks}; the first has two variants. */
export async function shopLinks(api: Client): Promise<void> {
	const links = LINKS.map(({ share: _share, ...link }, index) => ({
		...link,
		destination: `https://shop.example.com/${link.slug}?ref=newsletter`,
		...(index === 0 && { append_click_id: true, variants: [{ name: 'photo', destination: 'https://shop.example.com/spring-photo', weight: 2 }, { name: 'video', destination: 'https://shop.example.com/spring-video', weight: 1 }] }),
	}));
	const { status, data } = await api.post('/v1/links/batch', { links, mode: 'atomic' });
	if (status !== 200) throw new Error(JSON.stringify(data));
}

/** Clicks on these links in the days before `now`: more on some days of the week, more by day than by night, and ever more. The same every time. */
export function manyClicks(count: number, days: number, now = Date.now()): PastClick[] {
	const draw = numbers('clicks');
	const pick = <T>(from: readonly T[], bend = 1.8): T => from[Math.floor(draw() ** bend * from.length)]!;
	const slugs = LINKS.flatMap(({ slug, share }) => Array.from({ length: share }, () => slug));
	const clicks: PastClick[] = [];
	while (clicks.length < count) {
		const at = Math.floor(now - (1 - draw() ** 0.7) * days * DAY);
		const [hour, weekday] = [new Date(at).getUTCHours(), new Date(at).getUTCDay()];
		// By night a fifth, on Sundays half, on Tuesdays the newsletter.
		if (draw() > (hour < 6 ? 0.2 : 1) * (weekday === 0 ? 0.5 : weekday === 2 ? 1 : 0.7)) continue;
		const slug = slugs[Math.floor(draw() * slugs.length)]!;
		const visitor = Math.floor(draw() ** 1.2 * count * 0.7);
		const [country, region, city] = PLACES[Math.floor(numbers(`place ${String(visitor)}`)() ** 2.2 * PLACES.length)]!;
		const isBot = draw() < 0.06;
		clicks.push({
			slug, at, country, region, city,
			visitorId: hash('sha256', `visitor ${String(visitor)}`).slice(0, 16),
			userAgent: isBot ? pick(BOTS) : BROWSERS[Math.floor(numbers(`browser ${String(visitor)}`)() ** 1.6 * BROWSERS.length)]!,
			signal: !isBot && draw() < 0.03 ? 'prefetch' : null,
			referrer: pick(REFERRERS, 1.2), query: pick(QUERIES, 1.2), language: pick(LANGUAGES),
			variant: slug === 'spring-sale' ? (visitor % 3 === 0 ? 'video' : 'photo') : null,
		});
	}
	return clicks;
}

/** Numbers from 0 to 1 that look random and are the same every time (mulberry32, in the public domain). */
export function numbers(seed: string): () => number {
	let state = Number.parseInt(hash('sha256', seed).slice(0, 8), 16);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
