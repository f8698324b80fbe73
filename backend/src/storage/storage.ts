/**
 * The storage port: all that the subjects may ask of a database. Two adapters stand behind it, one
 * folder each. Times are milliseconds since 1970 (UTC), ids and positions integers below 2^53; how
 * they look on the wire is the subjects' affair.
 */
import type { AnalyticsReader, AnalyticsWriter } from './analytics.ts';
import type { ChangeReader } from './changes.ts';
import type { ClickFinder, ConversionReader } from './conversions.ts';
import type { Buckets, Secrets, Shares, Signals } from './coordination.ts';
import type { ClickLog, ClickReader, EnrichmentWriter, EventReader, LogPurger } from './events.ts';
import type { KeyReader } from './keys.ts';
import type { AnswerReader, LinkFinder, LinkReader, LinkWriter } from './links.ts';
import type { IndexWriter, LinkFeed } from './search.ts';
import type { SessionReader } from './sessions.ts';
import type { UsageReader } from './usage.ts';
import type { DeliveryReader, DeliveryWriter, MilestoneCounts, WebhookReader } from './webhooks.ts';

export type * from './analytics.ts';
export type * from './changes.ts';
export type * from './conversions.ts';
export type * from './coordination.ts';
export type * from './events.ts';
export type * from './keys.ts';
export type * from './links.ts';
export type * from './lists.ts';
export type * from './search.ts';
export type * from './sessions.ts';
export type * from './usage.ts';
export type * from './webhooks.ts';

/** What a commit survives: `process` the death of the process, `power` that of the machine too. */
export type Durability = 'process' | 'power';

/** Opens the parts of a storage. Each thread opens what it needs; each writer is opened by one thread alone. */
export interface Storage {
	linkReader(): LinkReader;
	/** For visitors, who do not wait for long: where the storage does not answer in some seconds, it is away. */
	visitorsLinks(): LinkFinder;
	linkWriter(): LinkWriter;
	linkFeed(): LinkFeed;
	indexWriter(): IndexWriter;
	changeReader(): ChangeReader;
	conversionReader(): ConversionReader;
	keyReader(): KeyReader;
	sessionReader(): SessionReader;
	webhookReader(): WebhookReader;
	answerReader(): AnswerReader;
	clickLog(): ClickLog;
	eventReader(): EventReader;
	clickFinder(): ClickFinder;
	clickReader(): ClickReader;
	enrichmentWriter(): EnrichmentWriter;
	logPurger(): LogPurger;
	analyticsReader(): AnalyticsReader;
	analyticsWriter(): AnalyticsWriter;
	deliveryReader(): DeliveryReader;
	deliveryWriter(): DeliveryWriter;
	milestoneCounts(): MilestoneCounts;
	usageReader(): UsageReader;
	/** The shares of a task, `count` of them. */
	shares(task: string, count: number): Shares;
	signals(): Signals;
	/** Null where one process has the storage to itself, and can keep these as it likes. */
	secrets(): Secrets | null;
	buckets(): Buckets | null;
}
