/** Conversions: what people did after they clicked. */

import type { BatchError } from './link.ts';
import type { ConversionEvent, EventLink } from './event.ts';

/** Limits of what is sent. */
export const CONVERSION_LIMITS = {
	/** Characters of an event's name. */
	event: 100,
	externalId: 200,
	/** Highest value. Up to it, numbers in JSON hold four decimals exactly. */
	value: 100_000_000_000,
	decimals: 4,
	/** Conversions in one call. */
	batch: 1000,
	/** Conversions on one page of a list. */
	page: 1000,
} as const;

/** One conversion, as it is sent. Exactly one of `click_id`, `link_id` and `slug`. */
export interface NewConversion {
	/** `clk_…`: what a shop got as `lm_click`. */
	click_id?: string | null;
	/** `lnk_…`, `slug:…` or `external:…` */
	link_id?: string | null;
	slug?: string | null;
	/** `sale`, `signup`, … */
	event: string;
	/** A number, or decimal text such as `"19.99"`. */
	value?: number | string | null;
	/** ISO 4217; required with a value. */
	currency?: string | null;
	/** The caller's own id: a second conversion of the same event with it is not recorded. */
	external_id?: string | null;
	/** ISO 8601; now where absent. */
	occurred_at?: string | null;
	metadata?: Record<string, unknown> | null;
}

/** A conversion as the API shows it: the link as it was at the click, and what is known of the click. */
export interface Conversion
	extends Omit<EventLink, 'metadata' | 'user_id' | 'external_id'>,
		Omit<ConversionEvent, keyof EventLink | 'id' | 'type' | `conversion_${string}`> {
	/** `cnv_…`, ordered by time of recording. */
	id: string;
	recorded_at: string;
	external_id: string | null;
	metadata: Record<string, unknown> | null;
}

/** `existing`: there was one with that external id already. */
export const CONVERSION_RESULTS = ['recorded', 'existing'] as const;
export type ConversionResult = (typeof CONVERSION_RESULTS)[number];

/** Answer of `POST /v1/conversions` for one. */
export interface RecordedConversion extends Conversion {
	result: ConversionResult;
}

/** Answer of `POST /v1/conversions` for many. */
export interface ConversionBatchAnswer {
	/** In the order of the request. */
	conversions: Array<RecordedConversion & { index: number }>;
	errors: BatchError[];
	summary: { requested: number; recorded: number; existing: number; failed: number };
}

/** Answer of `GET /v1/conversions`, newest first. */
export interface ConversionList {
	conversions: Conversion[];
	next_cursor: string | null;
}
