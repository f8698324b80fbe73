import { join } from 'node:path';
import type { PostgresSettings } from '../settings.ts';
import type { Storage } from '../storage.ts';
import { PostgresAnalytics } from './analytics/reader.ts';
import { PostgresAnalyticsWriter } from './analytics/writer.ts';
import { PostgresBuckets } from './coordination/buckets.ts';
import { PostgresSecrets } from './coordination/secrets.ts';
import { PostgresShares } from './coordination/shares.ts';
import { PostgresSignals } from './coordination/signals.ts';
import { PostgresContents, refuseHalfMoved } from './contents.ts';
import { Database } from './database.ts';
import { PostgresDeliveries } from './deliveries/deliveries.ts';
import { PostgresMilestones } from './deliveries/milestones.ts';
import { PostgresAnswers } from './links/answers.ts';
import { PostgresChanges } from './links/changes.ts';
import { PostgresConversions } from './links/conversions.ts';
import { PostgresKeys } from './links/keys.ts';
import { PostgresLinkFeed } from './links/link-feed.ts';
import { PostgresLinkReader } from './links/link-reader.ts';
import { PostgresLinkWriter } from './links/link-writer.ts';
import { PostgresSessions } from './links/sessions.ts';
import { PostgresWebhooks } from './links/webhooks.ts';
import { PostgresLists } from './lists/lists.ts';
import { PostgresClickFinder } from './log/click-finder.ts';
import { PostgresClickLog } from './log/click-log.ts';
import { PostgresClickReader } from './log/click-reader.ts';
import { PostgresEnrichmentWriter } from './log/enrichments.ts';
import { PostgresEventReader } from './log/event-reader.ts';
import { prepareLog } from './log/prepare.ts';
import { PostgresLogPurger } from './log/purge.ts';
import { checkedVersion, migrate } from './migrate.ts';
import { PostgresIndexWriter } from './search/index-writer.ts';
import { SharedDatabase } from './shared-database.ts';
import { PostgresUsage } from './usage.ts';

/** Connections of one thread, at most. */
const CONNECTIONS = 6;

/** Connections beside them for what visitors and other processes wait for: a long report must not keep these waiting. */
const URGENT_CONNECTIONS = 3;

/** Milliseconds after which the database is away for those who wait for these. */
const URGENT_PATIENCE_MS = 2000;

/** Milliseconds that a migration of large tables may take, by this process or by one that it waits for. */
const MIGRATION_PATIENCE_MS = 600_000;

/** A PostgreSQL database as a storage. Call {@link preparePostgres} once before. */
export function postgresStorage({ url, dataDir, spoolBytes }: PostgresSettings): Storage {
	const shared = new SharedDatabase(() => new Database(url, { connections: CONNECTIONS }));
	const urgent = new SharedDatabase(() => new Database(url, { connections: URGENT_CONNECTIONS, patienceMs: URGENT_PATIENCE_MS }));
	const linkReader = (database: Database) => new PostgresLinkReader(database, new PostgresLists(database));
	return {
		linkReader: () => shared.part(linkReader),
		visitorsLinks: () => urgent.part(linkReader),
		linkWriter: () => shared.part((database) => new PostgresLinkWriter(database, new PostgresLists(database))),
		linkFeed: () => shared.part((database) => new PostgresLinkFeed(database)),
		indexWriter: () => shared.part((database) => new PostgresIndexWriter(database)),
		changeReader: () => shared.part((database) => new PostgresChanges(database)),
		conversionReader: () => shared.part((database) => new PostgresConversions(database)),
		keyReader: () => shared.part((database) => new PostgresKeys(database)),
		sessionReader: () => shared.part((database) => new PostgresSessions(database)),
		webhookReader: () => shared.part((database) => new PostgresWebhooks(database)),
		answerReader: () => shared.part((database) => new PostgresAnswers(database)),
		analyticsReader: () => shared.part((database) => new PostgresAnalytics(database)),
		analyticsWriter: () => shared.part((database) => new PostgresAnalyticsWriter(database)),
		usageReader: () => shared.part((database) => new PostgresUsage(database)),
		clickLog: () => shared.part((patient) => urgent.part((database) => new PostgresClickLog(database, patient, { folder: join(dataDir, 'spool'), limit: spoolBytes }))),
		eventReader: () => shared.part((database) => new PostgresEventReader(database)),
		clickFinder: () => shared.part((database) => new PostgresClickFinder(database)),
		clickReader: () => shared.part((database) => new PostgresClickReader(database)),
		enrichmentWriter: () => shared.part((database) => new PostgresEnrichmentWriter(database)),
		logPurger: () => shared.part((database) => new PostgresLogPurger(database)),
		deliveryReader: () => shared.part((database) => new PostgresDeliveries(database)),
		deliveryWriter: () => shared.part((database) => new PostgresDeliveries(database)),
		milestoneCounts: () => shared.part((database) => new PostgresMilestones(database)),
		shares: (task, count) => urgent.part((database) => new PostgresShares(database, task, count)),
		signals: () => urgent.part((database) => new PostgresSignals(database, url)),
		secrets: () => shared.part((database) => new PostgresSecrets(database)),
		buckets: () => urgent.part((database) => new PostgresBuckets(database)),
	};
}

/** Brings the database to the newest schema. */
export async function preparePostgres({ url }: PostgresSettings): Promise<void> {
	const database = new Database(url, { connections: 1, patienceMs: MIGRATION_PATIENCE_MS });
	try {
		await migrate(database);
		await refuseHalfMoved(database);
		await prepareLog(database);
	} finally {
		await database.close();
	}
}

/**
 * The schema version of a database that is only looked at; 0 where there is none yet.
 *
 * @throws where a newer version has written it
 */
export async function postgresVersion({ url }: PostgresSettings): Promise<number> {
	const database = new Database(url, { connections: 1 });
	try {
		return await checkedVersion(database);
	} finally {
		await database.close();
	}
}

/** All that a prepared database holds, for `work`. */
export async function withPostgresContents<T>({ url }: PostgresSettings, work: (contents: PostgresContents) => Promise<T>): Promise<T> {
	const database = new Database(url, { connections: 2 });
	try {
		return await work(new PostgresContents(database));
	} finally {
		await database.close();
	}
}
