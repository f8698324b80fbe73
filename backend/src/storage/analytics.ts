/** The storage port: rollups over clicks. */
import type { Dimension } from '../../../contract/analytics.ts';
import type { ClickKind } from '../../../contract/event.ts';

/** Milliseconds of a quarter of an hour, by which hits are added up. */
export const QUARTER_MS = 900_000;

/** The numbers of one link, or of a selection, over a range. */
export interface Totals {
	human: number;
	bot: number;
	prefetch: number;
	head: number;
	visitors: number;
	/** `visitors` is an estimate: within 2 %, and only above 100,000. */
	estimated?: boolean;
}

/** Clicks by people that have something in common. */
export interface GroupTotals {
	/** Null where nothing is known. */
	value: string | null;
	human: number;
	visitors: number;
	estimated?: boolean;
}

/** Conversions in one currency. */
export interface ConversionTotals {
	/** ISO 4217; null where no value was given. */
	currency: string | null;
	conversions: number;
	/** In the parts in which amounts are kept. */
	amount: number;
}

/** How conversions are told apart: by nothing, by link, or by a dimension. */
export type ConversionGroup = 'all' | 'link' | Dimension;

/** All-time clicks by people on one link. */
export interface LinkTotals {
	linkId: number;
	totalClicks: number;
	/** How many of them the link brought along when it was imported; 0 until its creation has been counted. */
	importedClicks: number;
	/** Null where only imported ones are known. */
	lastClickedAt: number | null;
}

/** Clicks that a link brought along when it was imported. */
export interface ImportedClicks {
	linkId: number;
	clicks: number;
}

/** A range in milliseconds since 1970: `from` inclusive, `to` exclusive. Open ends are null. */
export interface TimeRange {
	from: number | null;
	to: number | null;
}

/** Reads rollups. */
export interface AnalyticsReader {
	/** What `work` asks this reader is of one moment. One after the other, so ask nothing else of it. */
	snapshot<T>(work: () => Promise<T>): Promise<T>;
	totals(linkIds: readonly number[]): Promise<LinkTotals[]>;
	/** One entry a link that was hit in the range. Visitors are exact. */
	byLink(linkIds: readonly number[], range: TimeRange): Promise<Map<number, Totals>>;
	/** Over all the links together: a visitor of two links counts once. */
	together(linkIds: readonly number[], range: TimeRange): Promise<Totals>;
	/** The same for each of the ranges between two edges that follow each other. Of the edges, only the first and the last may be within a quarter of an hour. */
	series(linkIds: readonly number[], edges: readonly number[]): Promise<Totals[]>;
	/** How many clicks by people have which value, in no particular order. A click counts for each of its tags. */
	breakdown(linkIds: readonly number[], range: TimeRange, dimensions: readonly Dimension[]): Promise<Map<Dimension, Map<string | null, number>>>;
	/** The same of one dimension, with visitors. */
	grouped(linkIds: readonly number[], range: TimeRange, dimension: Dimension): Promise<GroupTotals[]>;
	/** For each of the ranges between two edges that follow each other, by group: all of them, a link's id, or a value; null where nothing is known. */
	conversions(linkIds: readonly number[], edges: readonly (number | null)[], by: ConversionGroup): Promise<Array<Map<string | number | null, ConversionTotals[]>>>;
	/** The links that people have clicked. */
	clickedLinks(): Promise<number[]>;
	/** The links that have conversions. */
	convertedLinks(): Promise<number[]>;
	/** The days (UTC, since 1970) of the first and the last hit; undefined where there is none. */
	days(linkIds: readonly number[]): Promise<{ first: number; last: number } | undefined>;
	/** From the beginning of the quarter of an hour of the first hit to the end of that of the last one; undefined where there is none. */
	extent(linkIds: readonly number[]): Promise<{ from: number; to: number } | undefined>;
	/** Position up to which events are counted. */
	cursor(): Promise<number>;
	close(): void;
}

/** A hit on its way into the rollups. */
export interface Fold {
	/** Where it is in the log: a hit that comes again changes nothing. */
	position: number;
	linkId: number;
	occurredAt: number;
	kind: ClickKind;
	visitorId: string;
	/** No click by this visitor on this link has an earlier position. */
	isFirst?: boolean;
	/** Of a click by a person: what it can be told apart by. */
	values?: Partial<Record<Exclude<Dimension, 'tag'>, string | null>>;
	tags?: readonly string[];
}

/** A conversion on its way into the rollups. */
export interface ConversionFold {
	position: number;
	linkId: number;
	occurredAt: number;
	currency: string | null;
	/** In the parts in which amounts are kept; null where no value was given. */
	amount: number | null;
	/** Of the click that led to it. */
	values: Partial<Record<Exclude<Dimension, 'tag'>, string | null>>;
	tags: readonly string[];
}

/** What events are counted into. */
export interface FoldTarget {
	/** Adds these, begins the totals of imported links, and moves the cursor, in one transaction. */
	fold(hits: readonly Fold[], cursor: number, imported?: readonly ImportedClicks[], conversions?: readonly ConversionFold[]): Promise<void>;
	/** Position up to which events are counted. */
	cursor(): Promise<number>;
}

/** A second set of rollups, made from the log beside the first. */
export interface AnalyticsRebuild extends FoldTarget {
	/**
	 * Begins it, dropping one that was not finished. What was counted of events before `horizon`, which the log has no more, is taken
	 * over: nothing else knows of it.
	 */
	begin(horizon: number): Promise<void>;
	/** How it differs from the first: sentences. For when both have counted up to the same position. */
	differences(): Promise<string[]>;
	/** Puts it in the place of the first, for all readers at once. */
	finish(): Promise<void>;
	/** Drops it. */
	discard(): Promise<void>;
}

/** The one writer of rollups. */
export interface AnalyticsWriter extends FoldTarget {
	rebuild: AnalyticsRebuild;
	close(): void;
}
