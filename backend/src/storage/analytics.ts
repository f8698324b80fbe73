/** The storage port: rollups over clicks. */
import type { ClickKind } from '../../../contract/event.ts';

/** The numbers of one link, or of a selection, over a range. */
export interface Totals {
	human: number;
	bot: number;
	prefetch: number;
	head: number;
	visitors: number;
}

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

/** A range of quarter-hours since 1970: `from` inclusive, `to` exclusive. Open ends are null. */
export interface QuarterRange {
	from: number | null;
	to: number | null;
}

/** Reads rollups. */
export interface AnalyticsReader {
	totals(linkIds: readonly number[]): Promise<LinkTotals[]>;
	/** One entry a link that was hit in the range. */
	byLink(linkIds: readonly number[], range: QuarterRange): Promise<Map<number, Totals>>;
	/** Over all the links together: a visitor of two links counts once. */
	together(linkIds: readonly number[], range: QuarterRange): Promise<Totals>;
	/** Position up to which events are counted. */
	cursor(): Promise<number>;
	close(): void;
}

/** One fold of events into the rollups. */
export interface Fold {
	linkId: number;
	quarter: number;
	occurredAt: number;
	kind: ClickKind;
	visitorId: string;
}

/** The one writer of rollups. */
export interface AnalyticsWriter {
	/** Adds these, begins the totals of imported links, and moves the cursor, in one transaction. */
	fold(events: readonly Fold[], cursor: number, imported?: readonly ImportedClicks[]): Promise<void>;
	cursor(): Promise<number>;
	close(): void;
}
