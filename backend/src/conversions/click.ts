import type { Enricher } from '../clicks/enrich.ts';
import { languageOf } from '../clicks/language.ts';
import type { ClickName } from '../events/click-id.ts';
import type { KeptClick } from '../events/conversion.ts';
import { presentHit } from '../events/present.ts';
import type { ClickFinder } from '../storage/storage.ts';

/** A click that a conversion names: of which link it was, and what the conversion keeps of it. */
export interface FoundClick {
	linkId: number;
	linkVersion: number;
	kept: KeptClick;
}

/** Finds clicks, in the order asked for; undefined where there is none, or none any more. */
export type FindClicks = (names: readonly ClickName[]) => Promise<Array<FoundClick | undefined>>;

/** What the reader has derived from a click is taken as it is; of a click that it has not come to yet, the same is derived now. */
export function clickLookup(finder: Pick<ClickFinder, 'find'>, enricher: Enricher): FindClicks {
	return async (names) =>
		(await finder.find(names)).map((event) => {
			if (!event?.hit) return undefined;
			const { bot: _bot, is_unique: _unique, ...told } = presentHit(event.hit, event.enrichment ?? enricher.derive(event.position, event.hit));
			return { linkId: event.linkId, linkVersion: event.linkVersion, kept: { ...told, language: languageOf(event.hit.language) } };
		});
}
