import { LRUCache } from 'lru-cache';
import type { EnrichedEvent, Enrichment, EnrichmentWriter, EventReader, Hit } from '../storage/storage.ts';
import { classify, type Classification } from './classify.ts';
import { originOf } from './source.ts';
import { parseUserAgent } from './user-agent.ts';

/** What is derived from the user agent. */
type Agent = ReturnType<typeof parseUserAgent> & Classification;

/** User agents whose parse is remembered: a campaign's visitors share a few hundred. */
const REMEMBERED = 5000;

/** Derives what can be known of a hit, without asking anybody. */
export class Enricher {
	readonly #ownHosts: ReadonlySet<string>;
	readonly #agents = new LRUCache<string, Agent>({ max: REMEMBERED });

	constructor(ownHosts: ReadonlySet<string>) {
		this.#ownHosts = ownHosts;
	}

	/**
	 * Everything but whether it is the visitor's first click, which takes a look at all earlier ones. A kind that decided about the
	 * answer stays what it was then, whatever the list of bots says now.
	 */
	derive(position: number, hit: Hit): Enrichment {
		const { source: app, ...agent } = this.#agent(hit);
		const kind = hit.kind ?? agent.kind;
		const bot = kind === 'bot' ? agent.bot : null;
		return { position, ...agent, kind, bot, ...originOf(hit.referrer, hit.query, this.#ownHosts, app), isUnique: false };
	}

	#agent(hit: Hit): Agent {
		const key = `${hit.signal ?? ''} ${hit.userAgent}`;
		const known = this.#agents.get(key);
		if (known) return known;
		const derived = { ...parseUserAgent(hit.userAgent), ...classify(hit) };
		this.#agents.set(key, derived);
		return derived;
	}
}

/**
 * Enriches the next events of the log, at most `limit`. Safe to repeat after a crash at any point: the same events
 * give the same rows.
 *
 * @returns them, and the position that they follow; undefined where there was nothing to do
 */
export async function enrichNext(enricher: Enricher, events: EventReader, writer: EnrichmentWriter, limit: number): Promise<{ after: number; events: EnrichedEvent[] } | undefined> {
	const after = await writer.cursor();
	const logged = await events.logged(after, limit);
	const last = logged.at(-1);
	if (!last) return undefined;
	const enriched = logged.map((event) => ({ ...event, enrichment: event.hit && enricher.derive(event.position, event.hit) }));
	const human = enriched.flatMap(({ position, hit, enrichment }) => (hit && enrichment?.kind === 'human' ? [{ position, linkId: hit.linkId, visitorId: hit.visitorId, enrichment }] : []));
	const first = await writer.firstClicks(human);
	for (const { position, enrichment } of human) enrichment.isUnique = first.has(position);
	await writer.write(enriched.flatMap(({ enrichment }) => enrichment ?? []), last.position);
	return { after, events: enriched };
}
