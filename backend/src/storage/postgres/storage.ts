import type { StorageSettings } from '../settings.ts';
import type { Storage } from '../storage.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { SharedDatabase } from './shared-database.ts';

/** Connections of one thread, at most. */
const CONNECTIONS = 6;

/** A PostgreSQL database as a storage. Call {@link preparePostgres} once before. */
export function postgresStorage({ url }: Extract<StorageSettings, { kind: 'postgres' }>): Storage {
	const shared = new SharedDatabase(() => new Database(url, { connections: CONNECTIONS }));
	return {
		...missing(shared),
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
	const names = ['linkReader', 'linkWriter', 'linkFeed', 'indexWriter', 'changeReader', 'conversionReader', 'keyReader', 'webhookReader', 'answerReader', 'clickLog', 'eventReader', 'clickFinder', 'clickReader', 'enrichmentWriter', 'logPurger', 'analyticsReader', 'analyticsWriter', 'deliveryReader', 'deliveryWriter', 'milestoneCounts', 'shares', 'signals', 'secrets', 'buckets'];
	return Object.fromEntries(names.map((name) => [name, () => { throw new Error(`${name} is not there on PostgreSQL yet`); }])) as unknown as Storage;
}
