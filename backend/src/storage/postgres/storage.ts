import type { PostgresSettings } from '../settings.ts';
import type { Storage } from '../storage.ts';
import { PostgresBuckets } from './coordination/buckets.ts';
import { PostgresSecrets } from './coordination/secrets.ts';
import { PostgresShares } from './coordination/shares.ts';
import { PostgresSignals } from './coordination/signals.ts';
import { Database } from './database.ts';
import { PostgresAnswers } from './links/answers.ts';
import { PostgresChanges } from './links/changes.ts';
import { PostgresConversions } from './links/conversions.ts';
import { PostgresKeys } from './links/keys.ts';
import { PostgresLinkFeed } from './links/link-feed.ts';
import { PostgresLinkReader } from './links/link-reader.ts';
import { PostgresLinkWriter } from './links/link-writer.ts';
import { PostgresWebhooks } from './links/webhooks.ts';
import { PostgresLists } from './lists/lists.ts';
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

/** A PostgreSQL database as a storage. Call {@link preparePostgres} once before. */
export function postgresStorage({ url }: PostgresSettings): Storage {
	const shared = new SharedDatabase(() => new Database(url, { connections: CONNECTIONS }));
	const urgent = new SharedDatabase(() => new Database(url, { connections: URGENT_CONNECTIONS, patienceMs: URGENT_PATIENCE_MS }));
	return {
		...missing(shared),
		linkReader: () => shared.part((database) => new PostgresLinkReader(database, new PostgresLists(database))),
		linkWriter: () => shared.part((database) => new PostgresLinkWriter(database, new PostgresLists(database))),
		linkFeed: () => shared.part((database) => new PostgresLinkFeed(database)),
		indexWriter: () => shared.part((database) => new PostgresIndexWriter(database)),
		changeReader: () => shared.part((database) => new PostgresChanges(database)),
		conversionReader: () => shared.part((database) => new PostgresConversions(database)),
		keyReader: () => shared.part((database) => new PostgresKeys(database)),
		webhookReader: () => shared.part((database) => new PostgresWebhooks(database)),
		answerReader: () => shared.part((database) => new PostgresAnswers(database)),
		usageReader: () => shared.part((database) => new PostgresUsage(database)),
		shares: (task, count) => urgent.part((database) => new PostgresShares(database, task, count)),
		signals: () => urgent.part((database) => new PostgresSignals(database, url)),
		secrets: () => shared.part((database) => new PostgresSecrets(database)),
		buckets: () => urgent.part((database) => new PostgresBuckets(database)),
	};
}

/** Brings the database to the newest schema. */
export async function preparePostgres({ url }: PostgresSettings): Promise<void> {
	const database = new Database(url, { connections: 1 });
	try {
		await migrate(database);
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

/** What is not written yet. */
function missing(_shared: SharedDatabase): Storage {
	const names = ['clickLog', 'eventReader', 'clickFinder', 'clickReader', 'enrichmentWriter', 'logPurger', 'analyticsReader', 'analyticsWriter', 'deliveryReader', 'deliveryWriter', 'milestoneCounts'];
	return Object.fromEntries(names.map((name) => [name, () => { throw new Error(`${name} is not there on PostgreSQL yet`); }])) as unknown as Storage;
}
