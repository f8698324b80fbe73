import type { ClickEvent, EventLink, GapEvent, LinkmillEvent } from '../../../contract/event.ts';
import { classify } from '../clicks/classify.ts';
import { publicId } from '../ids.ts';
import type { EnrichedEvent, Enrichment, Epoch, Hit, LinkReader, StoredLink } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import { clickId } from './click-id.ts';
import { conversionOf, presentConversion } from './conversion.ts';
import { eventId } from './event-id.ts';
import { milestoneOf } from './milestone.ts';
import { utmOf } from './utm.ts';

/** Characters kept of a referrer. */
const REFERRER_LIMIT = 500;

/** What is needed to show events. */
export interface PresentContext {
	links: Pick<LinkReader, 'asOf'>;
	epochs: readonly Epoch[];
	/** Without a slash at the end. */
	baseUrl: string;
}

/** What is told of events that are in the log. */
type LoggedEvents = Array<Exclude<LinkmillEvent, GapEvent>>;

/** Events as webhooks and `/v1/clicks` show them, in the order given: each link as it was at the event. */
export async function presentEvents(events: readonly EnrichedEvent[], context: PresentContext): Promise<LoggedEvents> {
	const linkOf = await presentLinksAsOf(events, context);
	return events.map((event) => {
		const id = eventId(event.position, context.epochs);
		const occurred_at = formatTime(event.occurredAt);
		const link = linkOf(event);
		if (event.type === 'link.clicked') return { id, type: event.type, occurred_at, ...link, ...presentHit(hitOf(event), event.enrichment) };
		if (event.type === 'conversion.recorded') return { id, type: event.type, occurred_at, ...link, ...presentConversion(conversionOf(event)) };
		if (event.type === 'link.milestone') return { id, type: event.type, occurred_at, ...link, ...milestoneOf(event) };
		return { id, type: event.type, occurred_at, ...link };
	});
}

/** A link at a version, as whatever tells of it names it. */
interface ToldLink {
	linkId: number;
	linkVersion: number;
}

/** Finds links as they were, for all of these at once. */
export async function presentLinksAsOf(told: readonly ToldLink[], { links, baseUrl }: Pick<PresentContext, 'links' | 'baseUrl'>): Promise<(one: ToldLink) => EventLink> {
	const versions = new Map(told.map(({ linkId, linkVersion: version }) => [versionKey(linkId, version), { linkId, version }]));
	const found = new Map((await links.asOf([...versions.values()])).map((link) => [versionKey(link.id, link.version), presentLinkOf(link, baseUrl)]));
	return (one) => found.get(versionKey(one.linkId, one.linkVersion)) ?? unknownLink(one);
}

const versionKey = (linkId: number, version: number) => `${linkId}@${version}`;

function presentLinkOf(link: StoredLink, baseUrl: string): EventLink {
	const metadata = link.metadata === null ? null : (JSON.parse(link.metadata) as Record<string, unknown>);
	const userId = metadata?.['user_id'];
	return {
		link_id: publicId('link', link.id),
		link_version: link.version,
		link_slug: link.slug,
		short_url: `${baseUrl}/${link.slug}`,
		destination: link.destination,
		campaign: link.campaign,
		tags: link.tags,
		metadata,
		user_id: typeof userId === 'string' || typeof userId === 'number' ? userId : null,
		external_id: link.externalId,
	};
}

/** A version that is not kept any more: the event still says which link it was. */
function unknownLink(event: ToldLink): EventLink {
	return {
		link_id: publicId('link', event.linkId),
		link_version: event.linkVersion,
		link_slug: null,
		short_url: null,
		destination: null,
		campaign: null,
		tags: [],
		metadata: null,
		user_id: null,
		external_id: null,
	};
}

function hitOf(event: EnrichedEvent): Hit {
	if (!event.hit) throw new Error(`The click at position ${String(event.position)} of the log has no hit`);
	return event.hit;
}

/** What a click tells beside its link. */
export type ClickPart = Omit<ClickEvent, keyof EventLink | 'id' | 'type' | 'occurred_at'>;

/** A hit as events show it; what is derived from it is missing where it is not known yet. */
export function presentHit(hit: Hit, enrichment: Enrichment | null): ClickPart {
	return {
		click_id: clickId(hit),
		country: hit.country,
		region: hit.region,
		city: hit.city,
		device: enrichment?.device ?? null,
		browser: enrichment?.browser ?? null,
		os: enrichment?.os ?? null,
		referrer: hit.referrer.slice(0, REFERRER_LIMIT).toWellFormed() || null,
		referrer_host: enrichment?.referrerHost ?? null,
		source: enrichment?.source ?? 'direct',
		utm: utmOf(hit.query),
		variant: hit.variant,
		kind: enrichment?.kind ?? classify(hit).kind,
		bot: enrichment?.bot ?? null,
		is_unique: enrichment?.isUnique ?? false,
		visitor_id: hit.visitorId,
	};
}
