import type { ConversionClick, ConversionEvent, EventLink } from '../../../contract/event.ts';
import { publicId } from '../ids.ts';

/** Parts of a unit of currency in which amounts are kept: whole numbers can be summed without loss. */
export const AMOUNT_PARTS = 10_000;

/** A click as its conversion keeps it: what is told of it, and what it is counted by beside that. */
export interface KeptClick extends ConversionClick {
	/** Such as `de`. Conversions of earlier versions do not know it. */
	language?: string | null;
}

/** What a `conversion.recorded` says beside its link, in the event's `data`. */
export interface ConversionData {
	id: number;
	/** What happened: `sale`, `signup`, … */
	event: string;
	/** In ten-thousandths of the currency's unit; null where no value was given. */
	amount: number | null;
	/** ISO 4217. */
	currency: string | null;
	externalId: string | null;
	metadata: Record<string, unknown> | null;
	/** The click that led to it, as it was; null where only the link is known. */
	click: KeptClick | null;
}

/** As it is written into the log. */
export function conversionText(data: ConversionData): string {
	return JSON.stringify(data);
}

/** @throws where an event has no such data: then the log is damaged */
export function conversionOf({ position, data }: { position: number; data: string | null }): ConversionData {
	if (data === null) throw new Error(`The conversion at position ${String(position)} of the log has no data`);
	return JSON.parse(data) as ConversionData;
}

/** An amount as the API shows it. */
export function valueOf(amount: number | null): number | null {
	return amount === null ? null : amount / AMOUNT_PARTS;
}

const NO_CLICK: { [Name in keyof ConversionClick]: ConversionClick[Name] | null } & { utm: ConversionClick['utm'] } = {
	click_id: null, country: null, region: null, city: null, device: null, browser: null, os: null, referrer: null, referrer_host: null,
	source: null, utm: {}, variant: null, kind: null, visitor_id: null,
};

/** What an event or a list shows of a conversion, beside its link. */
export function presentConversion({ id, event, amount, currency, externalId, metadata, click }: ConversionData): Omit<ConversionEvent, keyof EventLink | 'id' | 'type' | 'occurred_at'> {
	return {
		conversion_id: publicId('conversion', id),
		event,
		value: valueOf(amount),
		currency,
		conversion_external_id: externalId,
		conversion_metadata: metadata,
		...(click ? toldOf(click) : NO_CLICK),
	};
}

function toldOf({ language: _language, ...told }: KeptClick): ConversionClick {
	return told;
}
