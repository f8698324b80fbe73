import type { StorageSettings } from '../settings.ts';
import type { Storage } from '../storage.ts';
import { PostgresBuckets } from './coordination/buckets.ts';
import { PostgresSecrets } from './coordination/secrets.ts';
import { PostgresShares } from './coordination/shares.ts';
import { PostgresSignals } from './coordination/signals.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { SharedDatabase } from './shared-database.ts';

/** Connections of one thread, at most. */
const CONNECTIONS = 6;

/** Connections beside them for what visitors and other processes wait for: a long report must not keep these waiting. */
const URGENT_CONNECTIONS = 3;

/** Milliseconds after which the database is away for those who wait for these. */
const URGENT_PATIENCE_MS = 2000;

/** A PostgreSQL database as a storage. Call {@link preparePostgres} once before. */
export function postgresStorage({ url }: Extract<StorageSettings, { kind: 'postgres' }>): Storage {
	const shared = new SharedDatabase(() => new Database(url, { connections: CONNECTIONS }));
	const urgent = new SharedDatabase(() => new Database(url, { connections: URGENT_CONNECTIONS, patienceMs: URGENT_PATIENCE_MS }));
	return {
		...missing(shared),
		shares: (task, count) => urgent.part((database) => new PostgresShares(database, task, count)),
		signals: () => urgent.part((database) => new PostgresSignals(database, url)),
		secrets: () => shared.part((database) => new PostgresSecrets(database)),
		buckets: () => urgent.part((database) => new PostgresBuckets(database)),
	};
}

/** Brings the database to the newest schema. */
export async function preparePostgres({ url }: Extract<StorageSettings, { kind: 'postgres' }>): Promise<void> {
	const database = new Database(url, { connections: 1 });
	try {
		await migrate(database);
	} finally {
		await database.close();
	}
}

/** What is not written yet. */
function missing(_shared: SharedDatabase): Storage {
	const names = ['linkReader', 'linkWriter', 'linkFeed', 'indexWriter', 'changeReader', 'conversionReader', 'keyReader', 'webhookReader', 'answerReader', 'clickLog', 'eventReader', 'clickFinder', 'clickReader', 'enrichmentWriter', 'logPurger', 'analyticsReader', 'analyticsWriter', 'deliveryReader', 'deliveryWriter', 'milestoneCounts'];
	return Object.fromEntries(names.map((name) => [name, () => { throw new Error(`${name} is not there on PostgreSQL yet`); }])) as unknown as Storage;
}
