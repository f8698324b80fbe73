import { setTimeout as sleep } from 'node:timers/promises';
import { catalogueLink, catalogueLinks } from '../../../scripts/samples/catalogue.ts';
import { openStageWithPast, type PastClick } from './past-clicks.ts';
import { BOTS, BROWSERS, LANGUAGES, numbers, PLACES, QUERIES, REFERRERS } from './shop.ts';
import type { Stage } from './stage.ts';

/** Links and clicks of a server that has much of both. */
export const [LINKS, CLICKS] = [100_000, 1_000_000];

/** Of so many links, people clicked on one. */
export const CLICKED_OF = 50;

/** Days before today in which they did. */
const DAYS = 14;

const DAY = 86_400_000;

/** Links that one call makes. */
const BATCH = 10_000;

/** Milliseconds until all of it is counted and can be searched, on a machine that is shared. */
export const FILLED_WITHIN = 300_000;

/** A server with the first {@link LINKS} of a catalogue, which the API has made, and {@link CLICKS} clicks on them in its log, which its own reader has counted. */
export async function openStageAtSize(settings: Record<string, string> = {}): Promise<Stage> {
	const stage = await openStageWithPast(async ({ api }) => {
		for (let first = 0; first < LINKS; first += BATCH) {
			const { status, data } = await api.post('/v1/links/batch', { links: catalogueLinks(first, BATCH), mode: 'atomic' });
			if (status !== 200) throw new Error(JSON.stringify(data));
		}
	}, clicks(), { LINKMILL_RATE_LIMIT: '0', ...settings });
	for (;;) {
		const { data } = await stage.api.get('/v1/server');
		if (data.reader_lag_events === 0 && data.index_lag_changes === 0) return stage;
		await sleep(100);
	}
}

/** In the order of their times: the first links of the catalogue are clicked on most. The same every day. */
function* clicks(): Iterable<PastClick> {
	const draw = numbers('clicks at size');
	const pick = <T>(from: readonly T[], bend = 1.5): T => from[Math.floor(draw() ** bend * from.length)]!;
	const slugs = Array.from({ length: LINKS / CLICKED_OF }, (_, index) => catalogueLink(index * CLICKED_OF).slug);
	const today = Math.floor(Date.now() / DAY) * DAY;
	for (let index = 0; index < CLICKS; index++) {
		const [country, region, city] = pick(PLACES);
		const visitor = Math.floor(draw() * CLICKS * 0.6);
		yield {
			slug: pick(slugs, 4),
			at: today - DAYS * DAY + Math.floor((index / CLICKS) * DAYS * DAY),
			visitorId: visitor.toString(16).padStart(16, '0'),
			country, region, city,
			userAgent: draw() < 0.06 ? pick(BOTS) : BROWSERS[visitor % BROWSERS.length]!,
			referrer: pick(REFERRERS), query: pick(QUERIES), language: pick(LANGUAGES),
		};
	}
}
