import { LRUCache } from 'lru-cache';
import type { EventType } from '../../../contract/event.ts';
import { conversionOf } from '../events/conversion.ts';
import type { ConversionFold, EnrichedEvent, EventReader, Fold, FoldTarget, LinkReader, LinkVersion } from '../storage/storage.ts';
import { valuesOfClick, valuesOfConversion, type LinkLabels } from './dimensions.ts';

/** Links, each at one of its versions, whose campaign and tags are remembered. */
const REMEMBERED = 20_000;

/** Events that are told apart by what their link was. */
const LABELLED: readonly EventType[] = ['link.clicked', 'conversion.recorded'];

/** What is needed to count. */
export interface CountSources {
	events: Pick<EventReader, 'enriched'>;
	writer: FoldTarget;
	links: Pick<LinkReader, 'importedClicks' | 'asOf'>;
}

/** Counts enriched events into the rollups. */
export class Counter {
	readonly #sources: CountSources;
	readonly #labels = new LRUCache<string, { labels: LinkLabels | undefined }>({ max: REMEMBERED });

	constructor(sources: CountSources) {
		this.#sources = sources;
	}

	/**
	 * Counts the next events, at most `limit`: each once, because the cursor moves in the transaction that counts. With the creation of
	 * an imported link, the clicks that it brought along are counted.
	 *
	 * @returns the new cursor, or undefined where there was nothing to do
	 */
	async next(limit: number): Promise<number | undefined> {
		const { events, writer, links } = this.#sources;
		const next = await events.enriched(await writer.cursor(), limit);
		const last = next.at(-1);
		if (!last) return undefined;
		await this.#learn(next);
		const created = next.flatMap(({ type, linkId }) => (type === 'link.created' ? [linkId] : []));
		const imported = created.length > 0 ? await links.importedClicks(created) : [];
		await writer.fold(next.flatMap((event) => this.#fold(event)), last.position, imported, next.flatMap((event) => this.#conversion(event)));
		return last.position;
	}

	#fold({ position, linkId, linkVersion, occurredAt, hit, enrichment }: EnrichedEvent): Fold[] {
		if (!hit || !enrichment) return [];
		const { kind, isUnique: isFirst } = enrichment;
		const fold = { position, linkId, occurredAt, kind, visitorId: hit.visitorId };
		if (kind !== 'human') return [fold];
		const labels = this.#labels.get(keyOf(linkId, linkVersion))?.labels;
		return [{ ...fold, isFirst, values: valuesOfClick(hit, enrichment, labels), tags: labels?.tags ?? [] }];
	}

	#conversion(event: EnrichedEvent): ConversionFold[] {
		if (event.type !== 'conversion.recorded') return [];
		const { position, linkId, linkVersion, occurredAt } = event;
		const { currency, amount, click } = conversionOf(event);
		const labels = this.#labels.get(keyOf(linkId, linkVersion))?.labels;
		return [{ position, linkId, occurredAt, currency, amount, values: valuesOfConversion(click, labels), tags: labels?.tags ?? [] }];
	}

	/** What the links of these events were at their clicks. */
	async #learn(events: readonly EnrichedEvent[]): Promise<void> {
		const unknown = new Map<string, LinkVersion>();
		for (const { linkId, linkVersion: version, type } of events) {
			const key = keyOf(linkId, version);
			if (LABELLED.includes(type) && !this.#labels.has(key)) unknown.set(key, { linkId, version });
		}
		if (unknown.size === 0) return;
		for (const key of unknown.keys()) this.#labels.set(key, { labels: undefined });
		for (const { id, version, campaign, tags } of await this.#sources.links.asOf([...unknown.values()])) this.#labels.set(keyOf(id, version), { labels: { campaign, tags } });
	}
}

const keyOf = (linkId: number, version: number) => `${String(linkId)}@${String(version)}`;
