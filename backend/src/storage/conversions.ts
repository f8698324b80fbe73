/** The storage port: conversions. */
import type { EnrichedEvent } from './events.ts';
import type { Page } from './links.ts';

/** A conversion as it is kept. Its event in the log says the same and more. */
export interface StoredConversion {
	id: number;
	linkId: number;
	/** The link's version at the click, or when it was recorded. */
	linkVersion: number;
	event: string;
	/** In ten-thousandths of the currency's unit. */
	amount: number | null;
	currency: string | null;
	externalId: string | null;
	/** A JSON object, as text. */
	metadata: string | null;
	/** `clk_…` */
	clickId: string | null;
	/** What the click was, as JSON that nothing here looks into; null where only the link is known. */
	click: string | null;
	occurredAt: number;
	recordedAt: number;
}

/** Which conversions. All that is given must hold. */
export interface ConversionCriteria {
	linkIds?: ReadonlySet<number> | undefined;
	event?: string | undefined;
	/** When they happened: `since` inclusive, `until` exclusive. */
	since?: number | undefined;
	until?: number | undefined;
}

/** Reads conversions. */
export interface ConversionReader {
	/** Newest first, by when they were recorded. */
	list(criteria: ConversionCriteria, page: Page): Promise<StoredConversion[]>;
	close(): void;
}

/** Reads and records conversions, within a transaction. */
export interface ConversionWriter {
	insert(conversions: readonly StoredConversion[]): Promise<void>;
	/** In no particular order; unknown ids are left out. */
	byIds(ids: readonly number[]): Promise<StoredConversion[]>;
	/** Those that a caller gave these ids, in no particular order. */
	byExternalIds(names: ReadonlyArray<{ event: string; externalId: string }>): Promise<StoredConversion[]>;
	/** The first one of each event after each click, in no particular order. */
	afterClicks(names: ReadonlyArray<{ event: string; clickId: string }>): Promise<StoredConversion[]>;
}

/** Finds clicks in the log by what names them, also those that are not enriched yet. */
export interface ClickFinder {
	/** For each name its click; undefined where there is none, or none any more. */
	find(names: ReadonlyArray<{ occurredAt: number; nonce: string }>): Promise<Array<EnrichedEvent | undefined>>;
	close(): void;
}
