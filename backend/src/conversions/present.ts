import type { Conversion } from '../../../contract/conversion.ts';
import { presentConversion, type ConversionData, type KeptClick } from '../events/conversion.ts';
import { presentLinksAsOf } from '../events/present.ts';
import { publicId } from '../ids.ts';
import type { LinkReader, StoredConversion } from '../storage/storage.ts';
import { formatTime } from '../times.ts';

/** Conversions as the API shows them, in the order given: each with the link as it was at the click. */
export async function presentConversions(conversions: readonly StoredConversion[], context: { links: Pick<LinkReader, 'asOf'>; baseUrl: string }): Promise<Conversion[]> {
	const linkOf = await presentLinksAsOf(conversions, context);
	return conversions.map((conversion) => {
		const { link_id, link_version, link_slug, short_url, destination, campaign, tags } = linkOf(conversion);
		const { conversion_id: _id, conversion_external_id: external_id, conversion_metadata: metadata, event, value, currency, ...click } = presentConversion(dataOf(conversion));
		return {
			id: publicId('conversion', conversion.id),
			event,
			value,
			currency,
			external_id,
			metadata,
			occurred_at: formatTime(conversion.occurredAt),
			recorded_at: formatTime(conversion.recordedAt),
			link_id, link_version, link_slug, short_url, destination, campaign, tags,
			...click,
		};
	});
}

/** What the event of a conversion says beside its link. */
export function dataOf({ id, event, amount, currency, externalId, metadata, click }: StoredConversion): ConversionData {
	return {
		id,
		event,
		amount,
		currency,
		externalId,
		metadata: metadata === null ? null : (JSON.parse(metadata) as Record<string, unknown>),
		click: click === null ? null : (JSON.parse(click) as KeptClick),
	};
}
